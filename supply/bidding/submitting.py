"""Sealing and handing in (ختم المظروف وتقديم العرض), and withdrawing while there is time."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from shared import audit, locks, outbox, receipts
from shared.clock import database_now
from shared.idempotency import Once
from shared.models import Receipt
from shared.moves import check_move
from supply.bid_refusals import BidChanged
from supply.bid_states import BID_MOVES, BidState
from supply.bidding.checks import check_draft, check_sides, check_supplier, check_writer, in_time, own_bid, still_open
from supply.bidding.drafting import drop_file
from supply.bidding.envelopes import SealedDraft, sealed_draft
from supply.models import Bid, Envelope, Submission, Supplier, Tender

if TYPE_CHECKING:
    from accounts.models import User


def seal_bid(bid_id: UUID, *, by: "User", version: int, once: Once) -> Receipt:
    """Seal the draft that the check page showed at this row_version; nobody reads it before the opening session.

    The database decides the instant; that of the closing itself is too late, and then the draft stays as it is. One
    draft is sealed once: sent again it answers with the same receipt. Raises Bid.DoesNotExist, ReadsOnly, TenderClosed,
    NoDraft, BidChanged, MoveNotAllowed, StepsOpen, FileInfected, FileLost, SupplierNotActive, LicenceExpired, BothSides,
    SealingUnavailable.
    """
    if once.receipt:
        return once.receipt
    asked = Bid.objects.for_user(by).select_related("tender__opening_plan", "supplier").get(pk=bid_id)
    if answered := _receipt_of(asked, version):
        return answered
    check_writer(asked.supplier, by)
    _check(asked, version=version)
    # Slow, and therefore before anything is locked: uploads of others must not wait for our encryption.
    with sealed_draft(asked, by=by) as draft, transaction.atomic():
        tender = locks.share(Tender.objects.select_related("opening_plan").filter(pk=asked.tender_id))
        supplier = locks.share(Supplier.objects.filter(pk=asked.supplier_id))
        bid = own_bid(bid_id, by=by)
        bid.tender, bid.supplier = tender, supplier
        if answered := _receipt_of(bid, version):
            return answered
        _check(bid, version=version)
        submission = _hand_in(bid, tender, draft, by=by)
        envelope, at = draft.keep(submission), submission.received_at
        _become_sealed(bid, submission)
        receipt = receipts.issue("bid", receipt_facts(submission, [envelope]), subject=submission, at=at)
        audit.record(
            "supply:bid:seal", bid, by=by, at=at, on_behalf_of=bid.supplier,
            revision=submission.revision, envelope=envelope.sha256, receipt=receipt.number,
        )  # fmt: skip
        outbox.post("supply.bid.sealed", bid=bid.pk, submission=submission.pk)
        return once.keep(receipt)


def withdraw_bid(bid_id: UUID, *, by: "User") -> Bid:
    """Give it up (سحب العرض): a submitted one before the closing only, a draft at any time. The draft is destroyed.

    Raises Bid.DoesNotExist, ReadsOnly, MoveNotAllowed, TenderClosed.
    """
    asked = Bid.objects.for_user(by).get(pk=bid_id)
    with transaction.atomic():
        tender = locks.share(Tender.objects.filter(pk=asked.tender_id))
        bid = own_bid(bid_id, by=by)
        check_move(BID_MOVES, bid.state, BidState.WITHDRAWN)
        was_sealed = bid.state == BidState.SEALED
        if was_sealed:
            still_open(tender, bid)
        forget_draft(bid)
        bid.state = BidState.WITHDRAWN
        bid.withdrawn_at = database_now()  # the trigger's instant takes its place
        bid.row_version += 1
        with in_time(tender, bid):
            bid.save()
        bid.refresh_from_db()
        assert bid.withdrawn_at is not None
        audit.record("supply:bid:withdraw", bid, by=by, at=bid.withdrawn_at, on_behalf_of=bid.supplier)
        if was_sealed:
            outbox.post("supply.bid.withdrawn", bid=bid.pk)
    return bid


def receipt_facts(submission: Submission, envelopes: list[Envelope]) -> dict[str, Any]:
    """What the receipt proves. No price, no name: it may be shown to anyone."""
    bid = submission.bid
    return {
        "tender": bid.tender.ocid,
        "tender_version": submission.tender_version,
        "bid": bid.reference,
        "bid_id": str(bid.pk),
        "revision": submission.revision,
        "envelopes": [envelope.sha256 for envelope in envelopes],
        "plan_sha256": submission.plan_sha256,
        "sealed_by": envelopes[0].sealed_by,
        "received_at": submission.received_at.isoformat(timespec="microseconds"),
    }


def forget_draft(bid: Bid) -> None:
    """Destroy what was prepared: the answers with their key, and the plain files. The caller holds the lock and saves."""
    for attached in bid.files.select_related("file"):
        drop_file(attached)
    bid.forget_draft()


def _receipt_of(bid: Bid, version: int) -> Receipt | None:
    """What answered when the draft of this version was sealed, as long as the bid was not withdrawn since."""
    if bid.state == BidState.WITHDRAWN:
        return None
    submission = bid.submissions.filter(draft_version=version).first()
    return submission.receipt if submission else None


def _check(bid: Bid, *, version: int) -> datetime:
    """Everything but the steps and who writes; asked before the work, and again under the locks."""
    check_move(BID_MOVES, bid.state, BidState.SEALED)
    at = still_open(bid.tender, bid)
    check_draft(bid)
    if bid.row_version != version:
        raise BidChanged(bid)
    check_supplier(bid.supplier, bid.tender, at=at, bid=bid)
    check_sides(bid, at=at)
    return at


def _hand_in(bid: Bid, tender: Tender, draft: SealedDraft, *, by: "User") -> Submission:
    """What counts is the instant that the trigger wrote. Raises TenderClosed."""
    with in_time(tender, bid):
        return Submission.objects.create(
            bid=bid,
            revision=draft.revision,
            draft_version=draft.version,
            tender_version=tender.version,
            plan_sha256=draft.plan_sha256,
            submitted_by=by,
        )


def _become_sealed(bid: Bid, submission: Submission) -> None:
    forget_draft(bid)
    bid.state, bid.revision, bid.sealed_at = BidState.SEALED, submission.revision, submission.received_at
    bid.row_version += 1
    bid.save()
