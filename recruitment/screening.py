"""What a recruiter does with applications (فرز طلبات التوظيف): moves them on, or tells why one was not selected."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from entities.models import Role
from entities.roles import holds
from recruitment.application_refusals import ApplicationChanged, OwnVacancy, ReasonIncomplete
from recruitment.application_states import APPLICATION_MOVES, STAFF_TARGETS, ApplicationState, RejectionReason
from recruitment.models import Application, ApplicationNote, Vacancy
from recruitment.permissions import competes
from recruitment.publishing import NotPermitted
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import MoveNotAllowed, check_move

if TYPE_CHECKING:
    from accounts.models import User


def move_application(application_id: UUID, to: ApplicationState | str, *, by: "User", version: int) -> Application:
    """Take it one step further; `version` is the row_version on the recruiter's screen.

    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged, MoveNotAllowed.
    """
    target = ApplicationState(to)
    with transaction.atomic():
        application, at = _locked(application_id, by=by)
        _check_unchanged(application, version)
        if target not in STAFF_TARGETS:
            raise MoveNotAllowed(application.state, target)
        _move(application, target, by=by, at=at)
        if target == ApplicationState.SHORTLISTED:
            outbox.post("recruitment.application.shortlisted", application=application.pk)
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
    _check_reason(reason, public_reason_ar, public_reason_en)
    with transaction.atomic():
        application, at = _locked(application_id, by=by)
        _check_unchanged(application, version)
        application.reason_code = reason
        application.public_reason_ar, application.public_reason_en = public_reason_ar, public_reason_en
        _move(application, ApplicationState.REJECTED, by=by, at=at, reason=reason)
        if note:
            ApplicationNote.objects.create(application=application, author=by, text=note, written_at=at)
        outbox.post("recruitment.application.rejected", application=application.pk)
    return application


def add_note(application_id: UUID, *, by: "User", text: str) -> ApplicationNote:
    """Write something down for colleagues. Raises Application.DoesNotExist, NotPermitted, OwnVacancy."""
    with transaction.atomic():
        application, at = _locked(application_id, by=by)
        note = ApplicationNote.objects.create(application=application, author=by, text=text, written_at=at)
        audit.record("recruitment:application:note", application, by=by, at=at, entity=application.vacancy.entity)
    return note


def _locked(application_id: UUID, *, by: "User") -> tuple[Application, datetime]:
    asked = Application.objects.get(pk=application_id)
    vacancy = locks.share(Vacancy.objects.select_related("entity").filter(pk=asked.vacancy_id))
    application = locks.update(Application.objects.filter(pk=application_id))
    at = database_now()
    if application.submitted_at is None or not holds(by, Role.RECRUITER, vacancy.entity, at=at):
        raise NotPermitted
    if competes(by, vacancy):
        raise OwnVacancy
    return application, at


def _check_unchanged(application: Application, version: int) -> None:
    if application.row_version != version:
        raise ApplicationChanged(application)


def _move(application: Application, to: ApplicationState, *, by: "User", at: datetime, **facts: str) -> None:
    before = application.state
    check_move(APPLICATION_MOVES, before, to)
    application.state, application.moved_at = to, at
    application.row_version += 1
    application.save()
    audit.record(
        f"recruitment:application:{'reject' if to == ApplicationState.REJECTED else 'move'}",
        application, by=by, at=at, entity=application.vacancy.entity, was=before, now=to, **facts,
    )  # fmt: skip


def _check_reason(reason: RejectionReason, arabic: str, english: str) -> None:
    """What the applicant reads stands in both languages or in none; "another reason" says nothing by itself."""
    if not arabic and (english or reason == RejectionReason.OTHER):
        raise ReasonIncomplete("public_reason_ar")
    if not english and (arabic or reason == RejectionReason.OTHER):
        raise ReasonIncomplete("public_reason_en")
