"""A decision that was told already is taken back by two people (الرجوع عن القرار): one asks, another agrees or declines."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entities.models import Role
from entities.roles import entities_of, holds
from recruitment.application_refusals import (
    AlreadyAsked,
    ApplicationChanged,
    OwnRequest,
    OwnVacancy,
    SelectionOver,
    StillUndoable,
)
from recruitment.application_states import ApplicationState
from recruitment.models import Application, Reversal, Vacancy
from recruitment.models.applications import vacancies_applied_to
from recruitment.permissions import competes
from recruitment.publishing import NotPermitted
from recruitment.screening import locked, move
from recruitment.states import VacancyState
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import MoveNotAllowed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

DECIDERS = (Role.RECRUITER, Role.RECRUITMENT_APPROVER)


def ask_reversal(application_id: UUID, *, by: "User", version: int, reason: str) -> Reversal:
    """Ask another person to agree that an application comes back into selection; the reason stays among colleagues.

    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged, MoveNotAllowed, SelectionOver,
    StillUndoable, AlreadyAsked.
    """
    with transaction.atomic():
        application, at = locked(application_id, by=by, version=version)
        if application.state != ApplicationState.REJECTED:
            raise MoveNotAllowed(application.state, ApplicationState.SCREENING)
        if application.vacancy.state != VacancyState.PUBLISHED:
            raise SelectionOver
        if application.is_undoable_at(at):
            raise StillUndoable
        if application.reversals.filter(decided_at__isnull=True).exists():
            raise AlreadyAsked
        reversal = Reversal.objects.create(application=application, reason=reason, asked_by=by, asked_at=at)
        audit.record(
            "recruitment:application:ask_reversal", application, by=by, at=at, entity=application.vacancy.entity
        )  # fmt: skip
    return reversal


def agree_to_reversal(reversal_id: UUID, *, by: "User") -> Application:
    """The application is in screening again; the applicant is told once. Raises as `decline_reversal`, and SelectionOver."""
    with transaction.atomic():
        reversal, application, at = _open(reversal_id, by=by)
        if application.vacancy.state != VacancyState.PUBLISHED:
            raise SelectionOver
        _decide(reversal, agreed=True, by=by, at=at)
        move(application, ApplicationState.SCREENING, deed="agree_to_reversal", by=by, at=at)
        outbox.post("recruitment.application.reopened", application=application.pk)
    return application


def decline_reversal(reversal_id: UUID, *, by: "User") -> Application:
    """The decision stands. Raises Reversal.DoesNotExist, NotPermitted, OwnVacancy, OwnRequest, ApplicationChanged."""
    with transaction.atomic():
        reversal, application, at = _open(reversal_id, by=by)
        _decide(reversal, agreed=False, by=by, at=at)
        audit.record(
            "recruitment:application:decline_reversal", application, by=by, at=at, entity=application.vacancy.entity
        )  # fmt: skip
    return application


def reversals_for(user: Any, *, at: datetime) -> "QuerySet[Reversal]":
    """Those that wait for this person: of his entities, asked by somebody else, of a vacancy in which he does not compete."""
    return (
        Reversal.objects.filter(
            Q(application__vacancy__entity__in=entities_of(user, *DECIDERS, at=at)), decided_at__isnull=True
        )
        .exclude(asked_by=user)
        .exclude(application__vacancy__in=vacancies_applied_to(user))
        .select_related("application__vacancy__entity", "asked_by")
        .order_by("asked_at", "pk")
    )


def _open(reversal_id: UUID, *, by: "User") -> tuple[Reversal, Application, datetime]:
    asked = Reversal.objects.select_related("application").get(pk=reversal_id)
    vacancy = locks.share(Vacancy.objects.select_related("entity").filter(pk=asked.application.vacancy_id))
    application = locks.update(Application.objects.filter(pk=asked.application_id))
    application.vacancy = vacancy
    reversal = locks.update(Reversal.objects.filter(pk=reversal_id))
    at = database_now()
    if not any(holds(by, role, vacancy.entity, at=at) for role in DECIDERS):
        raise NotPermitted
    if competes(by, vacancy):
        raise OwnVacancy
    if reversal.asked_by_id == by.pk:
        raise OwnRequest
    if reversal.decided_at is not None:
        raise ApplicationChanged(application)
    return reversal, application, at


def _decide(reversal: Reversal, *, agreed: bool, by: "User", at: datetime) -> None:
    reversal.agreed, reversal.decided_by, reversal.decided_at = agreed, by, at
    reversal.save(update_fields=["agreed", "decided_by", "decided_at"])
