"""What every deed about a bid asks, under its locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from shared import locks
from shared.clock import database_now
from supply.bid_refusals import (
    BidChanged,
    BothSides,
    LicenceExpired,
    NoDraft,
    ReadsOnly,
    SupplierNotActive,
    TenderCancelled,
    TenderClosed,
)
from supply.models import Bid, Supplier, Tender
from supply.models.guards import TAKES_BIDS
from supply.permissions import may_prepare_bids, stands_on_both_sides
from supply.states import ACCEPTED_SUPPLIERS, TenderState

if TYPE_CHECKING:
    from accounts.models import User


def own_bid(bid_id: UUID, *, by: "User") -> Bid:
    """A bid of the user's firm, locked. Raises Bid.DoesNotExist, ReadsOnly."""
    bid = locks.update(Bid.objects.for_user(by).select_related("supplier").filter(pk=bid_id))
    check_writer(bid.supplier, by)
    return bid


def own_draft(bid_id: UUID, *, by: "User", version: int) -> Bid:
    """As `own_bid`, where something is being prepared. Raises Bid.DoesNotExist, ReadsOnly, NoDraft, BidChanged."""
    bid = own_bid(bid_id, by=by)
    check_draft(bid)
    if bid.row_version != version:
        raise BidChanged(bid)
    return bid


def check_writer(supplier: Supplier, by: "User") -> None:
    if not may_prepare_bids(by, supplier):
        raise ReadsOnly


def check_draft(bid: Bid) -> None:
    if not bid.has_draft:
        raise NoDraft(bid)


def check_supplier(supplier: Supplier, tender: Tender, *, at: datetime, bid: Bid | None = None) -> None:
    """Raises SupplierNotActive, LicenceExpired."""
    if supplier.state not in ACCEPTED_SUPPLIERS or supplier.licence_expires_on is None:
        raise SupplierNotActive(tender, bid)
    today = timezone.localdate(at, timezone=timezone.get_default_timezone())
    if not supplier.licence_valid_on(today):
        raise LicenceExpired(tender, expired_on=supplier.licence_expires_on, bid=bid)


def check_sides(bid: Bid, *, at: datetime) -> None:
    if stands_on_both_sides(bid.supplier, bid.tender, at=at):
        raise BothSides(bid.tender, bid)


def still_open(tender: Tender, bid: Bid | None = None) -> datetime:
    """Raises TenderClosed, or TenderCancelled."""
    at = database_now()
    if not tender.takes_bids_at(at):
        raise _too_late(tender, at=at, bid=bid)
    return at


@contextmanager
def in_time(tender: Tender, bid: Bid | None = None) -> Iterator[None]:
    """The database has the last word on the closing instant."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name == TAKES_BIDS:
            raise _too_late(Tender.objects.get(pk=tender.pk), at=database_now(), bid=bid) from None
        raise


def _too_late(tender: Tender, *, at: datetime, bid: Bid | None) -> TenderClosed:
    refusal = TenderCancelled if tender.state == TenderState.CANCELLED else TenderClosed
    return refusal(tender, at=at, bid=bid)
