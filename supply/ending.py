"""How a tender ends: cancelled (إلغاء المناقصة) with its envelopes closed for good, or concluded (إنهاء المناقصة) with or
without an award. Called by `changing.approve_change`, under its lock of the tender and after its checks."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from shared import audit, outbox
from shared.moves import check_move
from supply.bid_states import BID_MOVES, SESSION_MOVES, UNFINISHED_SESSIONS, BidState, Outcome, SessionState
from supply.change_refusals import AmountMissing, NoWinner
from supply.models import Bid, OpenedBid, Tender, TenderChange
from supply.states import TENDER_MOVES, TenderResult, TenderState

if TYPE_CHECKING:
    from accounts.models import User


def award_price(opened: OpenedBid) -> Decimal:
    """The price on which the bids of this tender are compared, as this one stated it."""
    return Decimal(opened.facts["price"][opened.submission.bid.tender.price_basis])


def check_award(tender: Tender, change: TenderChange) -> None:
    """A sound opened bid of this tender and an amount (its price, if none is named), or neither. Raises NoWinner, AmountMissing."""
    if change.winner_id is None:
        if change.award_amount is not None:
            raise NoWinner
        return
    sound = OpenedBid.objects.filter(submission__bid__tender=tender, outcome=Outcome.OPENED)
    opened = sound.select_related("submission__bid__tender").filter(submission__bid=change.winner_id).first()
    if opened is None:
        raise NoWinner
    if change.award_amount is None:
        change.award_amount = award_price(opened)
    if change.award_amount <= 0:
        raise AmountMissing


def cancel_tender(tender: Tender, change: TenderChange, *, by: "User", at: datetime) -> None:
    """Sealed envelopes stay closed and are kept; a session that was called or runs is called off."""
    _end(tender, change, TenderState.CANCELLED, at=at)
    sessions = tender.opening_sessions.filter(state__in=UNFINISHED_SESSIONS)
    for session in sessions.select_for_update(of=("self",)):
        check_move(SESSION_MOVES, session.state, SessionState.CANCELLED)
        session.state, session.cancelled_at = SessionState.CANCELLED, at
        session.save()
        audit.record("supply:opening:call_off", session, by=by, at=at, entity=tender.entity)
        outbox.post("supply.opening.called_off", session=session.pk)
    sealed = Bid.objects.filter(tender=tender, state=BidState.SEALED)
    for bid in sealed.select_for_update(of=("self",)).order_by("pk"):
        check_move(BID_MOVES, bid.state, BidState.UNOPENED)
        bid.state = BidState.UNOPENED
        bid.save(update_fields=["state"])
        # Without the entity, like every act on a bid that is not open: how many there were is told to nobody.
        audit.record("supply:bid:keep_closed", bid, by=by, at=at, on_behalf_of=bid.supplier)
    audit.record("supply:tender:cancel", tender, by=by, at=at, entity=tender.entity, code=change.cancel_code)
    outbox.post("supply.tender.cancelled", tender=tender.pk)


def conclude_tender(tender: Tender, change: TenderChange, *, by: "User", at: datetime) -> None:
    """Awarded, or to nobody. Every bidder hears the reason, and until when he may object."""
    tender.winner_id, tender.award_amount = change.winner_id, change.award_amount
    tender.result = TenderResult.AWARDED if change.winner_id else TenderResult.NONE
    _end(tender, change, TenderState.CONCLUDED, at=at)
    audit.record("supply:tender:conclude", tender, by=by, at=at, entity=tender.entity, result=tender.result)
    outbox.post("supply.tender.concluded", tender=tender.pk)


def _end(tender: Tender, change: TenderChange, state: TenderState, *, at: datetime) -> None:
    check_move(TENDER_MOVES, tender.state, state)
    tender.state = state
    setattr(tender, f"{state}_at", at)
    tender.end_reason_ar, tender.end_reason_en = change.reason_ar, change.reason_en
    tender.row_version += 1
    tender.save()
