"""What a vacancy still lacks before it can be sent for approval and published, in words and with the field to go to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from recruitment.models import Vacancy
from recruitment.rules.closing import Problem, closing_problem
from recruitment.rules.completeness import Completeness, completeness
from shared.bilingual import LANGUAGES, missing

TEXT_PAIRS = ("title", "summary", "duties", "requirements")
FACTS = ("occupation", "location", "closes_at")


class Gap(NamedTuple):
    """`field` is the form field to go to; `language` is set where only this version is incomplete."""

    field: str
    message: "str | Promise"
    language: str = ""


CLOSING_WORDS = {
    Problem.PAST: _("The deadline for applications must be in the future."),
    Problem.MIDNIGHT: _("A deadline is never at midnight: choose 11:59 pm of the day before."),
}
FACT_WORDS = {
    "occupation": _("Choose the field of work."),
    "location": _("Choose the place of work."),
    "closes_at": _("Enter the deadline for applications."),
}


def gaps(vacancy: Vacancy, *, at: datetime) -> list[Gap]:
    labels = {field.name: field.verbose_name for field in vacancy._meta.concrete_fields}
    found = [Gap(name, labels[name], name[-2:]) for name in _missing_texts(vacancy)]
    if vacancy.occupation_code is None:
        found.append(Gap("occupation", FACT_WORDS["occupation"]))
    if vacancy.location_code is None:
        found.append(Gap("location", FACT_WORDS["location"]))
    if vacancy.closes_at is None:
        found.append(Gap("closes_at", FACT_WORDS["closes_at"]))
    return found + closing_gaps(vacancy.closes_at, at=at)


def closing_gaps(closes_at: datetime | None, *, at: datetime) -> list[Gap]:
    if closes_at is None:
        return []
    problem = closing_problem(
        closes_at, now=at, least_open=settings.VACANCY_LEAST_OPEN, zone=timezone.get_default_timezone()
    )
    if problem is None:
        return []
    return [Gap("closes_at", _too_soon() if problem is Problem.TOO_SOON else CLOSING_WORDS[problem])]


class Progress(NamedTuple):
    """One line of the completeness bar: a language, or what both languages share."""

    language: str
    done: Completeness
    lacking: list[Gap]


def progress(vacancy: Vacancy, *, at: datetime) -> list[Progress]:
    """How far each language is written, and the facts that both share (language "")."""
    found = gaps(vacancy, at=at)
    parts = [(language, _wanted_texts(vacancy, language)) for language in LANGUAGES]
    return [_part(language, wanted, found) for language, wanted in (*parts, ("", FACTS))]


def _part(language: str, wanted: Iterable[str], found: list[Gap]) -> Progress:
    lacking = [gap for gap in found if gap.language == language]
    return Progress(language, completeness(tuple(wanted), [gap.field for gap in lacking]), lacking)


def _wanted_texts(vacancy: Vacancy, language: str) -> list[str]:
    pairs = (*TEXT_PAIRS, "legal_basis") if vacancy.restricts else TEXT_PAIRS
    return [f"{pair}_{language}" for pair in pairs]


def _missing_texts(vacancy: Vacancy) -> list[str]:
    """Also the legal basis, as soon as not everybody may apply on equal terms."""
    lacking = missing(vacancy)
    if vacancy.restricts:
        named = (f"legal_basis_{language}" for language in LANGUAGES)
        lacking += [name for name in named if not getattr(vacancy, name) and name not in lacking]
    return lacking


def _too_soon() -> "str | Promise":
    least: timedelta = settings.VACANCY_LEAST_OPEN
    days = -(-least // timedelta(days=1))
    return ngettext_lazy(
        "A vacancy must be open for at least %(count)d day from publication.",
        "A vacancy must be open for at least %(count)d days from publication.",
        days,
    ) % {"count": days}
