"""From the first click to the receipt (تقديم طلب التوظيف): begun, submitted once, withdrawn. Steps: answering.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Kind
from entities.models import Membership
from recruitment import profile, snapshots
from recruitment.answering import forget, own_application
from recruitment.application_refusals import (
    ApplicationChanged,
    CitizensOnly,
    DocumentInfected,
    NotEligible,
    StepsOpen,
    VacancyClosed,
)
from recruitment.application_states import APPLICATION_MOVES, ApplicationState
from recruitment.eligibility import bar_of, check_eligible
from recruitment.models import Application, ApplicationDocument, ApplicationSnapshot, Candidate, Vacancy, VacancyVersion
from recruitment.models.applications import TAKES_APPLICATIONS
from recruitment.steps import PERSONAL, open_steps, validated
from shared import audit, locks, outbox, receipts
from shared.clock import database_now
from shared.idempotency import Once
from shared.models import Receipt, Scan
from shared.moves import check_move
from shared.references import next_reference

if TYPE_CHECKING:
    from accounts.models import User


def start_application(vacancy_id: UUID, *, by: "User") -> Application:
    """Begin an application, or go on with the live one of this person.

    Raises Vacancy.DoesNotExist, CitizensOnly, VacancyClosed, NotEligible.
    """
    with transaction.atomic():
        vacancy = locks.share(Vacancy.objects.public().filter(pk=vacancy_id))
        if by.kind != Kind.CITIZEN:
            raise CitizensOnly
        candidate = locks.update(Candidate.objects.filter(pk=profile.profile_of(by).pk))
        if begun := Application.objects.alive().filter(vacancy=vacancy, candidate=candidate).first():
            return begun
        at = _still_open(vacancy)
        if bar := bar_of(vacancy.published_version, nationality=candidate.nationality, born=candidate.date_of_birth):
            raise NotEligible(bar, vacancy)
        with _in_time(vacancy):
            application = Application.objects.create(
                vacancy=vacancy,
                candidate=candidate,
                reference=next_reference("APP", at=at),
                draft_data=profile.new_draft(candidate),
                created_at=at,
            )
        audit.record("recruitment:application:start", application, by=by, at=at, entity=vacancy.entity)
    return application


def submit_application(application_id: UUID, *, by: "User", version: int, once: Once) -> Receipt:
    """Submit what the check page showed at this row_version; a second time answers with the same receipt.

    The database decides the instant. Raises Application.DoesNotExist, VacancyClosed, MoveNotAllowed, ApplicationChanged,
    StepsOpen, DocumentInfected, NotEligible.
    """
    if once.receipt:
        return once.receipt
    asked = Application.objects.of(by).values_list("vacancy", flat=True).get(pk=application_id)
    with transaction.atomic():
        vacancy = locks.share(Vacancy.objects.select_related("entity").filter(pk=asked))
        application = own_application(application_id, by=by)
        application.vacancy = vacancy
        if answered := _receipt_of(application):
            return answered
        check_move(APPLICATION_MOVES, application.state, ApplicationState.SUBMITTED)
        if application.row_version != version:
            raise ApplicationChanged(application)
        now = _still_open(vacancy, application)
        documents = list(application.documents.select_related("file"))
        answers = _whole(application, documents)
        published = vacancy.published_version
        check_eligible(application, answers[PERSONAL], published)
        snapshot = _freeze(application, published, answers, documents)
        at = _let_in(application, vacancy, answers, by=by, now=now)
        receipt = receipts.issue("application", _receipt_facts(snapshot, at=at), subject=application, at=at)
        snapshot.receipt = receipt
        snapshot.save(force_insert=True)
        profile.save_profile(by=by, at=at, **_profile_facts(answers[PERSONAL]))
        audit.record(
            "recruitment:application:submit", application, by=by, at=at, entity=vacancy.entity,
            version=vacancy.version, sha256=snapshot.sha256, receipt=receipt.number,
        )  # fmt: skip
        outbox.post("recruitment.application.submitted", application=application.pk)
        return once.keep(receipt)


def withdraw_application(application_id: UUID, *, by: "User", reason: str = "") -> Application:
    """Give it up (سحب الطلب), at any time before the hire. A draft's answers and files are forgotten with it.

    Raises Application.DoesNotExist, MoveNotAllowed.
    """
    with transaction.atomic():
        application = own_application(application_id, by=by)
        at, was_submitted = database_now(), application.submitted_at is not None
        # A decision of which he has not heard yet keeps nobody; one that was told is the end.
        check_move(APPLICATION_MOVES, application.state_told_at(at), ApplicationState.WITHDRAWN)
        if not was_submitted:
            forget(application)
        application.forget_decision()
        application.requests.filter(closed_at__isnull=True).update(closed_at=at)
        application.state, application.withdrawal_reason, application.moved_at = ApplicationState.WITHDRAWN, reason, at
        application.row_version += 1
        application.save()
        audit.record(
            "recruitment:application:withdraw", application, by=by, at=at, entity=application.vacancy.entity
        )  # fmt: skip
        if was_submitted:
            outbox.post("recruitment.application.withdrawn", application=application.pk)
    return application


def _still_open(vacancy: Vacancy, application: Application | None = None) -> datetime:
    at = database_now()
    if not vacancy.takes_applications_at(at):
        raise VacancyClosed(vacancy, at=at, application=application)
    return at


@contextmanager
def _in_time(vacancy: Vacancy, application: Application | None = None) -> Iterator[None]:
    """The database has the last word on the closing instant."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name == TAKES_APPLICATIONS:
            raise VacancyClosed(vacancy, at=database_now(), application=application) from None
        raise


def _receipt_of(application: Application) -> Receipt | None:
    """What answered the first submission, as long as it was not withdrawn since."""
    never = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
    snapshot = application.snapshot if application.state not in never else None
    return snapshot.receipt if snapshot else None


def _whole(application: Application, documents: list[ApplicationDocument]) -> dict[str, Any]:
    """The answers of all steps. Raises StepsOpen, DocumentInfected."""
    if unready := open_steps(application, documents):
        raise StepsOpen(unready)
    if any(document.file.scan == Scan.INFECTED for document in documents):
        raise DocumentInfected
    return validated(application)


def _freeze(
    application: Application, published: VacancyVersion, answers: dict[str, Any], documents: list[ApplicationDocument]
) -> ApplicationSnapshot:
    facts = snapshots.frozen_facts(application, answers, version=published)
    listed = snapshots.frozen_documents(documents)
    digest = snapshots.snapshot_sha256(revision=snapshots.FIRST, facts=facts, documents=listed)
    return ApplicationSnapshot(
        application=application, revision=snapshots.FIRST, facts=facts, documents=listed, sha256=digest
    )


def _let_in(
    application: Application, vacancy: Vacancy, answers: dict[str, Any], *, by: "User", now: datetime
) -> datetime:
    """Move it to submitted; what counts is the instant that the trigger wrote. Raises VacancyClosed."""
    for name, value in snapshots.columns(answers, today=timezone.localdate()).items():
        setattr(application, name, value)
    # The language in which the portal writes to this person.
    application.language = by.language
    application.insider = Membership.objects.at(now).filter(user=by, entity=vacancy.entity).exists()
    application.state, application.vacancy_version = ApplicationState.SUBMITTED, vacancy.version
    application.draft_data, application.completed_steps = {}, []
    application.row_version += 1
    with _in_time(vacancy, application):
        application.save()
    application.refresh_from_db(fields=["submitted_at"])
    assert application.submitted_at is not None
    return application.submitted_at


def _receipt_facts(snapshot: ApplicationSnapshot, *, at: datetime) -> dict[str, Any]:
    return {
        "application": snapshot.facts["application"],
        "vacancy": snapshot.facts["vacancy"],
        "vacancy_version": snapshot.facts["vacancy_version"],
        "snapshot_sha256": snapshot.sha256,
        "documents": [document["sha256"] for document in snapshot.documents],
        "received_at": at.isoformat(timespec="microseconds"),
    }


def _profile_facts(personal: dict[str, Any]) -> dict[str, Any]:
    return {**personal, "date_of_birth": date.fromisoformat(personal["date_of_birth"])}
