"""Reads for letters, staff screens and the public pages of vacancies."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entities.models import Entity, Membership, Role
from entities.roles import entities_of
from recruitment.models import Vacancy, VacancyChange, VacancyEditor
from recruitment.models.vacancies import VacancyQuerySet, within
from recruitment.states import Result, VacancyState
from recruitment.status import (
    CANCELLED,
    CLOSED,
    CLOSING_SOON,
    DRAFT,
    FILLED,
    IN_REVIEW,
    NONE_SUITABLE,
    OPEN,
    RETURNED,
    Status,
)
from shared import audit
from shared.models import AuditEntry
from shared.phases import Phase, phases

if TYPE_CHECKING:
    from accounts.models import User

MOST_SIMILAR = 3


def similar(vacancy: Vacancy, *, now: datetime) -> VacancyQuerySet:
    """Open vacancies of the same field, for who came too late."""
    same = Vacancy.objects.open_at(now).filter(occupation=vacancy.occupation).exclude(pk=vacancy.pk)
    return same.select_related("entity").order_by("-published_at", "pk")[:MOST_SIMILAR]


def approvers(vacancy: Vacancy, *, at: datetime) -> "QuerySet[User]":
    """Everyone who may approve this vacancy: neither its author nor whoever edited it."""
    return (
        approvers_of(vacancy.entity, at=at)
        .exclude(pk=vacancy.author_id)
        .exclude(pk__in=vacancy.editors.values("user"))
    )  # fmt: skip


def approvers_of(entity: Entity, *, at: datetime) -> "QuerySet[User]":
    holders = Membership.objects.at(at).filter(role=Role.RECRUITMENT_APPROVER, entity=entity)
    return _people().filter(pk__in=holders.values("user"))


def writers(vacancy: Vacancy) -> "QuerySet[User]":
    """The author and everyone who edited: those who want to know how it went."""
    return _people().filter(Q(pk=vacancy.author_id) | Q(pk__in=vacancy.editors.values("user")))


class Group(NamedTuple):
    """A state as staff see it, with the number of the user's vacancies that stand in it."""

    status: Status
    size: int


STAFF_STATUSES = (RETURNED, DRAFT, IN_REVIEW, CLOSING_SOON, OPEN, CLOSED, FILLED, NONE_SUITABLE, CANCELLED)


# Neither by the clock nor by what was returned, but as it stands in the record.
WRITTEN = {
    IN_REVIEW.code: Q(state=VacancyState.IN_REVIEW),
    FILLED.code: Q(state=VacancyState.CONCLUDED, result=Result.FILLED),
    NONE_SUITABLE.code: Q(state=VacancyState.CONCLUDED, result=Result.NONE_SUITABLE),
    CANCELLED.code: Q(state=VacancyState.CANCELLED),
}


def in_status(status: Status, now: datetime) -> Q:
    """Where a vacancy stands, as a condition: the same words and bounds as `status.status_of`."""
    drafts = Q(state=VacancyState.DRAFT)
    if status in (DRAFT, RETURNED):
        return drafts & (Q(return_reason="") if status is DRAFT else ~Q(return_reason=""))
    if status.code in WRITTEN:
        return WRITTEN[status.code]
    return within(phases(now, soon=settings.CLOSING_SOON)[Phase(status.code)])


def groups(vacancies: VacancyQuerySet, *, now: datetime) -> list[Group]:
    """All states with their counts, in one query."""
    counts = vacancies.aggregate(**{each.code: Count("pk", filter=in_status(each, now)) for each in STAFF_STATUSES})
    return [Group(each, counts[each.code]) for each in STAFF_STATUSES]


def waiting_for(user: Any, *, at: datetime) -> VacancyQuerySet:
    """What only this person, or a colleague of the same role, can take further: to approve, or returned to him."""
    to_approve = Q(
        state=VacancyState.IN_REVIEW, entity__in=entities_of(user, Role.RECRUITMENT_APPROVER, at=at)
    ) & ~_written_by(user)
    returned = in_status(RETURNED, at) & Q(entity__in=entities_of(user, Role.RECRUITER, at=at)) & _written_by(user)
    return (
        Vacancy.objects.filter(to_approve | returned).select_related("entity").order_by("closes_at", "created_at", "pk")
    )


def changes_for(user: Any, *, at: datetime) -> "QuerySet[VacancyChange]":
    """Changes of published vacancies that this person can approve: asked for by somebody else."""
    return (
        VacancyChange.objects.filter(
            vacancy__entity__in=entities_of(user, Role.RECRUITMENT_APPROVER, at=at), decided_at__isnull=True
        )
        .exclude(asked_by=user)
        .select_related("vacancy__entity", "asked_by")
        .order_by("asked_at", "pk")
    )


def open_change(vacancy: Vacancy) -> VacancyChange | None:
    return vacancy.changes.filter(decided_at__isnull=True).select_related("asked_by", "vacancy__entity").first()


def _written_by(user: Any) -> Q:
    return Q(author=user) | Q(pk__in=VacancyEditor.objects.filter(user=user).values("vacancy"))


class Pair(NamedTuple):
    label: "str | Promise"
    arabic: str
    english: str


def text_pairs(vacancy: Vacancy) -> list[Pair]:
    """The texts of a vacancy side by side."""
    labels = {
        "title": _("Title"),
        "summary": _("Summary"),
        "duties": _("Duties and responsibilities"),
        "requirements": _("Requirements of the post"),
    }
    if vacancy.restricts:
        labels["legal_basis"] = _("Legal basis")
    return [
        Pair(label, getattr(vacancy, f"{name}_ar"), getattr(vacancy, f"{name}_en")) for name, label in labels.items()
    ]


class Act(NamedTuple):
    at: datetime
    action: str
    who: str


def history(vacancy: Vacancy) -> list[Act]:
    """What was done and by whom, oldest first."""
    entries: list[AuditEntry] = list(audit.history(vacancy))
    people = get_user_model()._default_manager.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    return [Act(entry.at, entry.action, str(people.get(entry.actor_id, ""))) for entry in entries]


def _people() -> "QuerySet[User]":
    return get_user_model()._default_manager.filter(is_active=True).order_by("pk")
