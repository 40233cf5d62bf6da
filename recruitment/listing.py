"""«الوظائف»: which vacancies a visitor asked for, found by the portal's own search with the kind fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import search
from recruitment.codes import fields, locations
from recruitment.models import Vacancy
from recruitment.states import EmploymentType, Policy
from recruitment.status import CLOSED
from search.facets import Asked, Named, days_within, read, registered, within
from search.question import MOST_PAGES, MOST_WORDS, Question, Result, Sort
from shared.facets import Chip, Choice, Facet, chips

PAGE_SIZE = 20
SORTS: dict[Sort, "str | Promise"] = {
    "relevance": _("Relevance"),
    "newest": _("Newest first"),
    "closing": _("Closing first"),
}


@dataclass(frozen=True)
class Listing:
    """`page` counts numbers only, `vacancies` are this page's records as they are now; `cut_at`: words were too long."""

    words: str
    cut_at: int
    vacancies: list[Vacancy]
    total: int
    partial: bool
    page: "Page[int]"
    facets: list[Facet]
    chips: list[Chip]
    sort: Sort
    sorts: Mapping[Sort, "str | Promise"]


def find(query: QueryDict, *, now: datetime) -> Listing:
    """Open vacancies, unless the closed ones are asked for. Raises Http404 for a page that is not there, UnreadableWords."""
    asked = read(query, list_facets())
    sort = _sort(query.get("sort", ""), asked.words)
    result = search.find(_question(query, asked, sort))
    shown = _facets(query, asked, result)
    return Listing(
        words=asked.words,
        cut_at=MOST_WORDS if asked.cut else 0,
        vacancies=_records(result, now=now, closed=_closed(query)),
        total=result.total,
        partial=result.partial,
        page=_page(result.total, asked.page),
        facets=shown,
        chips=chips(query, shown),
        sort=sort,
        sorts=SORTS if asked.words else {name: title for name, title in SORTS.items() if name != "relevance"},
    )


def _page(total: int, number: int) -> "Page[int]":
    # The paginator only counts; the engine has cut the page already.
    paginator: Paginator[int] = Paginator(range(min(total, MOST_PAGES * PAGE_SIZE)), PAGE_SIZE)
    try:
        return paginator.page(number)
    except InvalidPage:
        raise Http404 from None


def _question(query: QueryDict, asked: Asked, sort: Sort) -> Question:
    return Question(
        words=asked.words,
        kinds=("vacancy",),
        filters=asked.filters,
        status="closed" if _closed(query) else "open",
        closing_within_days=days_within(_days(query)),
        sort=sort,
        page=asked.page,
        size=PAGE_SIZE,
        facets=(*asked.filters, "within"),
    )


def _records(result: Result, *, now: datetime, closed: bool) -> list[Vacancy]:
    """The hits in their order, read again: the index may lag behind a record by a moment, the page may not."""
    found = Vacancy.objects.public().select_related("entity").in_bulk([UUID(hit.subject_id) for hit in result.hits])
    records = [found[UUID(hit.subject_id)] for hit in result.hits if UUID(hit.subject_id) in found]
    return [each for each in records if each.takes_applications_at(now) != closed]


def _sort(asked: str, words: str) -> Sort:
    if asked in SORTS and (words or asked != "relevance"):
        return asked
    return "relevance" if words else "newest"


def _closed(query: QueryDict) -> bool:
    return query.get("status") == CLOSED.code


def _days(query: QueryDict) -> list[str]:
    return [value for value in query.getlist("within") if value in within().values]


def _facets(query: QueryDict, asked: Asked, result: Result) -> list[Facet]:
    closing = within().counted(result.facets.get("within", {}), _days(query))
    status = [Choice(CLOSED.code, str(CLOSED.label), None, _closed(query))]
    return [*asked.counted(result.facets), closing, Facet("status", _("Status"), status)]


def list_facets() -> list[Named]:
    return [
        registered("entity", _("Government entity")),
        Named("field", _("Field of work"), {value: str(code) for value, code in fields().items()}),
        Named("location", _("Place of work"), {value: str(code) for value, code in locations().items()}),
        Named("type", _("Type of employment"), {str(value): str(label) for value, label in EmploymentType.choices}),
        Named("policy", _("Who may apply"), {str(value): str(label) for value, label in Policy.choices}),
    ]
