from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from shared.bilingual import Bilingual
from shared.models import PrivateModel
from shared.phases import Bounds, Phase, phase_at, phases
from shared.privacy import Purpose
from supply.codes import Code, categories
from supply.states import (
    ENDED,
    PUBLIC_STATES,
    UNPUBLISHED,
    DocumentKind,
    DocumentLanguage,
    PriceBasis,
    ProcurementMethod,
    TenderResult,
    TenderState,
    TextLanguage,
)

LATER_ONLY = """
IF clock_timestamp() >= OLD.closes_at THEN
    RAISE EXCEPTION 'the closing instant of % has passed', OLD.reference USING ERRCODE = 'check_violation';
END IF;
IF NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at THEN
    RAISE EXCEPTION 'the closing instant of % may only move later', OLD.reference USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
PUBLISHED_DOCUMENT = """
IF EXISTS (SELECT 1 FROM supply_tender WHERE id = OLD.tender_id AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'documents of a published tender stay as they are' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""

_UNEXPLAINED = Q(end_reason_ar="", end_reason_en="", winner__isnull=True, award_amount__isnull=True)
_EXPLAINED = ~Q(end_reason_ar="") & ~Q(end_reason_en="")
ENDS_RIGHTLY = (
    ~Q(state__in=(TenderState.CONCLUDED, TenderState.CANCELLED)) & _UNEXPLAINED
    | _EXPLAINED
    & Q(state=TenderState.CANCELLED, cancelled_at__isnull=False, winner__isnull=True, award_amount__isnull=True)
    | _EXPLAINED
    & Q(state=TenderState.CONCLUDED, concluded_at__isnull=False)
    & (
        Q(result=TenderResult.AWARDED, winner__isnull=False, award_amount__gt=0)
        | Q(result=TenderResult.NONE, winner__isnull=True, award_amount__isnull=True)
    )
)


def within(bounds: Bounds) -> Q:
    """The bounds of a phase as a condition; the same bounds answer `Tender.phase_at`."""
    condition = Q(state=TenderState.PUBLISHED)
    if bounds.after is not None:
        condition &= Q(closes_at__gt=bounds.after)
    if bounds.upto is not None:
        condition &= Q(closes_at__lte=bounds.upto)
    return condition


class TenderQuerySet(models.QuerySet["Tender"]):
    def public(self) -> "TenderQuerySet":
        return self.filter(state__in=PUBLIC_STATES)

    def in_phase(self, phase: Phase, now: datetime) -> "TenderQuerySet":
        return self.filter(within(phases(now, soon=settings.CLOSING_SOON)[phase]))

    def open_at(self, now: datetime) -> "TenderQuerySet":
        """Takes bids at this instant, closing soon or not."""
        return self.filter(state=TenderState.PUBLISHED, closes_at__gt=now)

    def of_entities(self, entities: Any) -> "TenderQuerySet":
        return self.filter(entity__in=entities)


class Tender(PrivateModel):
    """A tender (مناقصة). Open, closing soon and closed are never stored: the clock decides them (shared/phases.py)."""

    entity = models.ForeignKey("entities.Entity", models.PROTECT, related_name="tenders")
    reference = models.CharField(max_length=24, unique=True)
    ocid = models.CharField(max_length=60, unique=True)
    title_ar = models.CharField(_("Title in Arabic"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    description_ar = models.TextField(_("Description in Arabic"), blank=True)
    description_en = models.TextField(_("Description in English"), blank=True)
    criteria_ar = models.TextField(_("Criteria in Arabic"), blank=True)
    criteria_en = models.TextField(_("Criteria in English"), blank=True)
    governing_language = models.CharField(
        _("Governing language"), max_length=2, choices=TextLanguage.choices, default=TextLanguage.ARABIC
    )
    category = models.CharField(_("Category"), max_length=8, blank=True)
    procurement_method = models.CharField(
        _("Procurement method"), max_length=12, choices=ProcurementMethod.choices, default=ProcurementMethod.PUBLIC
    )
    value = models.DecimalField(_("Estimated value"), max_digits=18, decimal_places=2, null=True, blank=True)
    value_shown = models.BooleanField(_("Show the estimated value"), default=True)
    currency = models.CharField(_("Currency"), max_length=3, default="AED")
    price_basis = models.CharField(_("Price basis"), max_length=5, choices=PriceBasis.choices, default=PriceBasis.NET)
    bid_validity_days = models.PositiveSmallIntegerField(_("Bid validity in days"), default=90)
    closes_at = models.DateTimeField(_("Deadline for bids"), null=True, blank=True)
    opens_at = models.DateTimeField(_("Opening of bids"), null=True, blank=True)
    closing_reason = models.CharField(_("Reason for this closing time"), max_length=500, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=TenderState.choices, default=TenderState.DRAFT)
    result = models.CharField(max_length=12, choices=TenderResult.choices, blank=True)
    return_reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)
    row_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    unsuccessful_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # Why it was concluded so, or cancelled: as everyone may read it.
    end_reason_ar = models.CharField(max_length=1000, blank=True, default="", db_default="")
    end_reason_en = models.CharField(max_length=1000, blank=True, default="", db_default="")
    winner = models.ForeignKey("supply.Bid", models.PROTECT, null=True, related_name="+")
    award_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    title = Bilingual("title")
    description = Bilingual("description")
    criteria = Bilingual("criteria")
    end_reason = Bilingual("end_reason")
    objects = TenderQuerySet.as_manager()
    bilingual_optional: ClassVar = {"end_reason"}

    plain: ClassVar = {
        "reference", "ocid", "title_ar", "title_en", "description_ar", "description_en", "criteria_ar", "criteria_en",
        "governing_language", "category", "procurement_method", "currency", "price_basis", "closes_at", "opens_at",
        "closing_reason", "state", "result", "return_reason", "created_at", "sent_at", "published_at", "opened_at",
        "unsuccessful_at", "concluded_at", "cancelled_at", "end_reason_ar", "end_reason_en", "winner",
    }  # fmt: skip
    personal: ClassVar = {
        "author": Purpose("law", "accountability"),
        "approver": Purpose("law", "accountability"),
    }

    class Meta:
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tender_closes_after_publication", condition=Q(closes_at__gt=F("published_at"))
            ),
            models.CheckConstraint(name="tender_opens_after_closing", condition=Q(opens_at__gte=F("closes_at"))),
            models.CheckConstraint(name="tender_approver_is_not_author", condition=~Q(approver=F("author"))),
            models.CheckConstraint(
                name="tender_published_is_whole",
                condition=Q(state__in=UNPUBLISHED, published_at__isnull=True)
                | Q(
                    state__in=PUBLIC_STATES,
                    approver__isnull=False,
                    published_at__isnull=False,
                    closes_at__isnull=False,
                    opens_at__isnull=False,
                ),
            ),
            models.CheckConstraint(name="tender_value_not_negative", condition=Q(value__gte=0)),
            models.CheckConstraint(name="tender_ends_once_and_with_a_reason", condition=ENDS_RIGHTLY),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["closes_at", "id"], name="tender_public_closing", condition=Q(state__in=PUBLIC_STATES)
            ),
            models.Index(fields=["entity", "state"]),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="closes_at_later_only",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("closes_at"),
                condition=pgtrigger.Q(old__published_at__isnull=False)
                & pgtrigger.Q(old__closes_at__df=pgtrigger.F("new__closes_at")),
                func=LATER_ONLY,
            ),
            pgtrigger.Protect(
                name="ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[str(state) for state in ENDED])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title or self.reference)

    def phase_at(self, now: datetime) -> Phase | None:
        """What the clock says of a published tender; None in any other state."""
        if self.state != TenderState.PUBLISHED or self.closes_at is None:
            return None
        return phase_at(self.closes_at, now, soon=settings.CLOSING_SOON)

    def takes_bids_at(self, now: datetime) -> bool:
        return self.phase_at(now) in (Phase.OPEN, Phase.CLOSING_SOON)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def objection_until(self) -> date | None:
        """The last day on which a bidder may object to the award or the cancellation; None as long as there is none."""
        decided = self.concluded_at or self.cancelled_at
        return timezone.localdate(decided) + timedelta(days=settings.OBJECTION_DAYS) if decided else None

    @property
    def estimated_value(self) -> Money | None:
        return None if self.value is None else Money(self.value, self.currency)

    @property
    def category_code(self) -> Code | None:
        return categories().get(self.category)

    def was_edited_by(self, user: Any) -> bool:
        return self.author_id == user.pk or self.editors.filter(user=user).exists()


class TenderDocument(PrivateModel):
    """A document of a tender (وثائق المناقصة); append-only once the tender is published."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="documents")
    file = models.ForeignKey("shared.StoredFile", models.PROTECT, related_name="+")
    title_ar = models.CharField(_("Title in Arabic"), max_length=200)
    title_en = models.CharField(_("Title in English"), max_length=200)
    kind = models.CharField(_("Kind of document"), max_length=12, choices=DocumentKind.choices)
    language = models.CharField(_("Language of the document"), max_length=4, choices=DocumentLanguage.choices)
    version = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    title = Bilingual("title")
    plain: ClassVar = {"title_ar", "title_en", "kind", "language", "sha256", "added_at"}

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="stays_once_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=PUBLISHED_DOCUMENT,
            )
        ]

    def __str__(self) -> str:
        return str(self.title)
