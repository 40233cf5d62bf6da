"""Filling an application, step by step and file by file, while it is a draft."""

import secrets
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from recruitment.application_refusals import AlreadySubmitted, ApplicationChanged, TooManyEntries, VacancyClosed
from recruitment.application_states import ApplicationState, DocumentKind
from recruitment.eligibility import check_eligible
from recruitment.forms.application import ENTRY_FORMS, MOST_ENTRIES, entries_of
from recruitment.models import Application, ApplicationDocument
from recruitment.steps import BY_NAME, DOCUMENTS, PERSONAL
from shared import audit, drafts, files, locks
from shared.clock import database_now
from shared.models import StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def own_application(application_id: UUID, *, by: "User") -> Application:
    """The applicant's own, locked. Raises Application.DoesNotExist."""
    return locks.update(Application.objects.of(by).select_related("candidate__user").filter(pk=application_id))


def save(
    application_id: UUID, step: str, data: dict[str, Any], *, by: "User", version: int, complete: bool = True
) -> Application:
    """Keep one step. What is too late or not eligible is kept all the same, and then refused with the reason.

    Raises Application.DoesNotExist, AlreadySubmitted, StaleDraft, VacancyClosed, NotEligible.
    """
    if step not in BY_NAME:
        raise TypeError(f"not a step of an application: {step}")
    with transaction.atomic():
        application = _draft(application_id, by=by)
        complete = complete and (step != DOCUMENTS or _has_cv(application))
        drafts.save_step(application, step, data, version=version, complete=complete)
    application.refresh_from_db()
    _check_open(application)
    if step == PERSONAL and complete:
        check_eligible(application, data, application.vacancy.published_version)
    return application


def put_entry(
    application_id: UUID, step: str, values: dict[str, Any], *, by: "User", version: int, entry_id: str | None = None
) -> Application:
    """Add an entry to a list, or replace the one that has this id (which is added again where it was removed meanwhile).

    Raises TooManyEntries and what `save` raises.
    """
    entries = _entries(application_id, step, by=by)
    entry = {**values, "id": entry_id or new_entry_id()}
    known = [each.get("id") for each in entries]
    if entry["id"] in known:
        entries[known.index(entry["id"])] = entry
    else:
        entries.append(entry)
    if len(entries) > MOST_ENTRIES:
        raise TooManyEntries(MOST_ENTRIES)
    return _save_entries(application_id, step, entries, by=by, version=version)


def new_entry_id() -> str:
    return secrets.token_hex(4)


def remove_entry(application_id: UUID, step: str, entry_id: str, *, by: "User", version: int) -> Application:
    """Raises what `save` raises; an entry that is gone already is no error."""
    entries = [entry for entry in _entries(application_id, step, by=by) if entry.get("id") != entry_id]
    return _save_entries(application_id, step, entries, by=by, version=version)


def add_document(
    application_id: UUID, upload: "File[bytes]", *, kind: DocumentKind | str, by: "User", version: int
) -> ApplicationDocument:
    """Take a file; a new CV replaces the one before.

    Raises Application.DoesNotExist, AlreadySubmitted, ApplicationChanged, VacancyClosed, FileRefused.
    """
    kind, asked = DocumentKind(kind), Application.objects.of(by).get(pk=application_id)
    _check_draft(asked)
    _check_open(asked)
    files.check_room(StoredFile.objects.filter(pk__in=asked.documents.values("file")), upload.size or 0)
    # The object is written before the transaction begins; where that fails, nobody holds the file and it goes again.
    received = files.receive(upload, kind=kind, by=by, at=database_now())
    try:
        return _attach(application_id, received, kind=kind, by=by, version=version)
    except BaseException:
        files.delete(received)
        raise


def remove_document(application_id: UUID, document_id: UUID, *, by: "User", version: int) -> Application:
    """Raises Application.DoesNotExist, ApplicationDocument.DoesNotExist, AlreadySubmitted, ApplicationChanged."""
    with transaction.atomic():
        application = _draft(application_id, by=by)
        _check_version(application, version)
        document = application.documents.select_related("file").get(pk=document_id)
        _delete(document)
        _note_documents(application)
        audit.record(
            "recruitment:application:remove_document", application, by=by, at=database_now(), kind=document.kind
        )  # fmt: skip
    return application


def _attach(
    application_id: UUID, received: StoredFile, *, kind: DocumentKind, by: "User", version: int
) -> ApplicationDocument:
    with transaction.atomic():
        application, at = _draft(application_id, by=by), database_now()
        _check_version(application, version)
        if kind == DocumentKind.CV:
            for replaced in application.documents.filter(kind=kind).select_related("file"):
                _delete(replaced)
        files.attach(received, to=application)
        document = ApplicationDocument.objects.create(application=application, kind=kind, file=received, added_at=at)
        _note_documents(application)
        audit.record("recruitment:application:add_document", application, by=by, at=at, kind=kind, file=received)
    return document


def forget(application: Application) -> None:
    """Drop the answers and files of a draft that is given up; the caller holds the lock and saves."""
    for document in application.documents.select_related("file"):
        _delete(document)
    application.draft_data, application.completed_steps = {}, []


def _delete(document: ApplicationDocument) -> None:
    document.delete()
    files.delete(document.file)


def _note_documents(application: Application) -> None:
    """The step is complete as long as a CV is there."""
    done = [name for name in application.completed_steps if name != DOCUMENTS]
    application.completed_steps = [*done, DOCUMENTS] if _has_cv(application) else done
    application.row_version += 1
    application.save(update_fields=["completed_steps", "row_version"])


def _entries(application_id: UUID, step: str, *, by: "User") -> list[dict[str, Any]]:
    """As stored; the row_version that the caller saves with proves that nobody changed them meanwhile."""
    if step not in ENTRY_FORMS:
        raise TypeError(f"not a step of entries: {step}")
    return entries_of(Application.objects.of(by).get(pk=application_id).read_draft().get(step, {}))


def _save_entries(
    application_id: UUID, step: str, entries: list[dict[str, Any]], *, by: "User", version: int
) -> Application:
    values = {"entries": entries}
    whole = not drafts.problems(BY_NAME[step], values)
    return save(application_id, step, values, by=by, version=version, complete=whole)


def _has_cv(application: Application) -> bool:
    return application.documents.filter(kind=DocumentKind.CV).exists()


def _draft(application_id: UUID, *, by: "User") -> Application:
    application = own_application(application_id, by=by)
    _check_draft(application)
    return application


def _check_draft(application: Application) -> None:
    if application.state != ApplicationState.DRAFT:
        raise AlreadySubmitted


def _check_version(application: Application, version: int) -> None:
    if application.row_version != version:
        raise ApplicationChanged(application)


def _check_open(application: Application) -> None:
    now = database_now()
    if not application.vacancy.takes_applications_at(now):
        raise VacancyClosed(application.vacancy, at=now, application=application)
