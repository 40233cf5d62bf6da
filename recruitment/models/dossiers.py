"""What goes with an application: files, what was sent, what was asked for later, what staff write, how a decision was taken back."""

from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recruitment.application_states import ApplicationState, DocumentKind
from recruitment.models.applications import Application
from shared.bilingual import Bilingual
from shared.models import PrivateModel, append_only, changed
from shared.privacy import Purpose

# Of a draft everything may change; of what was asked for later, only something may be added.
STAY_AS_SENT = f"""
PERFORM 1 FROM public.recruitment_application
    WHERE id IN (OLD.application_id, NEW.application_id) AND state <> 'draft'
        AND NOT (TG_OP = 'INSERT' AND state = '{ApplicationState.INFORMATION_REQUESTED}') FOR SHARE;
IF FOUND THEN
    RAISE EXCEPTION 'documents of a submitted application stay as they are' USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""
# Named in the database's refusal, so that a deed knows this one from every other broken rule.
ANSWERED_IN_TIME = "information_answered_in_time"
ANSWER_IN_TIME = f"""
NEW.answered_at := clock_timestamp();
IF NEW.answered_at >= OLD.due_at OR OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'this request takes no answer at %', NEW.answered_at
        USING ERRCODE = 'check_violation', CONSTRAINT = '{ANSWERED_IN_TIME}';
END IF;
RETURN NEW;
"""


class ApplicationDocument(PrivateModel):
    """A file that goes with an application. Submitting freezes the list; an answer to a later request adds to it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    file = models.OneToOneField("shared.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    plain: ClassVar = {"kind", "added_at"}
    personal: ClassVar = {"file": Purpose("contract", "document")}

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        ordering: ClassVar = ["kind", "added_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], name="one_cv_an_application", condition=Q(kind=DocumentKind.CV)
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="stay_as_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STAY_AS_SENT,
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ApplicationSnapshot(PrivateModel):
    """What was sent, word for word. Neither the profile nor the vacancy is asked again."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    revision = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    documents = models.JSONField()
    sha256 = models.CharField(max_length=64)
    receipt = models.OneToOneField("shared.Receipt", models.PROTECT, related_name="+")

    append_only = True
    plain: ClassVar = {"sha256"}
    personal: ClassVar = {"facts": Purpose("contract", "career"), "documents": Purpose("contract", "document")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "revision"], name="one_snapshot_a_revision")
        ]
        triggers = append_only()


class ApplicationNote(PrivateModel):
    """Staff among themselves: it stands on no page, in no letter and in no export of the applicant's."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    append_only = True
    plain: ClassVar = {"written_at"}
    personal: ClassVar = {"author": Purpose("law", "accountability"), "text": Purpose("task", "decision")}

    class Meta:
        ordering: ClassVar = ["written_at"]
        triggers = append_only()


class InformationRequest(PrivateModel):
    """What an applicant is asked to complete, and until when (استكمال البيانات). The answer is a revision of the snapshot."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="requests")
    items_ar = models.TextField(_("What is missing, in Arabic"))
    items_en = models.TextField(_("What is missing, in English"))
    due_at = models.DateTimeField(_("Until when"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Answered, or overtaken by what staff did.
    closed_at = models.DateTimeField(null=True)

    items = Bilingual("items")

    plain: ClassVar = {"due_at", "asked_at", "answered_at", "closed_at"}
    personal: ClassVar = {
        "items_ar": Purpose("task", "decision"),
        "items_en": Purpose("task", "decision"),
        "asked_by": Purpose("law", "accountability"),
    }

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], name="one_open_request_an_application", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(name="information_due_after_asked", condition=Q(due_at__gt=F("asked_at"))),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="stays_as_asked",
                operation=pgtrigger.Update,
                condition=changed("application", "items_ar", "items_en", "due_at", "asked_by", "asked_at"),
            ),
            pgtrigger.Trigger(
                name="answered_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("answered_at"),
                condition=pgtrigger.Q(new__answered_at__isnull=False),
                func=ANSWER_IN_TIME,
            ),
        ]

    def is_open_at(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.due_at


class Reversal(PrivateModel):
    """A decision that was told already and is to be taken back: one person asks for it, another agrees or declines."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="reversals")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    plain: ClassVar = {"asked_at", "decided_at"}
    personal: ClassVar = {
        "reason": Purpose("task", "decision"),
        "asked_by": Purpose("law", "accountability"),
        "decided_by": Purpose("law", "accountability"),
    }

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], name="one_open_reversal_an_application", condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(name="reversal_by_two_people", condition=~Q(decided_by=F("asked_by"))),
            models.CheckConstraint(
                name="reversal_decided_as_a_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, agreed__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="stays_as_asked",
                operation=pgtrigger.Update,
                condition=changed("application", "reason", "asked_by", "asked_at"),
            ),
            pgtrigger.Protect(
                name="decided_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__decided_at__isnull=False)
            ),
        ]
