"""What may be found: each app says it in its `searchable.py`, which is read at start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise

from shared import outbox


@dataclass(frozen=True)
class Document:
    """The projection of one record that any visitor may read, in both languages.

    `facets`: {name: value or list of values}.
    """

    subject_id: str
    title_ar: str = ""
    title_en: str = ""
    body_ar: str = ""
    body_en: str = ""
    entity_ar: str = ""
    entity_en: str = ""
    extra: str = ""  # codes and references, matched whole and in parts
    facets: dict[str, Any] = field(default_factory=dict)
    published_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Shown:
    """A hit as it is shown, from the record (or its language versions) as it is now.

    `language` says where the text is only in the other language. Feeds and the API tell when it was published and closes.
    """

    title: str
    url: str
    summary: str = ""
    entity: str = ""
    note: str = ""
    language: str = ""
    published_at: datetime | None = None
    closes_at: datetime | None = None


class Searchable(Protocol):
    """`public()` is the queryset of what may be found now.

    Kinds of one `family` lie in one table, and no two have a subject of the same id: `joined` reads them together.
    """

    kind: str
    family: str
    title: "str | Promise"
    plural: "str | Promise"
    kind_words: tuple[str, ...]

    def public(self) -> "models.QuerySet[Any]": ...
    def subject_id(self, record: Any) -> str: ...
    def by_subjects(self, subjects: Iterable[str]) -> "models.QuerySet[Any]": ...
    def joined(self, others: "Iterable[Any]") -> "Searchable": ...
    def subject_of(self, payload: dict[str, Any]) -> str: ...
    def document(self, record: Any) -> Document: ...
    def shown(self, records: list[Any], *, now: datetime) -> Shown: ...


class Base:
    """What most kinds share: a record with a primary key, named in events under the kind's own name."""

    kind, family = "", ""
    kind_words: tuple[str, ...] = ()

    def public(self) -> "models.QuerySet[Any]":
        raise NotImplementedError

    def subject_id(self, record: Any) -> str:
        return str(record.pk)

    def by_subjects(self, subjects: Iterable[str]) -> "models.QuerySet[Any]":
        return self.public().filter(pk__in=list(subjects))

    def joined(self, others: "Iterable[Any]") -> "Searchable":
        raise NotImplementedError

    def subject_of(self, payload: dict[str, Any]) -> str:
        return str(payload[self.kind])


_registry: dict[str, Searchable] = {}


def searchable(kind: str, *, events: Iterable[str]) -> Callable[[type], type]:
    """Register a class as the Searchable of this kind; each of the events re-reads the record and writes the index."""

    def register(chosen: type) -> type:
        from search import indexing

        each: Searchable = chosen()
        each.kind = kind
        _registry[kind] = each

        def index(message: outbox.Message) -> None:
            indexing.refresh(kind, each.subject_of(message.payload), version=message.id)

        index.__module__, index.__qualname__ = "search.registry", f"index_{kind}"
        for event in events:
            outbox.handler(event, queue="index")(index)
        return chosen

    return register


def kinds() -> dict[str, Searchable]:
    return dict(_registry)


def get(kind: str) -> Searchable:
    return _registry[kind]


FacetNames = Callable[[], Mapping[str, "str | Promise"]]
_facets: dict[str, tuple["str | Promise", FacetNames]] = {}


def name_facet(facet: str, title: "str | Promise", names: FacetNames) -> None:
    """Say how a facet and its values are called; an app above registers it, since search knows no entity.

    What was named narrows the search over all kinds, in the order in which it was named.
    """
    _facets[facet] = (title, names)


def facets() -> dict[str, tuple["str | Promise", FacetNames]]:
    return dict(_facets)


def facet_names(facet: str) -> Mapping[str, "str | Promise"]:
    return _facets[facet][1]() if facet in _facets else {}
