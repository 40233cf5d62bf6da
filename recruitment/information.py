"""What is missing is asked for, and answered in time (طلب استكمال البيانات): the answer is a new revision of what was sent."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction

from recruitment import snapshots
from recruitment.answering import own_application
from recruitment.application_refusals import AnswerTooLate, ApplicationChanged, DueTooSoon
from recruitment.application_states import ApplicationState, DocumentKind
from recruitment.models import Application, ApplicationDocument, ApplicationSnapshot, InformationRequest, Vacancy
from recruitment.models.dossiers import ANSWERED_IN_TIME
from recruitment.screening import locked, move
from shared import files, locks, outbox, receipts
from shared.clock import database_now
from shared.idempotency import Once
from shared.models import Receipt, StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def request_information(
    application_id: UUID, *, by: "User", version: int, items_ar: str, items_en: str, due_at: datetime
) -> InformationRequest:
    """Ask the applicant to complete something; he is told at once.

    Raises Application.DoesNotExist, NotPermitted, OwnVacancy, ApplicationChanged, MoveNotAllowed, DueTooSoon.
    """
    with transaction.atomic():
        application, at = locked(application_id, by=by, version=version)
        if due_at < at + settings.INFORMATION_LEAST:
            raise DueTooSoon(settings.INFORMATION_LEAST // timedelta(hours=1))
        asked = ApplicationState.INFORMATION_REQUESTED
        move(application, asked, deed="request_information", by=by, at=at)
        request = InformationRequest.objects.create(
            application=application, items_ar=items_ar, items_en=items_en, due_at=due_at, asked_by=by, asked_at=at
        )
        outbox.post("recruitment.application.information_requested", request=request.pk)
    return request


def answer_information(
    application_id: UUID, *, by: "User", version: int, answer: str, uploads: "Iterable[File[bytes]]", once: Once
) -> Receipt:
    """Answer in time, in words and with files; the instant that counts is the database's.

    Raises Application.DoesNotExist, AnswerTooLate, ApplicationChanged, FileRefused (`position`: of the file refused).
    """
    if once.receipt:
        return once.receipt
    asked = Application.objects.of(by).get(pk=application_id)
    _check_open(asked)
    # Objects are written before the transaction begins; where that fails, nobody holds the files and they go again.
    received: list[StoredFile] = []
    try:
        for upload in uploads:
            received.append(_receive(upload, position=len(received), by=by))
        return _answer(asked, received, by=by, version=version, answer=answer, once=once)
    except BaseException:
        for file in received:
            files.delete(file)
        raise


def _receive(upload: "File[bytes]", *, position: int, by: "User") -> StoredFile:
    try:
        return files.receive(upload, kind=DocumentKind.SUPPORTING, by=by, at=database_now())
    except files.FileRefused as refused:
        refused.context["position"] = position
        raise


def open_request(application: Application) -> InformationRequest | None:
    """What the applicant is asked for now."""
    return application.requests.filter(closed_at__isnull=True).first()


def _answer(
    asked: Application, received: list[StoredFile], *, by: "User", version: int, answer: str, once: Once
) -> Receipt:
    with transaction.atomic():
        vacancy = locks.share(Vacancy.objects.select_related("entity").filter(pk=asked.vacancy_id))
        application = own_application(asked.pk, by=by)
        application.vacancy = vacancy
        request = _check_open(application)
        if application.row_version != version:
            raise ApplicationChanged(application)
        for file in received:
            files.attach(file, to=application)
            ApplicationDocument.objects.create(
                application=application, kind=DocumentKind.SUPPORTING, file=file, added_at=database_now()
            )
        at = _close_in_time(request, application)
        snapshot = _revise(application, request, answer, at=at)
        receipt = receipts.issue("application", _receipt_facts(snapshot, at=at), subject=application, at=at)
        snapshot.receipt = receipt
        snapshot.save(force_insert=True)
        move(application, ApplicationState.SCREENING, deed="answer_information", by=by, at=at, receipt=receipt.number)
        outbox.post("recruitment.application.information_answered", request=request.pk)
        return once.keep(receipt)


def _check_open(application: Application) -> InformationRequest:
    request = open_request(application)
    if application.state != ApplicationState.INFORMATION_REQUESTED or request is None:
        raise AnswerTooLate(application, due_at=None)
    if database_now() >= request.due_at:
        raise AnswerTooLate(application, due_at=request.due_at)
    return request


def _close_in_time(request: InformationRequest, application: Application) -> datetime:
    """The trigger takes the instant, or refuses it."""
    with _in_time(request, application):
        request.answered_at = database_now()
        request.save(update_fields=["answered_at"])
    request.refresh_from_db(fields=["answered_at"])
    assert request.answered_at is not None
    return request.answered_at


@contextmanager
def _in_time(request: InformationRequest, application: Application) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name == ANSWERED_IN_TIME:
            raise AnswerTooLate(application, due_at=request.due_at) from None
        raise


def _revise(application: Application, request: InformationRequest, answer: str, *, at: datetime) -> ApplicationSnapshot:
    """What was sent before, word for word, with what was asked and answered now."""
    before = application.snapshot
    assert before is not None
    answered = {
        "asked_at": request.asked_at.isoformat(),
        "items_ar": request.items_ar,
        "items_en": request.items_en,
        "answered_at": at.isoformat(),
        "answer": answer,
    }
    facts: dict[str, Any] = {**before.facts, "information": [*before.facts.get("information", []), answered]}
    listed = snapshots.frozen_documents(list(application.documents.select_related("file")))
    revision = before.revision + 1
    digest = snapshots.snapshot_sha256(revision=revision, facts=facts, documents=listed)
    return ApplicationSnapshot(application=application, revision=revision, facts=facts, documents=listed, sha256=digest)


def _receipt_facts(snapshot: ApplicationSnapshot, *, at: datetime) -> dict[str, Any]:
    return {
        "application": snapshot.facts["application"],
        "vacancy": snapshot.facts["vacancy"],
        "revision": snapshot.revision,
        "snapshot_sha256": snapshot.sha256,
        "documents": [document["sha256"] for document in snapshot.documents],
        "received_at": at.isoformat(timespec="microseconds"),
    }
