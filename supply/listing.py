"""«المناقصات»: which tenders a visitor asked for, found by the portal's own search with the kind fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import search
from search.facets import Asked, Named, days_within, read, registered, within
from search.question import MOST_PAGES, MOST_WORDS, Question, Result, Sort
from search.question import Status as Openness
from shared.facets import Chip, Choice, Facet, chips
from supply.codes import categories
from supply.models import Tender
from supply.states import TenderState
from supply.status import AWARDED, CANCELLED, CLOSED, OPEN, OPENED, UNSUCCESSFUL, Status, status_of

PAGE_SIZE = 20
SORTS: dict[Sort, "str | Promise"] = {
    "relevance": _("Relevance"),
    "closing": _("Closing first"),
    "newest": _("Newest first"),
}
# What the clock decides is a condition of the question; the rest stands in the projection.
STATUSES: dict[Status, tuple[Openness, TenderState]] = {
    OPEN: ("open", TenderState.PUBLISHED),
    CLOSED: ("closed", TenderState.PUBLISHED),
    OPENED: ("", TenderState.OPENED),
    AWARDED: ("", TenderState.CONCLUDED),
    UNSUCCESSFUL: ("", TenderState.UNSUCCESSFUL),
    CANCELLED: ("", TenderState.CANCELLED),
}


@dataclass(frozen=True)
class Listing:
    """`page` counts numbers only, `tenders` are this page's records as they are now; `cut_at`: words were too long."""

    words: str
    cut_at: int
    tenders: list[Tender]
    total: int
    partial: bool
    page: "Page[int]"
    facets: list[Facet]
    chips: list[Chip]
    sort: Sort
    sorts: Mapping[Sort, "str | Promise"]


def find(query: QueryDict, *, now: datetime) -> Listing:
    """Open tenders, unless another status is asked for. Raises Http404 for an impossible page, UnreadableWords."""
    asked = read(query, list_facets())
    status = _status(query)
    sort = _sort(query.get("sort", ""), asked.words)
    result = search.find(_question(query, asked, status or OPEN, sort))
    # The paginator only counts; the engine has cut the page already.
    paginator: Paginator[int] = Paginator(range(min(result.total, MOST_PAGES * PAGE_SIZE)), PAGE_SIZE)
    closing = within().counted(result.facets.get("within", {}), _days(query))
    shown = [_statuses(status), closing, *asked.counted(result.facets)]
    return Listing(
        words=asked.words,
        cut_at=MOST_WORDS if asked.cut else 0,
        tenders=_records(result, status or OPEN, now=now),
        total=result.total,
        partial=result.partial,
        page=paginator.get_page(asked.page),
        facets=shown,
        chips=chips(query, shown),
        sort=sort,
        sorts=SORTS if asked.words else {name: title for name, title in SORTS.items() if name != "relevance"},
    )


def _question(query: QueryDict, asked: Asked, status: Status, sort: Sort) -> Question:
    openness, state = STATUSES[status]
    return Question(
        words=asked.words,
        kinds=("tender",),
        filters={**{name: values for name, values in asked.filters.items() if values}, "state": (state,)},
        status=openness,
        closing_within_days=days_within(_days(query)),
        sort=sort,
        page=asked.page,
        size=PAGE_SIZE,
        facets=("entity", "category", "within"),
    )


def _records(result: Result, status: Status, *, now: datetime) -> list[Tender]:
    """The hits in their order, read again: the index may lag behind a record by a moment, the page may not."""
    ids = [UUID(hit.subject_id) for hit in result.hits]
    found = Tender.objects.public().select_related("entity").in_bulk(ids)
    records = [found[each] for each in ids if each in found]
    return [each for each in records if _reads_as(each, now) == status]


def _reads_as(tender: Tender, now: datetime) -> Status:
    """Closing soon is open, for who narrows by status."""
    return OPEN if tender.takes_bids_at(now) else status_of(tender, now)


def list_facets() -> list[Named]:
    return [_entities(), _categories()]


def _entities() -> Named:
    return registered("entity", _("Procuring entity"))


def _categories() -> Named:
    return Named("category", _("Category"), {code: str(category) for code, category in categories().items()})


def _status(query: QueryDict) -> Status | None:
    asked = query.getlist("status")
    return next((status for status in STATUSES if status.code in asked), None)


def _statuses(chosen: Status | None) -> Facet:
    return Facet("status", _("Status"), [Choice(each.code, str(each.label), None, each == chosen) for each in STATUSES])


def _days(query: QueryDict) -> list[str]:
    return [value for value in query.getlist("within") if value in within().values]


def _sort(asked: str, words: str) -> Sort:
    if asked in SORTS and (words or asked != "relevance"):
        return asked
    return "relevance" if words else "closing"
