"""What was written, sent for approval and changed about a tender, and which firms follow it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared.bilingual import Bilingual
from shared.models import PrivateModel, append_only, changed
from shared.privacy import Purpose
from supply.models.bids import Bid
from supply.models.suppliers import Supplier
from supply.models.tenders import Tender
from supply.states import CancelCode, ChangeKind, ChangeOutcome


class TenderEditor(models.Model):
    """Whoever wrote something in this tender: he may never approve it."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="editors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    append_only = True
    plain: ClassVar = {"first_at"}
    personal: ClassVar = {"user": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tender", "user"], name="one_editor_row_a_person")]
        triggers = append_only()


class TenderVersion(PrivateModel):
    """A tender's whole text as it was sent for approval; what is published is one of these."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    append_only = True
    plain: ClassVar = {"facts", "sha256", "sent_at"}
    personal: ClassVar = {"sent_by": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_tender_version_a_number")
        ]
        triggers = append_only()


class TenderChangeQuerySet(models.QuerySet["TenderChange"]):
    def waiting(self) -> "TenderChangeQuerySet":
        return self.filter(decided_at__isnull=True)

    def approved(self) -> "TenderChangeQuerySet":
        return self.filter(outcome=ChangeOutcome.APPROVED)


class TenderChange(PrivateModel):
    """A published tender is to close later, to be cancelled or to be concluded: one asks, another approves or returns it."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    # Of an extension: the deadline as it was when it was approved, and as it is from then on.
    closes_from = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(_("New deadline for bids"), null=True)
    opens_at = models.DateTimeField(_("Opening of bids"), null=True)
    closing_reason = models.CharField(_("Reason for this closing time"), max_length=500, blank=True)
    cancel_code = models.CharField(_("Kind of reason"), max_length=16, choices=CancelCode.choices, blank=True)
    # Of a conclusion: to whom, and at which price; nobody where both are missing.
    winner = models.ForeignKey(Bid, models.PROTECT, null=True, related_name="+")
    award_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    reason_ar = models.CharField(_("Reason in Arabic"), max_length=1000)
    reason_en = models.CharField(_("Reason in English"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Once prices are known, a cancellation is approved twice; this is the first time.
    first_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_approved_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=ChangeOutcome.choices, blank=True)
    return_reason = models.CharField(max_length=1000, blank=True)

    reason = Bilingual("reason")
    objects = TenderChangeQuerySet.as_manager()

    plain: ClassVar = {
        "kind", "closes_from", "closes_at", "opens_at", "closing_reason", "cancel_code", "winner", "reason_ar",
        "reason_en", "asked_at", "first_approved_at", "decided_at", "outcome", "return_reason",
    }  # fmt: skip
    personal: ClassVar = {
        "asked_by": Purpose("law", "accountability"),
        "first_approved_by": Purpose("law", "accountability"),
        "decided_by": Purpose("law", "accountability"),
    }

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tender"], name="one_open_change_a_tender", condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(
                name="tender_change_by_different_people",
                condition=~Q(decided_by=F("asked_by"))
                & ~Q(first_approved_by=F("asked_by"))
                & ~Q(outcome=ChangeOutcome.APPROVED, first_approved_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="tender_change_is_of_its_kind",
                condition=Q(
                    kind=ChangeKind.EXTEND, closes_at__isnull=False, opens_at__gte=F("closes_at"), cancel_code="",
                    winner__isnull=True, award_amount__isnull=True,
                )
                | Q(kind=ChangeKind.CANCEL, closes_at__isnull=True, winner__isnull=True, award_amount__isnull=True)
                & ~Q(cancel_code="")
                | Q(kind=ChangeKind.CONCLUDE, closes_at__isnull=True, cancel_code="")
                & (Q(winner__isnull=True, award_amount__isnull=True) | Q(winner__isnull=False, award_amount__gt=0)),
            ),
            models.CheckConstraint(
                name="tender_change_decided_as_a_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, outcome="")
                | Q(decided_by__isnull=False, decided_at__isnull=False, outcome__in=ChangeOutcome.values),
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="stays_as_asked",
                operation=pgtrigger.Update,
                condition=changed(
                    "tender", "kind", "closes_at", "opens_at", "closing_reason", "cancel_code", "winner",
                    "award_amount", "reason_ar", "reason_en", "asked_by", "asked_at",
                ),
            ),
            pgtrigger.Protect(
                name="decided_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__decided_at__isnull=False)
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]  # fmt: skip


class TenderInterest(models.Model):
    """A firm asked to be told what happens to a tender. No screen of the staff shows it: it hints at who may bid."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="followers")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    plain: ClassVar = {"since"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "supplier"], name="one_interest_a_firm_and_tender")
        ]
