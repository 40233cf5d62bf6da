"""What a tender still lacks before it can be sent for approval and published, in words and with the field to go to."""

from datetime import datetime, time
from typing import NamedTuple

import holidays
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shared.bilingual import missing
from supply.models import OpeningPlan, Tender
from supply.rules.closing import CONFIRMABLE, Problem, WorkingCalendar, closing_problems
from supply.rules.committee import Flaw, committee_flaws


class Gap(NamedTuple):
    """`field` is the form field to go to; `language` is set where only this version is incomplete."""

    field: str
    message: "str | Promise"
    language: str = ""


CLOSING_WORDS = {
    Problem.PAST: ("closes_at", _("The deadline for bids must be in the future.")),
    Problem.MIDNIGHT: ("closes_at", _("A deadline is never at midnight: choose 11:59 pm of the day before.")),
    Problem.NOT_A_WORKING_DAY: (
        "closes_at",
        _("This day is a holiday. Choose a working day, or give the reason for this day."),
    ),
    Problem.OUTSIDE_HOURS: (
        "closes_at",
        _("This time is outside working hours. Choose another time, or give the reason for it."),
    ),
    Problem.OPENS_BEFORE_CLOSING: ("opens_at", _("The opening of bids must not be before the deadline for bids.")),
}
COMMITTEE_WORDS = {
    Flaw.NO_CHAIR: _("Name the chair of the opening committee."),
    Flaw.AUTHOR_NAMED: _("Whoever prepared the tender may not sit in its opening committee."),
    Flaw.QUORUM_TOO_HIGH: _("The quorum is larger than the committee."),
}


def gaps(tender: Tender, *, at: datetime) -> list[Gap]:
    labels = {field.name: field.verbose_name for field in tender._meta.concrete_fields}
    found = [Gap(name, labels[name], name[-2:]) for name in missing(tender)]
    if tender.category_code is None:
        found.append(Gap("category", _("Choose the category of the tender.")))
    if tender.closes_at is None or tender.opens_at is None:
        found.append(Gap("closes_at", _("Enter the deadline for bids and the time of their opening.")))
    else:
        found += closing_gaps(tender.closes_at, tender.opens_at, reason=tender.closing_reason, at=at)
    return found + _committee_gaps(tender)


def closing_gaps(
    closes_at: datetime, opens_at: datetime, *, reason: str, at: datetime, least_working_days: int | None = None
) -> list[Gap]:
    """What speaks against this closing; a written reason answers what may be answered by one."""
    least = settings.TENDER_LEAST_WORKING_DAYS if least_working_days is None else least_working_days
    problems = closing_problems(
        closes_at,
        opens_at,
        now=at,
        minimum_days=least,
        calendar=working_calendar(),
    )
    standing = [problem for problem in problems if not (reason and problem in CONFIRMABLE)]
    return [
        Gap("closes_at", _too_soon()) if problem is Problem.TOO_SOON else Gap(*CLOSING_WORDS[problem])
        for problem in standing
    ]


def working_calendar() -> WorkingCalendar:
    first, last = settings.WORKING_HOURS
    return WorkingCalendar(
        zone=timezone.get_default_timezone(),
        weekdays=frozenset(settings.WORKING_DAYS),
        holidays=holidays.country_holidays(settings.HOLIDAY_COUNTRY),
        hours=(time(first), time(last)),
    )


def _committee_gaps(tender: Tender) -> list[Gap]:
    plan = OpeningPlan.objects.filter(tender=tender).first()
    members = list(plan.members.all()) if plan else []
    flaws = committee_flaws(
        {str(member.user_id) for member in members},
        has_chair=any(member.office == "chair" for member in members),
        author=str(tender.author_id),
        quorum=plan.quorum if plan else settings.TENDER_QUORUM,
        least_members=settings.TENDER_COMMITTEE,
        least_quorum=settings.TENDER_QUORUM,
    )
    return [Gap("committee", _committee_words(flaw)) for flaw in flaws]


def _committee_words(flaw: Flaw) -> "str | Promise":
    if flaw is Flaw.TOO_FEW:
        least = settings.TENDER_COMMITTEE
        return ngettext_lazy(
            "Name at least %(count)d person for the opening committee.",
            "Name at least %(count)d people for the opening committee.",
            least,
        ) % {"count": least}
    if flaw is Flaw.QUORUM_TOO_LOW:
        least = settings.TENDER_QUORUM
        return ngettext_lazy(
            "The quorum is at least %(count)d member.", "The quorum is at least %(count)d members.", least
        ) % {"count": least}
    return COMMITTEE_WORDS[flaw]


def _too_soon() -> "str | Promise":
    least = settings.TENDER_LEAST_WORKING_DAYS
    return ngettext_lazy(
        "Bidders must have at least %(count)d working day from publication.",
        "Bidders must have at least %(count)d working days from publication.",
        least,
    ) % {"count": least}
