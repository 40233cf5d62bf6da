"""How people read where a vacancy stands; open, closing soon and closed come from the clock."""

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recruitment.models import Vacancy
from recruitment.states import Result, VacancyState
from shared.phases import Phase


class Status(NamedTuple):
    """`tone` is the end of the tag's CSS class; the word alone says everything."""

    code: str
    label: "str | Promise"
    tone: str


OPEN = Status("open", _("Open for applications"), "open")
CLOSING_SOON = Status("closing_soon", pgettext_lazy("vacancy", "Closing soon"), "soon")
CLOSED = Status("closed", _("Closed for applications"), "brand")
FILLED = Status("filled", _("The post was filled"), "brand")
NONE_SUITABLE = Status("none_suitable", _("Nobody was selected"), "brand")
CANCELLED = Status("cancelled", _("The vacancy was cancelled"), "bad")
OF_RESULT = {Result.FILLED: FILLED, Result.NONE_SUITABLE: NONE_SUITABLE}
IN_PHASE = {Phase.OPEN: OPEN, Phase.CLOSING_SOON: CLOSING_SOON, Phase.CLOSED: CLOSED}
# Staff see states that visitors never do.
DRAFT = Status("draft", pgettext_lazy("vacancy", "Draft"), "")
RETURNED = Status("returned", pgettext_lazy("vacancy", "Returned to be changed"), "soon")
IN_REVIEW = Status("in_review", pgettext_lazy("vacancy", "Awaiting approval"), "soon")


def status_of(vacancy: Vacancy, now: datetime) -> Status:
    if phase := vacancy.phase_at(now):
        return IN_PHASE[phase]
    if vacancy.state == VacancyState.CONCLUDED:
        return OF_RESULT[Result(vacancy.result)]
    if vacancy.state == VacancyState.CANCELLED:
        return CANCELLED
    if vacancy.state == VacancyState.IN_REVIEW:
        return IN_REVIEW
    return RETURNED if vacancy.return_reason else DRAFT
