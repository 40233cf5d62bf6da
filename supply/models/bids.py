from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from shared.clock import ClockTimestamp
from shared.models import DraftFields, PrivateModel, Receipt, append_only, changed
from shared.privacy import Purpose
from supply import draft_cipher
from supply.bid_states import BEFORE_OPENING, ONCE_SEALED, BidState, EnvelopeKind, SealedBy
from supply.models.guards import FILES_OF_A_DRAFT, IN_TIME, MOVES_IN_TIME
from supply.models.suppliers import Supplier
from supply.models.tenders import Tender

ONLY_LOT = "1"


class BidQuerySet(models.QuerySet["Bid"]):
    def for_user(self, user: Any) -> "BidQuerySet":
        """The bids of the firms this person acts for; a stranger's bid is a 404."""
        return self.filter(supplier__in=Supplier.objects.for_user(user))

    def live(self) -> "BidQuerySet":
        """Those of which a firm has one at most for each tender."""
        return self.exclude(state=BidState.WITHDRAWN)


class Bid(PrivateModel, DraftFields):
    """A firm's bid for one tender (عرض). What counts is its last Submission; the draft beside it counts for nothing."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="bids")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="bids")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=10, choices=BidState.choices, default=BidState.DRAFT)
    # The last sealed revision; 0 as long as there is none.
    revision = models.PositiveSmallIntegerField(default=0)
    draft_data = models.BinaryField(default=b"")  # encrypted: see supply.draft_cipher
    draft_key = models.BinaryField(default=b"")
    created_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = BidQuerySet.as_manager()

    plain: ClassVar = {
        "reference", "state", "completed_steps", "draft_data", "draft_key", "created_at", "sealed_at", "withdrawn_at",
    }  # fmt: skip
    personal: ClassVar = {"author": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tender", "supplier"],
                name="one_live_bid_a_supplier_and_tender",
                condition=~Q(state=BidState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="bid_sealed_at_fits_state",
                condition=Q(state=BidState.DRAFT, sealed_at__isnull=True, revision=0)
                | Q(state__in=ONCE_SEALED, sealed_at__isnull=False, revision__gte=1)
                | Q(state=BidState.WITHDRAWN, withdrawn_at__isnull=False),
            ),
            # A version that came too late stays its author's to read, also after the opening.
            models.CheckConstraint(
                name="bid_no_draft_once_withdrawn",
                condition=~Q(state=BidState.WITHDRAWN) | Q(draft_data=b"", draft_key=b""),
            ),
            models.CheckConstraint(name="bid_draft_goes_with_its_key", condition=Q(draft_data=b"") | ~Q(draft_key=b"")),
        ]
        indexes: ClassVar = [models.Index(fields=["supplier", "created_at"])]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="begins_and_moves_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "withdrawn_at"),
                declare=[("instant", "timestamptz")],
                func=MOVES_IN_TIME,
            ),
            pgtrigger.Protect(
                name="stays_whose_it_is",
                operation=pgtrigger.Update,
                condition=changed("tender", "supplier", "author", "reference", "created_at"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def has_draft(self) -> bool:
        return bool(self.draft_key)

    def read_draft(self) -> dict[str, Any]:
        if not self.draft_data:
            return {}
        return draft_cipher.decrypt(bytes(self.draft_data), half=bytes(self.draft_key), bid=str(self.pk))

    def write_draft(self, steps: dict[str, Any]) -> None:
        self.draft_key = bytes(self.draft_key) or draft_cipher.new_half()
        self.draft_data = draft_cipher.encrypt(steps, half=self.draft_key, bid=str(self.pk))

    def draft_fields(self) -> Iterable[str]:
        return ("draft_data", "draft_key")

    def forget_draft(self) -> None:
        """With its key the draft is gone, also where an old copy of the row lies. The deed saves."""
        self.draft_data, self.draft_key, self.completed_steps = b"", b"", []

    @property
    def submission(self) -> "Submission | None":
        """The one that counts."""
        return self.submissions.order_by("-revision").first() if self.state in ONCE_SEALED else None

    @property
    def receipt(self) -> Receipt | None:
        return submission.receipt if (submission := self.submission) else None

    def takes_changes_at(self, now: datetime) -> bool:
        """May be sealed or withdrawn at this instant, as far as state and clock go."""
        return self.state in BEFORE_OPENING and self.tender.takes_bids_at(now)


class BidFile(PrivateModel):
    """A file of the draft; when the bid is sealed it lives on in the envelope alone."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="files")
    file = models.OneToOneField("shared.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    plain: ClassVar = {"file", "added_at"}

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="of_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=FILES_OF_A_DRAFT,
            )
        ]


class Submission(PrivateModel):
    """A sealed revision of a bid as it was received. The database says when, and whether it came in time."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="submissions")
    revision = models.PositiveSmallIntegerField()
    # The row_version of the draft that was sealed: one draft is sealed once, however often it is sent.
    draft_version = models.PositiveIntegerField()
    tender_version = models.PositiveIntegerField()
    plan_sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(db_default=ClockTimestamp())

    append_only = True
    plain: ClassVar = {"plan_sha256", "received_at"}
    personal: ClassVar = {"submitted_by": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bid", "revision"], name="one_submission_a_revision"),
            models.UniqueConstraint(fields=["bid", "draft_version"], name="one_submission_a_draft"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="received_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("instant", "timestamptz"), ("bid_tender", "uuid")],
                func=IN_TIME,
            ),
            *append_only(),
        ]

    @property
    def receipt(self) -> Receipt | None:
        return Receipt.objects.filter(subject_type=self._meta.label_lower, subject_id=str(self.pk)).first()


class Envelope(PrivateModel):
    """A sealed file. Nobody but the opening worker can read it, and that only after the opening instant."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="envelopes")
    kind = models.CharField(max_length=14, choices=EnvelopeKind.choices, default=EnvelopeKind.WHOLE)
    lot = models.CharField(max_length=10, default=ONLY_LOT)
    file = models.OneToOneField("shared.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    alg = models.CharField(max_length=40)
    sealed_by = models.CharField(max_length=8, choices=SealedBy.choices, default=SealedBy.SERVER)

    append_only = True
    plain: ClassVar = {"kind", "lot", "file", "sha256", "alg", "sealed_by"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "kind", "lot"], name="one_envelope_a_kind_and_lot")
        ]
        triggers = append_only()
