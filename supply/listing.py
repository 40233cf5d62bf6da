"""«المناقصات»: which tenders a visitor asked for, with the facets that narrow them further."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, DateTimeField, F, Q, When
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entities.models import Entity
from supply.codes import categories
from supply.models import Tender
from supply.models.tenders import TenderQuerySet
from supply.states import TenderState
from supply.status import CLOSED, OPEN, OPENED, UNSUCCESSFUL

PAGE_SIZE = 20
LAST_PAGE = 100
WITHIN_DAYS = ("3", "7", "30")
SORTS: dict[str, "str | Promise"] = {"closing": _("Closing first"), "newest": _("Newest first")}


@dataclass(frozen=True)
class Choice:
    value: str
    title: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: "str | Promise"
    values: list[Choice]

    @property
    def chosen(self) -> bool:
        return any(each.chosen for each in self.values)


@dataclass(frozen=True)
class Chip:
    title: str
    url: str


@dataclass(frozen=True)
class Listing:
    page: "Page[Tender]"
    facets: list[Facet]
    chips: list[Chip]
    sort: str
    sorts: Mapping[str, "str | Promise"]


def find(query: QueryDict, *, now: datetime) -> Listing:
    """Values that do not exist are passed over: an old link never leads to an error."""
    asked = {name: _known(name, query.getlist(name)) for name in CONDITIONS}
    sort = query.get("sort", "")
    sort = sort if sort in SORTS else "closing"
    everything = Tender.objects.public()
    rows = _sorted(_narrowed(everything, asked, now), sort, now)
    facets = [
        Facet(name, title, values(_narrowed(everything, asked, now, but=name), asked[name], now))
        for name, title, values in FACETS
    ]
    page = Paginator(rows, PAGE_SIZE).get_page(min(_number(query.get("page", "")), LAST_PAGE))
    return Listing(page, facets, _chips(query, facets), sort, SORTS)


def _narrowed(
    tenders: TenderQuerySet, asked: Mapping[str, list[str]], now: datetime, *, but: str = ""
) -> TenderQuerySet:
    """Every facet's chosen values: any of one facet, all facets together; `but` leaves one out to count it."""
    for name, condition in CONDITIONS.items():
        if asked[name] and name != but:
            chosen = Q()
            for value in asked[name]:
                chosen |= condition(value, now)
            tenders = tenders.filter(chosen)
    return tenders


def _in_state(value: str, now: datetime) -> Q:
    published = Q(state=TenderState.PUBLISHED)
    return {
        OPEN.code: published & Q(closes_at__gt=now),
        CLOSED.code: published & Q(closes_at__lte=now),
        OPENED.code: Q(state=TenderState.OPENED),
        UNSUCCESSFUL.code: Q(state=TenderState.UNSUCCESSFUL),
    }[value]


def _closing_within(days: str, now: datetime) -> Q:
    return Q(state=TenderState.PUBLISHED, closes_at__gt=now, closes_at__lte=now + timedelta(days=int(days)))


CONDITIONS: dict[str, Callable[[str, datetime], Q]] = {
    "status": _in_state,
    "within": _closing_within,
    "entity": lambda code, now: Q(entity__code=code),
    "category": lambda code, now: Q(category=code),
}
STATUSES = (OPEN, CLOSED, OPENED, UNSUCCESSFUL)
KNOWN: dict[str, Callable[[], Iterable[str]]] = {
    "status": lambda: [status.code for status in STATUSES],
    "within": lambda: WITHIN_DAYS,
    "category": categories,
}


def _known(name: str, values: list[str]) -> list[str]:
    if name not in KNOWN:
        return [value for value in values[:20] if value.isascii() and value.isalnum() and len(value) <= 12]
    known = KNOWN[name]()
    return [value for value in values[:20] if value in known]


def _entities(tenders: TenderQuerySet, chosen: list[str], now: datetime) -> list[Choice]:
    counts = dict(tenders.order_by().values_list("entity").annotate(Count("pk")))
    found = Entity.objects.filter(Q(pk__in=counts) | Q(code__in=chosen))
    choices = [Choice(each.code, str(each.name), counts.get(each.pk, 0), each.code in chosen) for each in found]
    return sorted(choices, key=lambda choice: choice.title)


def _categories(tenders: TenderQuerySet, chosen: list[str], now: datetime) -> list[Choice]:
    counts = dict(tenders.order_by().values_list("category").annotate(Count("pk")))
    codes = {*counts, *chosen} & set(categories())
    choices = [Choice(code, str(categories()[code]), counts.get(code, 0), code in chosen) for code in codes]
    return sorted(choices, key=lambda choice: choice.title)


def _statuses(tenders: TenderQuerySet, chosen: list[str], now: datetime) -> list[Choice]:
    counts = _counted(tenders, {status.code: _in_state(status.code, now) for status in STATUSES})
    return [Choice(each.code, str(each.label), counts[each.code], each.code in chosen) for each in STATUSES]


def _days(tenders: TenderQuerySet, chosen: list[str], now: datetime) -> list[Choice]:
    counts = _counted(tenders, {days: _closing_within(days, now) for days in WITHIN_DAYS})
    return [Choice(days, _within(int(days)), counts[days], days in chosen) for days in WITHIN_DAYS]


def _within(days: int) -> str:
    return ngettext("Within %(count)d day", "Within %(count)d days", days) % {"count": days}


def _counted(tenders: TenderQuerySet, conditions: dict[str, Q]) -> dict[str, int]:
    counts: dict[str, int] = tenders.aggregate(
        **{f"n_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    return {name.removeprefix("n_"): count for name, count in counts.items()}


Values = Callable[[TenderQuerySet, list[str], datetime], list[Choice]]
FACETS: tuple[tuple[str, "str | Promise", Values], ...] = (
    ("status", _("Status"), _statuses),
    ("within", _("Closing within"), _days),
    ("entity", _("Procuring entity"), _entities),
    ("category", _("Category"), _categories),
)


def _sorted(tenders: TenderQuerySet, sort: str, now: datetime) -> TenderQuerySet:
    """Closing first: the open ones by what is left, then the others, latest first."""
    tenders = tenders.select_related("entity")
    if sort == "newest":
        return tenders.order_by("-published_at", "pk")
    still_open = When(state=TenderState.PUBLISHED, closes_at__gt=now, then=F("closes_at"))
    return tenders.annotate(closing=Case(still_open, output_field=DateTimeField())).order_by(
        F("closing").asc(nulls_last=True), "-closes_at", "pk"
    )


def _chips(query: QueryDict, facets: list[Facet]) -> list[Chip]:
    """One link a chosen value, to this list without it."""
    return [
        Chip(each.title, _without(query, facet.name, each.value))
        for facet in facets
        for each in facet.values
        if each.chosen
    ]


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    rest.setlist(name, [each for each in query.getlist(name) if each != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def _number(typed: Any) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 1
