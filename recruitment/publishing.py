"""From draft to publication (إعداد إعلان الوظيفة واعتماده ونشره): two people, one frozen text."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import holds
from recruitment.models import Vacancy, VacancyEditor, VacancyVersion
from recruitment.models.vacancies import CHOICES, SALARY, TEXTS
from recruitment.permissions import may_draft_vacancy
from recruitment.readiness import Gap, gaps
from recruitment.states import VACANCY_MOVES, VacancyState
from recruitment.versions import facts_sha256, frozen_facts
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import check_move
from shared.references import next_reference
from shared.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User
    from entities.models import Entity

WRITABLE = frozenset({*TEXTS, *CHOICES, *SALARY, "closes_at"}) - {"currency"}


class NotPermitted(Refused):
    def __init__(self) -> None:
        super().__init__(_("You do not have permission to do this."), status=403)


class OwnWork(Refused):
    def __init__(self) -> None:
        super().__init__(_("Whoever prepared or edited the vacancy may not approve it."), status=403)


class VacancyChanged(Refused):
    """Somebody saved this vacancy in between, or it is no longer what the approver read."""

    def __init__(self) -> None:
        super().__init__(_("The data changed after you opened this page. Check it and try again."))


class Incomplete(Refused):
    """`gaps` says what is missing and where to go."""

    template = "recruitment/staff/incomplete.html"

    def __init__(self, vacancy: Vacancy, found: list[Gap]) -> None:
        self.gaps = found
        super().__init__(_("The vacancy is not complete yet."), vacancy=vacancy, gaps=found)


def draft_vacancy(entity: "Entity", *, by: "User", at: datetime, **text: Any) -> Vacancy:
    """Begin a vacancy; the author may never approve it. Raises NotPermitted."""
    _check_names(text)
    if not may_draft_vacancy(by, entity, at=at):
        raise NotPermitted
    with transaction.atomic():
        vacancy = Vacancy.objects.create(
            entity=entity,
            reference=next_reference("VAC", at=at),
            currency=settings.CURRENCY,
            author=by,
            created_at=at,
            **text,
        )
        audit.record("recruitment:vacancy:draft", vacancy, by=by, at=at, entity=entity)
    return vacancy


def edit_vacancy(vacancy_id: UUID, *, by: "User", at: datetime, version: int, **text: Any) -> Vacancy:
    """Change the text; a vacancy that awaits approval becomes a draft again.

    `version` is the row_version that the writer saw. Raises NotPermitted, MoveNotAllowed, VacancyChanged.
    """
    _check_names(text)
    with transaction.atomic():
        vacancy = _locked(vacancy_id, Role.RECRUITER, by=by, at=at)
        if vacancy.state != VacancyState.DRAFT:
            check_move(VACANCY_MOVES, vacancy.state, VacancyState.DRAFT)
        _check_unchanged(vacancy, version)
        for name, value in text.items():
            setattr(vacancy, name, value)
        _keep(vacancy, state=VacancyState.DRAFT)
        VacancyEditor.objects.get_or_create(vacancy=vacancy, user=by, defaults={"first_at": at})
        audit.record("recruitment:vacancy:edit", vacancy, by=by, at=at, entity=vacancy.entity)
    return vacancy


def send_for_approval(vacancy_id: UUID, *, by: "User", at: datetime, version: int) -> VacancyVersion:
    """Freeze the text and ask an approver. Raises NotPermitted, MoveNotAllowed, VacancyChanged, Incomplete."""
    with transaction.atomic():
        vacancy = _locked(vacancy_id, Role.RECRUITER, by=by, at=at)
        check_move(VACANCY_MOVES, vacancy.state, VacancyState.IN_REVIEW)
        _check_unchanged(vacancy, version)
        _check_complete(vacancy, at=at)
        frozen = _freeze(vacancy, by=by, at=at)
        _keep(vacancy, state=VacancyState.IN_REVIEW, sent_at=at, return_reason="")
        # Whoever asks for the approval does not give it.
        VacancyEditor.objects.get_or_create(vacancy=vacancy, user=by, defaults={"first_at": at})
        audit.record(
            "recruitment:vacancy:send_for_approval", vacancy, by=by, at=at, entity=vacancy.entity,
            version=frozen.number, sha256=frozen.sha256,
        )  # fmt: skip
        outbox.post("recruitment.vacancy.sent_for_approval", vacancy=vacancy.pk, version=frozen.number)
    return frozen


def return_vacancy(vacancy_id: UUID, *, by: "User", at: datetime, reason: str) -> Vacancy:
    """Give it back to be changed (إعادة للتعديل). Raises NotPermitted, MoveNotAllowed."""
    with transaction.atomic():
        vacancy = _locked(vacancy_id, Role.RECRUITMENT_APPROVER, by=by, at=at)
        check_move(VACANCY_MOVES, vacancy.state, VacancyState.DRAFT)
        _keep(vacancy, state=VacancyState.DRAFT, return_reason=reason)
        audit.record("recruitment:vacancy:return", vacancy, by=by, at=at, entity=vacancy.entity)
        outbox.post("recruitment.vacancy.returned", vacancy=vacancy.pk)
    return vacancy


def publish_vacancy(vacancy_id: UUID, *, by: "User", approved: str) -> Vacancy:
    """Publish exactly what the approver read; `approved` is the digest of the version on his screen.

    The database decides the instant. Raises NotPermitted, OwnWork, MoveNotAllowed, VacancyChanged, Incomplete.
    """
    with transaction.atomic():
        vacancy = locks.update(Vacancy.objects.filter(pk=vacancy_id))
        at = database_now()
        _check_role(vacancy, Role.RECRUITMENT_APPROVER, by=by, at=at)
        if vacancy.was_edited_by(by):
            raise OwnWork
        check_move(VACANCY_MOVES, vacancy.state, VacancyState.PUBLISHED)
        frozen = vacancy.versions.latest("number")
        if not (approved == frozen.sha256 == facts_sha256(frozen_facts(vacancy))):
            raise VacancyChanged
        _check_complete(vacancy, at=at)
        _keep(vacancy, state=VacancyState.PUBLISHED, approver=by, published_at=at, version=frozen.number)
        audit.record(
            "recruitment:vacancy:publish", vacancy, by=by, at=at, entity=vacancy.entity,
            version=frozen.number, sha256=frozen.sha256,
        )  # fmt: skip
        outbox.post("recruitment.vacancy.published", vacancy=vacancy.pk)
    return vacancy


def _locked(vacancy_id: UUID, role: Role, *, by: "User", at: datetime) -> Vacancy:
    vacancy = locks.update(Vacancy.objects.filter(pk=vacancy_id))
    _check_role(vacancy, role, by=by, at=at)
    return vacancy


def _check_role(vacancy: Vacancy, role: Role, *, by: "User", at: datetime) -> None:
    if not holds(by, role, vacancy.entity, at=at):
        raise NotPermitted


def _check_names(text: dict[str, Any]) -> None:
    if unknown := set(text) - WRITABLE:
        raise TypeError(f"not a text of a vacancy: {sorted(unknown)}")


def _check_unchanged(vacancy: Vacancy, version: int) -> None:
    if vacancy.row_version != version:
        raise VacancyChanged


def _check_complete(vacancy: Vacancy, *, at: datetime) -> None:
    if found := gaps(vacancy, at=at):
        raise Incomplete(vacancy, found)


def _freeze(vacancy: Vacancy, *, by: "User", at: datetime) -> VacancyVersion:
    facts = frozen_facts(vacancy)
    return VacancyVersion.objects.create(
        vacancy=vacancy,
        number=vacancy.versions.count() + 1,
        facts=facts,
        sha256=facts_sha256(facts),
        sent_by=by,
        sent_at=at,
    )


def _keep(vacancy: Vacancy, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(vacancy, name, value)
    vacancy.row_version += 1
    vacancy.save()
