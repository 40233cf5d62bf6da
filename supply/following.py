"""Being told what happens to a tender without bidding for it (متابعة المناقصة)."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from shared import audit, locks
from shared.clock import database_now
from supply.bid_refusals import TenderEnded
from supply.models import Tender, TenderInterest
from supply.permissions import firms_bidding
from supply.states import UNDECIDED
from supply.tendering import NotPermitted

if TYPE_CHECKING:
    from accounts.models import User


def follow_tender(tender_id: UUID, *, by: "User") -> None:
    """For every firm for which this person prepares bids; again changes nothing. Raises NotPermitted, TenderEnded."""
    with transaction.atomic():
        tender = locks.share(Tender.objects.public().filter(pk=tender_id))
        firms, at = list(firms_bidding(by).order_by("pk")), database_now()
        if not firms:
            raise NotPermitted
        if tender.state not in UNDECIDED:
            raise TenderEnded
        for firm in firms:
            interest, new = TenderInterest.objects.get_or_create(tender=tender, supplier=firm, defaults={"since": at})
            if new:
                # Without the entity, and of the interest itself: no history that staff reads may hint at who bids.
                audit.record("supply:interest:follow", interest, by=by, at=at, on_behalf_of=firm)


def stop_following(tender_id: UUID, *, by: "User") -> None:
    with transaction.atomic():
        firms, at = firms_bidding(by), database_now()
        for interest in TenderInterest.objects.filter(tender=tender_id, supplier__in=firms).select_related("supplier"):
            audit.record("supply:interest:stop", interest, by=by, at=at, on_behalf_of=interest.supplier)
            interest.delete()
