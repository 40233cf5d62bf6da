"""Applications to one vacancy, narrowed by what was sent: level, years, nationality, language, and by state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruitment import personal_codes
from recruitment.application_queries import STAFF_STATES, StateCount, named
from recruitment.application_states import ApplicationState
from recruitment.models import Application
from recruitment.models.applications import ApplicationQuerySet
from search.facets import readable
from shared import heads
from shared.facets import Chip, Choice, Facet, chips


class Band(NamedTuple):
    """Years of experience from `least` on, below `under`."""

    title: "str | Promise"
    least: int
    under: int | None = None


BANDS = {
    "0": Band(_("Less than 2 years"), 0, 2),
    "2": Band(_("From 2 to 4 years"), 2, 5),
    "5": Band(_("From 5 to 9 years"), 5, 10),
    "10": Band(_("10 years or more"), 10),
}
UNKNOWN = "?"
LANGUAGES: dict[str, "str | Promise"] = {"ar": _("Arabic"), "en": _("English")}


class Combination(NamedTuple):
    """How many applications have these values; a vacancy has few such rows, however many apply."""

    state: str
    level: str
    years: str
    nationality: str
    language: str
    size: int


@dataclass(frozen=True)
class Listing:
    """`matching` are all that fit, in the order in which they came; `states` counts what the other filters leave."""

    matching: ApplicationQuerySet
    total: int
    states: list[StateCount]
    chosen_state: ApplicationState | None
    facets: list[Facet]
    chips: list[Chip]


def find(applications: ApplicationQuerySet, query: QueryDict) -> Listing:
    """Of what the reader may see of one vacancy. An unknown state is passed over, of other unknown values nothing is found."""
    state = next((each for each in STAFF_STATES if each == query.get("state")), None)
    combinations = _combinations(applications)
    facets = [_facet(name, combinations, query, state) for name in FACETS]
    fitting = [each for each in combinations if _fits(each, query, state=None)]
    return Listing(
        matching=_narrowed(applications, query, state).order_by("submitted_at", "pk"),
        total=sum(each.size for each in fitting),
        states=[StateCount(each, sum(row.size for row in fitting if row.state == each)) for each in STAFF_STATES],
        chosen_state=state,
        facets=facets,
        chips=chips(query, facets),
    )


class Column(NamedTuple):
    """A state on the board: the cards of those who came first, and how many there are in all."""

    state: ApplicationState
    cards: list[Application]
    size: int


def board(listing: Listing) -> list[Column]:
    """The same applications as on the list, by state; an empty column is shown as well."""
    shown = [each for each in listing.states if listing.chosen_state in (None, each.state)]
    parts = [listing.matching.filter(state=each.state) for each in shown if each.size]
    cards: dict[str, list[Application]] = {}
    for application in named(heads.heads(listing.matching, parts)):
        cards.setdefault(application.state, []).append(application)
    return [Column(state, cards.get(state, []), size) for state, size in shown]


def page_of(listing: Listing, number: str | None) -> "Page[Application]":
    return heads.page_of(named(listing.matching), number)


def _narrowed(
    applications: ApplicationQuerySet, query: QueryDict, state: ApplicationState | None
) -> ApplicationQuerySet:
    for name, facet in FACETS.items():
        if chosen := _asked(query, name):
            applications = applications.filter(facet.condition(chosen))
    return applications.filter(state=state) if state else applications


def _asked(query: QueryDict, name: str) -> list[str]:
    """What the database cannot even read (NUL) is an unknown value."""
    return [value if readable(value) else UNKNOWN for value in query.getlist(name)]


def _combinations(applications: ApplicationQuerySet) -> list[Combination]:
    columns = ("state", "education_level", "experience_years", "nationality", "language")
    rows = applications.order_by().values_list(*columns).annotate(size=Count("pk"))
    return [
        Combination(state, level, _band(years or 0), nationality, language, size)
        for state, level, years, nationality, language, size in rows
    ]


def _band(years: int) -> str:
    return next(
        code for code, band in BANDS.items() if band.least <= years and (band.under is None or years < band.under)
    )


def _fits(row: Combination, query: QueryDict, *, state: str | None, but: str = "") -> bool:
    chosen = {name: _asked(query, name) for name in FACETS if name != but}
    return (state is None or row.state == state) and all(
        not values or getattr(row, name) in values for name, values in chosen.items()
    )


def _facet(name: str, rows: list[Combination], query: QueryDict, state: ApplicationState | None) -> Facet:
    """Each value with the number that the other filters leave of it."""
    facet, chosen = FACETS[name], _asked(query, name)
    counts: dict[str, int] = {}
    for row in rows:
        value = getattr(row, name)
        counts[value] = counts.get(value, 0) + (row.size if _fits(row, query, state=state, but=name) else 0)
    values = sorted(filter(None, counts), key=facet.order)
    return Facet(
        name, facet.title, [Choice(value, facet.say(value), counts[value], value in chosen) for value in values]
    )


class Criterion(NamedTuple):
    title: "str | Promise"
    condition: Callable[[list[str]], Q]
    say: Callable[[str], str]
    order: Callable[[str], Any]


def _years(chosen: list[str]) -> Q:
    condition = Q(pk__in=[])
    for band in (BANDS[value] for value in chosen if value in BANDS):
        upto = Q() if band.under is None else Q(experience_years__lt=band.under)
        condition |= Q(experience_years__gte=band.least) & upto
    return condition


FACETS: Mapping[str, Criterion] = {
    "level": Criterion(
        _("Level of education"),
        lambda chosen: Q(education_level__in=chosen),
        lambda code: str(personal_codes.education_levels().get(code, code)),
        lambda code: code,
    ),
    "years": Criterion(_("Years of experience"), _years, lambda code: str(BANDS[code].title), int),
    "nationality": Criterion(
        _("Nationality"),
        lambda chosen: Q(nationality__in=chosen),
        personal_codes.country_name,
        lambda code: (code != personal_codes.NATIONAL, personal_codes.country_name(code)),
    ),
    "language": Criterion(
        _("Language of the applicant"),
        lambda chosen: Q(language__in=chosen),
        lambda code: str(LANGUAGES.get(code, code)),
        lambda code: code,
    ),
}
