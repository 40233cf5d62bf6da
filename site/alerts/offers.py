"""What can be watched for: each domain app says it in its `alertable.py`, which is read at start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search import registry
from search.facets import Named, registered
from shared import outbox


@dataclass(frozen=True)
class Offer:
    """`facets()`: what a search of this kind can be narrowed by; `address()`: of the list that finds the same, "" if none.

    `is_open(record, now)`: whether it is still worth telling of.
    """

    kind: str
    facets: Callable[[], list[Named]]
    address: Callable[[], str]
    is_open: Callable[[Any, datetime], bool]

    @property
    def title(self) -> "str | Promise":
        return registry.get(self.kind).plural


_offers: dict[str, Offer] = {}


def offer(made: Offer, *, event: str) -> None:
    """The event says that a record of this kind was published; it names the record as the kind's Searchable reads it."""
    from alerts import matching

    def match(message: outbox.Message) -> None:
        matching.match(made.kind, registry.get(made.kind).subject_of(message.payload))

    match.__module__, match.__qualname__ = "alerts.offers", f"match_{made.kind}"
    _offers[made.kind] = made
    outbox.handler(event, queue="index")(match)


def kinds() -> dict[str, Offer]:
    return dict(_offers)


def get(kind: str) -> Offer:
    return _offers[kind]


def title_of(kind: str) -> "str | Promise":
    return _offers[kind].title if kind else _("Everything that is published")


def facets_of(kind: str) -> list[Named]:
    """Of every kind together: the entity alone, which each of them has."""
    return _offers[kind].facets() if kind else [entity()]


def entity() -> Named:
    return registered("entity", _("Government entity"))


def still_open(found: Iterable[tuple[str, str]], *, now: datetime) -> dict[tuple[str, str], list[Any]]:
    """Kind and subject id to the record's rows, of those that may be seen and have not closed; one query a kind."""
    wanted: dict[str, list[str]] = {}
    for kind, subject in found:
        wanted.setdefault(kind, []).append(subject)
    answer: dict[tuple[str, str], list[Any]] = {}
    for kind, subjects in wanted.items():
        searchable = registry.get(kind)
        for record in searchable.by_subjects(subjects):
            if get(kind).is_open(record, now):
                answer.setdefault((kind, searchable.subject_id(record)), []).append(record)
    return answer


def everywhere() -> str:
    return reverse("search:results")
