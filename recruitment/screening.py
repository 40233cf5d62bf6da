"""What a recruiter does with applications (فرز طلبات التوظيف): moves them on, tells why one was not selected, undoes it in time."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from entities.models import Role
from entities.roles import holds
from recruitment.application_refusals import ApplicationChanged, OwnVacancy, ReasonIncomplete, TooLateToUndo
from recruitment.application_states import (
    APPLICATION_MOVES,
    DECISIONS,
    STAFF_TARGETS,
    ApplicationState,
    RejectionReason,
)
from recruitment.models import Application, ApplicationNote, Vacancy
from recruitment.permissions import competes
from recruitment.publishing import NotPermitted
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import MoveNotAllowed, check_move

if TYPE_CHECKING:
    from accounts.models import User

ACTIONS = {
    "move_application": "move",
    "reject_application": "reject",
    "undo_decision": "undo",
    "request_information": "request_information",
    "answer_information": "answer_information",
    "agree_to_reversal": "reverse",
    "conclude_vacancy": "conclude",
    "approve_change": "cancel",
}


def move_application(application_id: UUID, to: ApplicationState | str, *, by: "User", version: int) -> Application:
    """Take it one step further; `version` is the row_version on the recruiter's screen.

    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged, MoveNotAllowed.
    """
    target = ApplicationState(to)
    with transaction.atomic():
        application, at = locked(application_id, by=by, version=version)
        if target not in STAFF_TARGETS:
            raise MoveNotAllowed(application.state, target)
        move(application, target, deed="move_application", by=by, at=at, effective_at=_told_from(target, at))
    return application


def reject_application(
    application_id: UUID,
    *,
    by: "User",
    version: int,
    reason_code: RejectionReason | str,
    public_reason_ar: str = "",
    public_reason_en: str = "",
    note: str = "",
) -> Application:
    """Not selected, for a reason that the applicant reads; `note` is for colleagues alone.

    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged, MoveNotAllowed, ReasonIncomplete.
    """
    reason = RejectionReason(reason_code)
    check_reason(reason, public_reason_ar, public_reason_en)
    with transaction.atomic():
        application, at = locked(application_id, by=by, version=version)
        application.reason_code = reason
        application.public_reason_ar, application.public_reason_en = public_reason_ar, public_reason_en
        rejected = ApplicationState.REJECTED
        effective_at = _told_from(rejected, at)
        move(
            application, rejected, deed="reject_application", by=by, at=at, effective_at=effective_at, reason=reason
        )  # fmt: skip
        if note:
            ApplicationNote.objects.create(application=application, author=by, text=note, written_at=at)
    return application


def undo_decision(application_id: UUID, *, by: "User", version: int) -> Application:
    """Take a decision back of which nobody outside has heard yet; afterwards it needs two people (reversing.py).

    What had not been looked at before is in screening from then on: somebody has looked at it.
    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged, TooLateToUndo.
    """
    with transaction.atomic():
        application, at = locked(application_id, by=by, version=version)
        if not application.is_undoable_at(at):
            raise TooLateToUndo
        before = ApplicationState(application.state_before)
        target = ApplicationState.SCREENING if before == ApplicationState.SUBMITTED else before
        move(application, target, deed="undo_decision", by=by, at=at)
    return application


def _told_from(target: ApplicationState, at: datetime) -> datetime | None:
    """A decision is kept back until it can no longer be undone; other steps are told on the applicant's page alone."""
    return at + settings.DECISION_UNDO if target in DECISIONS else None


def add_note(application_id: UUID, *, by: "User", text: str) -> ApplicationNote:
    """Write something down for colleagues. Raises Application.DoesNotExist, NotPermitted, OwnVacancy."""
    with transaction.atomic():
        application, at = locked(application_id, by=by)
        note = ApplicationNote.objects.create(application=application, author=by, text=text, written_at=at)
        audit.record("recruitment:application:note", application, by=by, at=at, entity=application.vacancy.entity)
    return note


def locked(application_id: UUID, *, by: "User", version: int | None = None) -> tuple[Application, datetime]:
    """For a recruiter of the entity who does not compete, at the version that he saw where the deed asks for it.

    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged.
    """
    asked = Application.objects.get(pk=application_id)
    vacancy = locks.share(Vacancy.objects.select_related("entity").filter(pk=asked.vacancy_id))
    application = locks.update(Application.objects.filter(pk=application_id))
    application.vacancy = vacancy
    at = database_now()
    if application.submitted_at is None or not holds(by, Role.RECRUITER, vacancy.entity, at=at):
        raise NotPermitted
    if competes(by, vacancy):
        raise OwnVacancy
    if version is not None and application.row_version != version:
        raise ApplicationChanged(application)
    return application, at


def move(
    application: Application,
    to: ApplicationState,
    *,
    deed: str,
    by: "User | None",
    at: datetime,
    effective_at: datetime | None = None,
    **facts: Any,
) -> None:
    """Write the step under the caller's lock. One with `effective_at` is told from then on, if it still stands."""
    before, told = application.state, application.state_told_at(at)
    check_move(APPLICATION_MOVES, before, to, deed=deed)
    if deed in ("undo_decision", "agree_to_reversal"):
        application.forget_decision()
    if effective_at is not None:
        if effective_at <= at:
            application.state_before = ""
        elif not application.is_undoable_at(at):
            application.state_before = before
        application.effective_at = effective_at
        outbox.post("recruitment.application.decided", not_before=effective_at, application=application.pk)
    application.state = to
    if application.state_told_at(at) != told:
        application.moved_at = at  # the applicant reads since when; what he is not told yet shows in no date either
    application.row_version += 1
    application.save()
    if before == ApplicationState.INFORMATION_REQUESTED:
        application.requests.filter(closed_at__isnull=True).update(closed_at=at)
    audit.record(
        f"recruitment:application:{ACTIONS[deed]}", application, by=by, at=at, entity=application.vacancy.entity,
        was=before, now=to, **facts,
    )  # fmt: skip


def check_reason(reason: RejectionReason, arabic: str, english: str) -> None:
    """What the applicant reads stands in both languages or in none; "another reason" says nothing by itself."""
    if not arabic and (english or reason == RejectionReason.OTHER):
        raise ReasonIncomplete("public_reason_ar")
    if not english and (arabic or reason == RejectionReason.OTHER):
        raise ReasonIncomplete("public_reason_en")
