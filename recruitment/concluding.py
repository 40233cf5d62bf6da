"""The end of a vacancy (إنهاء إجراءات الوظيفة): who is hired is named, nobody stays undecided, everyone is told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from entities.models import Role
from entities.roles import holds
from recruitment.application_refusals import OwnVacancy
from recruitment.application_states import IN_SELECTION, ApplicationState, RejectionReason
from recruitment.change_refusals import (
    ChangeOpen,
    DecisionsPending,
    NotShortlisted,
    SomebodyMoved,
    StillOpen,
    TooManyHired,
)
from recruitment.changing import end_applications
from recruitment.models import Application, Vacancy
from recruitment.permissions import competes
from recruitment.publishing import NotPermitted
from recruitment.screening import check_reason, move
from recruitment.states import VACANCY_MOVES, Result, VacancyState
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import check_move

if TYPE_CHECKING:
    from accounts.models import User


def conclude_vacancy(
    vacancy_id: UUID,
    *,
    by: "User",
    hired: Sequence[UUID],
    undecided: int,
    reason_code: RejectionReason | str = RejectionReason.OTHERS,
    public_reason_ar: str = "",
    public_reason_en: str = "",
) -> Vacancy:
    """Hire these from the shortlist, tell all others in selection the given reason, let drafts expire.

    `undecided` is the number in selection that stood on the page. It takes effect at once and cannot be undone.
    Raises Vacancy.DoesNotExist, NotPermitted, OwnVacancy, MoveNotAllowed, StillOpen, ChangeOpen, DecisionsPending, SomebodyMoved,
    TooManyHired, NotShortlisted, ReasonIncomplete.
    """
    reason = RejectionReason(reason_code)
    check_reason(reason, public_reason_ar, public_reason_en)
    with transaction.atomic():
        vacancy = locks.update(Vacancy.objects.select_related("entity").filter(pk=vacancy_id))
        at = database_now()
        if not holds(by, Role.RECRUITER, vacancy.entity, at=at):
            raise NotPermitted
        if competes(by, vacancy):
            raise OwnVacancy
        check_move(VACANCY_MOVES, vacancy.state, VacancyState.CONCLUDED)
        if vacancy.takes_applications_at(at):
            raise StillOpen
        if vacancy.changes.filter(decided_at__isnull=True).exists():
            raise ChangeOpen
        if pending := vacancy.applications.filter(effective_at__gt=at).exclude(state_before="").count():
            raise DecisionsPending(pending)
        if vacancy.applications.filter(state__in=IN_SELECTION).count() != undecided:
            raise SomebodyMoved
        for application in _to_hire(vacancy, hired):
            move(application, ApplicationState.HIRED, deed="conclude_vacancy", by=by, at=at, effective_at=at)
        refused = end_applications(
            vacancy,
            to=ApplicationState.REJECTED,
            deed="conclude_vacancy",
            by=by,
            at=at,
            reason_code=reason,
            public_reason_ar=public_reason_ar,
            public_reason_en=public_reason_en,
        )
        vacancy.state, vacancy.ended_at = VacancyState.CONCLUDED, at
        vacancy.result = Result.FILLED if hired else Result.NONE_SUITABLE
        vacancy.row_version += 1
        vacancy.save()
        audit.record(
            "recruitment:vacancy:conclude", vacancy, by=by, at=at, entity=vacancy.entity,
            result=vacancy.result, hired=len(hired), refused=refused,
        )  # fmt: skip
        outbox.post("recruitment.vacancy.concluded", vacancy=vacancy.pk)
    return vacancy


def _to_hire(vacancy: Vacancy, hired: Sequence[UUID]) -> list[Application]:
    if len(set(hired)) > vacancy.openings:
        raise TooManyHired(vacancy.openings)
    wanted = vacancy.applications.filter(pk__in=hired, state=ApplicationState.SHORTLISTED)
    found = list(wanted.select_for_update(of=("self",)).order_by("pk"))
    if len(found) != len(set(hired)):
        raise NotShortlisted
    for application in found:
        application.vacancy = vacancy
    return found
