"""Saved searches and notices in the words of the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise

from alerts import offers
from alerts.models import Notice, SavedSearch
from search import registry
from search.facets import Named
from search.registry import Shown
from shared.clock import database_now

MOST_LINES = 30


@dataclass(frozen=True)
class ShownSearch:
    """`url` is the list that finds the same now; "" where there is none."""

    record: SavedSearch
    words: str
    kind: "str | Promise"
    narrowed: list[str]
    url: str


def searches(records: Iterable[SavedSearch]) -> list[ShownSearch]:
    """Names and addresses are read once a kind."""
    facets, address = lru_cache(offers.facets_of), lru_cache(_address)
    return [_shown(each, facets(each.kind), address(each.kind)) for each in records]


def search(record: Any) -> ShownSearch:
    return searches([record])[0]


def _address(kind: str) -> str:
    return offers.get(kind).address() if kind else offers.everywhere()


def _shown(record: Any, facets: list[Named], address: str) -> ShownSearch:
    """A record, or what somebody wants to save."""
    narrowed = [str(facet.values.get(value, value)) for facet in facets for value in record.filters.get(facet.name, ())]
    query = urlencode({**({"q": record.words} if record.words else {}), **record.filters}, doseq=True)
    url = f"{address}?{query}" if address and query else address
    return ShownSearch(record, record.words, offers.title_of(record.kind), narrowed, url)


@dataclass(frozen=True)
class Group:
    """What one search found; `more` lines are left out. `search` is None once it was deleted."""

    search: ShownSearch | None
    lines: list[Shown]
    more: int


def groups(notice: Notice) -> list[Group]:
    """What may be seen and has not closed, as it is now; in the active language."""
    now = database_now()
    matches = list(notice.matches.select_related("search").order_by("pk"))
    records = offers.still_open([(each.kind, each.subject_id) for each in matches], now=now)
    lines: dict[SavedSearch | None, list[Shown]] = {}
    for each in matches:
        if found := records.get((each.kind, each.subject_id)):
            shown = registry.get(each.kind).shown(found, now=now)
            lines.setdefault(each.search, []).append(shown)
    titles = {each.record.pk: each for each in searches(filter(None, lines))}
    return [
        Group(titles[key.pk] if key else None, its[:MOST_LINES], max(0, len(its) - MOST_LINES))
        for key, its in lines.items()
    ]
