"""What may still change about a published vacancy (تمديد الموعد وإلغاء الوظيفة): one person asks, another approves."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from entities.models import Role
from entities.roles import holds
from recruitment.application_refusals import OwnVacancy
from recruitment.application_states import IN_SELECTION, ApplicationState
from recruitment.change_refusals import (
    ChangeOpen,
    ChangeOvertaken,
    ClosingPassed,
    NotLater,
    OwnChange,
    ReasonMissing,
)
from recruitment.models import Application, Vacancy, VacancyChange
from recruitment.permissions import competes
from recruitment.publishing import NotPermitted
from recruitment.screening import move
from recruitment.states import VACANCY_MOVES, ChangeKind, ChangeOutcome, VacancyState
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import check_move

if TYPE_CHECKING:
    from accounts.models import User


def ask_change(
    vacancy_id: UUID,
    kind: ChangeKind | str,
    *,
    by: "User",
    reason_ar: str,
    reason_en: str,
    closes_at: datetime | None = None,
) -> VacancyChange:
    """Ask an approver to extend the deadline (`closes_at`) or to cancel. Nothing changes until he approves.

    Raises Vacancy.DoesNotExist, NotPermitted, OwnVacancy, MoveNotAllowed, ChangeOpen, ReasonMissing, NotLater,
    ClosingPassed.
    """
    kind = ChangeKind(kind)
    if not (reason_ar and reason_en):
        raise ReasonMissing("reason_en" if reason_ar else "reason_ar")
    with transaction.atomic():
        vacancy = locks.update(Vacancy.objects.select_related("entity").filter(pk=vacancy_id))
        at = database_now()
        if not holds(by, Role.RECRUITER, vacancy.entity, at=at):
            raise NotPermitted
        if competes(by, vacancy):
            raise OwnVacancy
        check_move(VACANCY_MOVES, vacancy.state, VacancyState.CANCELLED)
        if vacancy.changes.filter(decided_at__isnull=True).exists():
            raise ChangeOpen
        if kind == ChangeKind.EXTEND:
            _check_extension(vacancy, closes_at, at=at)
        change = VacancyChange.objects.create(
            vacancy=vacancy,
            kind=kind,
            closes_at=closes_at if kind == ChangeKind.EXTEND else None,
            reason_ar=reason_ar,
            reason_en=reason_en,
            asked_by=by,
            asked_at=at,
        )
        audit.record("recruitment:vacancy:ask_change", vacancy, by=by, at=at, entity=vacancy.entity, kind=kind)
        outbox.post("recruitment.vacancy.change_asked", vacancy=vacancy.pk, change=change.pk)
    return change


def approve_change(change_id: UUID, *, by: "User") -> Vacancy:
    """It takes effect at once, and everyone concerned is told once.

    Raises VacancyChange.DoesNotExist, NotPermitted, OwnVacancy, OwnChange, ChangeOvertaken, ClosingPassed.
    """
    with transaction.atomic():
        change, vacancy, at = _open(change_id, by=by)
        _decide(change, ChangeOutcome.APPROVED, by=by, at=at)
        if change.kind == ChangeKind.EXTEND:
            _extend(vacancy, change, by=by, at=at)
        else:
            _cancel(vacancy, change, by=by, at=at)
    return vacancy


def return_change(change_id: UUID, *, by: "User", reason: str) -> VacancyChange:
    """Do not approve it; whoever asked reads why. Raises as `approve_change`."""
    with transaction.atomic():
        change, vacancy, at = _open(change_id, by=by)
        change.return_reason = reason
        _decide(change, ChangeOutcome.RETURNED, by=by, at=at)
        audit.record(
            "recruitment:vacancy:return_change", vacancy, by=by, at=at, entity=vacancy.entity, kind=change.kind
        )
        outbox.post("recruitment.vacancy.change_returned", vacancy=vacancy.pk, change=change.pk)
    return change


def end_applications(
    vacancy: Vacancy, *, to: ApplicationState, deed: str, by: "User", at: datetime, **told: str
) -> int:
    """Nobody stays undecided: whoever is in selection comes to `to` and is told at once; drafts have expired.

    For deeds that end a vacancy, under their lock of it. Returns how many were in selection.
    """
    undecided = vacancy.applications.filter(state__in=IN_SELECTION).select_for_update(of=("self",)).order_by("pk")
    count = 0
    for application in undecided:
        application.vacancy = vacancy
        for name, value in told.items():
            setattr(application, name, value)
        move(application, to, deed=deed, by=by, at=at, effective_at=at)
        count += 1
    drafts = vacancy.applications.filter(state=ApplicationState.DRAFT).select_for_update(of=("self",)).order_by("pk")
    for draft in drafts:
        draft.vacancy = vacancy
        move(draft, ApplicationState.DRAFT_EXPIRED, deed=deed, by=by, at=at)
    return count


def _extend(vacancy: Vacancy, change: VacancyChange, *, by: "User", at: datetime) -> None:
    _check_extension(vacancy, change.closes_at, at=at)
    before, vacancy.closes_at = vacancy.closes_at, change.closes_at
    vacancy.row_version += 1
    vacancy.save()
    audit.record(
        "recruitment:vacancy:extend", vacancy, by=by, at=at, entity=vacancy.entity, was=before, now=vacancy.closes_at
    )
    outbox.post("recruitment.vacancy.extended", vacancy=vacancy.pk, change=change.pk)


def _cancel(vacancy: Vacancy, change: VacancyChange, *, by: "User", at: datetime) -> None:
    check_move(VACANCY_MOVES, vacancy.state, VacancyState.CANCELLED)
    # Those who were not selected and have not heard of it hear of the cancellation instead.
    for application in _untold(vacancy, at=at):
        move(application, ApplicationState.SCREENING, deed="undo_decision", by=by, at=at)
    ended = end_applications(vacancy, to=ApplicationState.VACANCY_CANCELLED, deed="approve_change", by=by, at=at)
    vacancy.state, vacancy.ended_at = VacancyState.CANCELLED, at
    vacancy.end_reason_ar, vacancy.end_reason_en = change.reason_ar, change.reason_en
    vacancy.row_version += 1
    vacancy.save()
    audit.record("recruitment:vacancy:cancel", vacancy, by=by, at=at, entity=vacancy.entity, applications=ended)
    outbox.post("recruitment.vacancy.cancelled", vacancy=vacancy.pk)


def _untold(vacancy: Vacancy, *, at: datetime) -> list[Application]:
    pending = vacancy.applications.filter(state=ApplicationState.REJECTED, effective_at__gt=at).exclude(state_before="")
    found = list(pending.select_for_update(of=("self",)).order_by("pk"))
    for application in found:
        application.vacancy = vacancy
    return found


def _check_extension(vacancy: Vacancy, closes_at: datetime | None, *, at: datetime) -> None:
    if not vacancy.takes_applications_at(at):
        raise ClosingPassed
    if closes_at is None or vacancy.closes_at is None or closes_at <= vacancy.closes_at:
        raise NotLater


def _open(change_id: UUID, *, by: "User") -> tuple[VacancyChange, Vacancy, datetime]:
    asked = VacancyChange.objects.get(pk=change_id)
    vacancy = locks.update(Vacancy.objects.select_related("entity").filter(pk=asked.vacancy_id))
    change = locks.update(VacancyChange.objects.filter(pk=change_id))
    at = database_now()
    if not holds(by, Role.RECRUITMENT_APPROVER, vacancy.entity, at=at):
        raise NotPermitted
    if competes(by, vacancy):
        raise OwnVacancy
    if change.asked_by_id == by.pk:
        raise OwnChange
    if change.decided_at is not None or vacancy.state != VacancyState.PUBLISHED:
        raise ChangeOvertaken
    return change, vacancy, at


def _decide(change: VacancyChange, outcome: ChangeOutcome, *, by: "User", at: datetime) -> None:
    change.outcome, change.decided_by, change.decided_at = outcome, by, at
    change.save()
