"""Where an application stands and what happens next, as the applicant reads it."""

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruitment.application_states import CANDIDATE_WORDS, ApplicationState
from recruitment.models import Application


class Standing(NamedTuple):
    """`tone` colours the tag; `since` is when it came into this state."""

    state: ApplicationState
    words: "str | Promise"
    tone: str
    next_step: "str | Promise"
    since: datetime | None


NEXT_STEPS: "dict[ApplicationState, str | Promise]" = {
    ApplicationState.DRAFT: _("Complete the steps and submit the application before the deadline."),
    ApplicationState.SUBMITTED: _("The entity will study your application and write to you as soon as it is decided."),
    ApplicationState.SCREENING: _(
        "The entity is studying your application and will write to you as soon as it is decided."
    ),
    ApplicationState.INFORMATION_REQUESTED: _("Read what is missing and answer before the time runs out."),
    ApplicationState.SHORTLISTED: _("The entity will contact you about the next stage."),
    ApplicationState.HIRED: _("The entity will contact you about the appointment."),
    ApplicationState.REJECTED: _("You can apply for other vacancies at any time."),
    ApplicationState.VACANCY_CANCELLED: _("You can apply for other vacancies at any time."),
    ApplicationState.WITHDRAWN: _("As long as the vacancy is open you can apply for it again."),
    ApplicationState.DRAFT_EXPIRED: _("It was not submitted. What you wrote stays here for you to read."),
}
TONES = {
    ApplicationState.DRAFT: "soon",
    ApplicationState.SUBMITTED: "brand",
    ApplicationState.SCREENING: "brand",
    ApplicationState.INFORMATION_REQUESTED: "soon",
    ApplicationState.SHORTLISTED: "open",
    ApplicationState.HIRED: "open",
}


def standing(application: Application, *, now: datetime) -> Standing:
    state = application.state_at(now)
    if state == ApplicationState.DRAFT_EXPIRED:
        since = application.vacancy.closing_at
    else:
        told = None if application.is_undoable_at(now) else application.effective_at
        since = told or application.moved_at or application.submitted_at or application.created_at
    return Standing(state, CANDIDATE_WORDS[state], TONES.get(state, ""), NEXT_STEPS[state], since)
