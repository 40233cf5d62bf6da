"""«الوظائف»: which vacancies a visitor asked for, found by the portal's own search with the kind fixed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import search
from entities.models import Entity
from recruitment.codes import fields, locations
from recruitment.models import Vacancy
from recruitment.states import EmploymentType, Policy
from recruitment.status import CLOSED
from search.facets import days_within, within
from search.question import MOST_PAGES, Question, Result, Sort
from shared import cleaners
from shared.facets import Chip, Choice, Facet, chips

PAGE_SIZE = 20
MOST_LETTERS = 200
MOST_VALUES = 20
CODE = re.compile(r"\w{1,20}", re.ASCII)
SORTS: dict[Sort, "str | Promise"] = {
    "relevance": _("Relevance"),
    "newest": _("Newest first"),
    "closing": _("Closing first"),
}


@dataclass(frozen=True)
class Listing:
    """`page` counts numbers only, `vacancies` are the records of this page as they are now; `cut`: words too long."""

    words: str
    cut: bool
    vacancies: list[Vacancy]
    total: int
    partial: bool
    page: "Page[int]"
    facets: list[Facet]
    chips: list[Chip]
    sort: Sort
    sorts: Mapping[Sort, "str | Promise"]


def find(query: QueryDict, *, now: datetime) -> Listing:
    """Unknown facets are passed over, of unknown values nothing is found. Raises InvalidPage, ValidationError."""
    typed = cleaners.line(query.get("q", ""))
    words = typed[:MOST_LETTERS]
    sort = _sort(query.get("sort", ""), words)
    number = _number(query.get("page", "1"))
    result = search.find(_question(query, words, sort, number))
    # The paginator only counts; the engine has cut the page already.
    paginator: Paginator[int] = Paginator(range(min(result.total, MOST_PAGES * PAGE_SIZE)), PAGE_SIZE)
    shown = _facets(query, result)
    return Listing(
        words=words,
        cut=words != typed,
        vacancies=_records(result, now=now, closed=_closed(query)),
        total=result.total,
        partial=result.partial,
        page=paginator.page(number),
        facets=shown,
        chips=chips(query, shown),
        sort=sort,
        sorts=SORTS if words else {name: title for name, title in SORTS.items() if name != "relevance"},
    )


def _question(query: QueryDict, words: str, sort: Sort, number: int) -> Question:
    return Question(
        words=words,
        kinds=("vacancy",),
        filters={name: tuple(values) for name in FACETS if (values := _asked(query, name))},
        status="closed" if _closed(query) else "open",
        closing_within_days=days_within(_days(query)),
        sort=sort,
        page=number,
        size=PAGE_SIZE,
        facets=(*FACETS, "within"),
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


def _asked(query: QueryDict, facet: str) -> list[str]:
    """Only what looks like a code; anything else was never a value of a facet."""
    return [value for value in query.getlist(facet)[:MOST_VALUES] if CODE.fullmatch(value)]


def _days(query: QueryDict) -> list[str]:
    return [value for value in query.getlist("within") if value in within().values]


def _number(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
    if not 1 <= number <= MOST_PAGES:
        raise InvalidPage(typed)
    return number


def _facets(query: QueryDict, result: Result) -> list[Facet]:
    asked = {name: _asked(query, name) for name in FACETS}
    counted = []
    for name, (title, names) in FACETS.items():
        counts = result.facets.get(name, {})
        counted.append(Facet(name, title, _choices(names(asked[name], counts), asked[name], counts)))
    closing = within().counted(result.facets.get("within", {}), _days(query))
    status = [Choice(CLOSED.code, str(CLOSED.label), None, _closed(query))]
    return [*counted, closing, Facet("status", _("Status"), status)]


def _choices(names: Mapping[str, str], asked: list[str], counts: Mapping[str, int]) -> list[Choice]:
    found = [
        Choice(value, title, counts.get(value, 0), value in asked)
        for value, title in names.items()
        if value in counts or value in asked
    ]
    return sorted(found, key=lambda choice: choice.title)


Names = Callable[[Iterable[str], Iterable[str]], Mapping[str, str]]


def _entities(asked: Iterable[str], counted: Iterable[str]) -> dict[str, str]:
    return {each.code: str(each.name) for each in Entity.objects.filter(code__in={*asked, *counted})}


def _codes(read: Callable[[], Mapping[str, Any]]) -> Names:
    return lambda asked, counted: {value: str(code) for value, code in read().items()}


def _labels(choices: type[TextChoices]) -> Names:
    return lambda asked, counted: {str(value): str(label) for value, label in choices.choices}


FACETS: dict[str, tuple["str | Promise", Names]] = {
    "entity": (_("Government entity"), _entities),
    "field": (_("Field of work"), _codes(fields)),
    "location": (_("Place of work"), _codes(locations)),
    "type": (_("Type of employment"), _labels(EmploymentType)),
    "policy": (_("Who may apply"), _labels(Policy)),
}
