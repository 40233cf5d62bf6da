"""Files and receipts of applications: who may read them, what a reading leaves behind, how they are called."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recruitment.models import Application
from recruitment.standing import standing
from shared import audit, files, receipts
from shared.clock import database_now
from shared.models import Receipt, StoredFile

READ = "recruitment:application:read"


@files.guard("recruitment.application")
def may_read_file(user: Any, file: StoredFile) -> bool:
    """The applicant himself; staff of the entity as soon as the application is submitted."""
    mine = Application.objects.of(user).filter(pk=file.subject_id)
    return mine.exists() or Application.objects.for_user(user, at=database_now()).filter(pk=file.subject_id).exists()


@files.on_read("recruitment.application")
def note_reading(user: Any, file: StoredFile) -> None:
    """Whoever reads the file of another leaves his name: «من اطّلع على ملفي؟»."""
    application = Application.objects.select_related("vacancy__entity", "candidate").get(pk=file.subject_id)
    if application.candidate.user_id != user.pk:
        entity = application.vacancy.entity
        audit.record(READ, application, by=user, at=database_now(), entity=entity, file=file)


@receipts.owner("application")
def is_holder(user: Any, receipt: Receipt) -> bool:
    return Application.objects.of(user).filter(pk=receipt.subject_id).exists()


@receipts.state("application")
def present_state(receipt: Receipt) -> str:
    application = Application.objects.select_related("vacancy").get(pk=receipt.subject_id)
    now = standing(application, now=database_now())
    return f"{now.words}. {now.next_step}"


@receipts.page("application")
def own_page(receipt: Receipt) -> str:
    return reverse("recruitment:application", args=[receipt.subject_id])


receipts.label_facts(
    "application",
    {
        "application": _("Application number"),
        "vacancy": _("Vacancy number"),
        "vacancy_version": _("Version of the vacancy"),
        "revision": _("Revision of the application"),
        "received_at": _("Instant of receipt (UTC)"),
        "documents": _("Fingerprints of the documents (SHA-256)"),
        "snapshot_sha256": _("Fingerprint of the application (SHA-256)"),
    },
)
