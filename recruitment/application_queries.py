"""Reads for those who select: counts by state, one application's way so far, what may be done with it now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruitment.application_states import (
    APPLICATION_MOVES,
    UNSUBMITTED,
    ApplicationState,
    RejectionReason,
)
from recruitment.models import Application, ApplicationSnapshot, Vacancy
from recruitment.models.applications import ApplicationQuerySet
from shared import audit
from shared.models import AuditEntry
from shared.moves import Move

# As staff read them, in the order of the way that an application takes.
STAFF_STATES = tuple(state for state in ApplicationState if state not in UNSUBMITTED)


# What a recruiter does with one application; conclusions and cancellations are of the vacancy, undoing has its own place.
OF_ONE = ("move_application", "request_information", "reject_application")


class StateCount(NamedTuple):
    state: ApplicationState
    size: int


class Act(NamedTuple):
    at: datetime
    words: "str | Promise"
    who: str


def named(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """With the name that was sent; the profile of today is not asked."""
    sent = ApplicationSnapshot.objects.filter(application=OuterRef("pk")).order_by("-revision")
    return applications.annotate(
        sent_name_ar=Subquery(sent.values("facts__personal__name_ar")[:1]),
        sent_name_en=Subquery(sent.values("facts__personal__name_en")[:1]),
    )


def sizes(user: Any, vacancies: Iterable[Vacancy], *, at: datetime) -> dict[UUID, list[StateCount]]:
    """Applications by state of each vacancy, in one query; only what this person may read."""
    visible = Application.objects.for_user(user, at=at).filter(vacancy__in=[vacancy.pk for vacancy in vacancies])
    counted: dict[UUID, dict[str, int]] = {}
    for vacancy_id, state, size in visible.order_by().values_list("vacancy", "state").annotate(size=Count("pk")):
        counted.setdefault(vacancy_id, {})[state] = size
    return {
        vacancy_id: [StateCount(state, by_state[state]) for state in STAFF_STATES if state in by_state]
        for vacancy_id, by_state in counted.items()
    }


def steps(application: Application) -> list[Move]:
    """What the table lets a recruiter do from here; forward first."""
    mine = [move for move in APPLICATION_MOVES[application.state] if move.deed in OF_ONE]
    return sorted(mine, key=lambda move: (OF_ONE.index(move.deed), STAFF_STATES.index(ApplicationState(move.to))))


def history(application: Application) -> list[Act]:
    """Since it was handed in, oldest first; what happened to the draft is the applicant's own affair."""
    assert application.submitted_at is not None
    told = [
        entry for entry in audit.history(application).filter(at__gte=application.submitted_at) if entry.action in WORDS
    ]
    people = get_user_model()._default_manager.in_bulk({entry.actor_id for entry in told if entry.actor_id})
    return [Act(entry.at, _in_words(entry), str(people.get(entry.actor_id, ""))) for entry in told]


def last_act(application: Application) -> Act | None:
    """What somebody else has just done with it: for whoever came second."""
    return next(reversed(history(application)), None)


def _in_words(entry: AuditEntry) -> str:
    words = str(WORDS[entry.action])
    if "%(was)s" in words:
        was, now = (ApplicationState(entry.facts[name]).label for name in ("was", "now"))
        return words % {"was": was, "now": now}
    if entry.action == "recruitment:application:reject" and (code := entry.facts.get("reason")):
        return gettext("%(act)s: %(reason)s") % {"act": words, "reason": RejectionReason(code).label}
    return words


WORDS: dict[str, "str | Promise"] = {
    "recruitment:application:submit": _("Application submitted"),
    "recruitment:application:move": _("Moved from “%(was)s” to “%(now)s”"),
    "recruitment:application:reject": _("Not selected"),
    "recruitment:application:undo": _("Decision undone: back from “%(was)s” to “%(now)s”"),
    "recruitment:application:request_information": _("The applicant was asked to complete information"),
    "recruitment:application:answer_information": _("The applicant completed the information"),
    "recruitment:application:ask_reversal": _("Asked to take the decision back"),
    "recruitment:application:decline_reversal": _("Not agreed: the decision stands"),
    "recruitment:application:reverse": _("Decision taken back by two people"),
    "recruitment:application:conclude": _("Vacancy concluded: from “%(was)s” to “%(now)s”"),
    "recruitment:application:cancel": _("Vacancy cancelled"),
    "recruitment:application:withdraw": _("Withdrawn by the applicant"),
    "recruitment:application:note": _("Internal note written"),
    "recruitment:application:read": _("Document read"),
}
