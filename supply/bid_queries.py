"""Reads for the firm's own screens of its bids; every one of them is narrowed to the firms the reader acts for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from shared.models import Receipt
from supply.models import Bid, Submission


def bids_of(user: Any) -> QuerySet[Bid]:
    """Newest first."""
    return Bid.objects.for_user(user).select_related("tender__entity", "supplier").order_by("-created_at")


def bid_of(user: Any, reference: str) -> Bid | None:
    """The firm's bid for this tender: the live one, else the one that was withdrawn last."""
    of_tender = bids_of(user).filter(tender__reference=reference)
    return of_tender.order_by(F("withdrawn_at").desc(nulls_first=True), "-created_at").first()


def receipts_of(bids: Iterable[Bid]) -> dict[UUID, Receipt]:
    """The receipt of each bid's last submission; two queries, however many bids."""
    submissions = Submission.objects.filter(bid__in=[bid.pk for bid in bids]).order_by("revision")
    latest = dict(submissions.values_list("bid_id", "pk"))
    label = Submission._meta.label_lower
    found = Receipt.objects.filter(subject_type=label, subject_id__in=[str(pk) for pk in latest.values()])
    by_submission = {receipt.subject_id: receipt for receipt in found}
    return {bid: by_submission[str(pk)] for bid, pk in latest.items() if str(pk) in by_submission}
