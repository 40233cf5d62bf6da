"""How a firm reads where its bid stands; what the clock decides is asked of the page's one instant."""

from datetime import datetime

from django.utils.translation import pgettext_lazy

from supply.bid_states import BidState
from supply.models import Bid
from supply.states import TenderState
from supply.status import Status

DRAFT = Status("draft", BidState.DRAFT.label, "soon")
MISSED = Status("missed", pgettext_lazy("bid", "Not submitted before the deadline"), "bad")
SEALED = Status("sealed", BidState.SEALED.label, "open")
REVISED = Status("revised", pgettext_lazy("bid", "Bid submitted – a change is not submitted yet"), "soon")
WITHDRAWN = Status("withdrawn", BidState.WITHDRAWN.label, "")
OPENED = Status("opened", BidState.OPENED.label, "brand")
UNOPENED = Status("unopened", BidState.UNOPENED.label, "")
WON = Status("won", pgettext_lazy("bid", "The tender was awarded to this bid"), "open")
NOT_AWARDED = Status("not_awarded", pgettext_lazy("bid", "Not awarded"), "bad")
# Of a draft: it was not its author who was too late.
IN_VAIN = Status("in_vain", pgettext_lazy("bid", "Not submitted: the tender was cancelled"), "bad")
ALWAYS = {BidState.WITHDRAWN: WITHDRAWN, BidState.UNOPENED: UNOPENED}


def status_of(bid: Bid, now: datetime) -> Status:
    in_time = bid.tender.takes_bids_at(now)
    if bid.state == BidState.DRAFT:
        late = IN_VAIN if bid.tender.state == TenderState.CANCELLED else MISSED
        return DRAFT if in_time else late
    if bid.state == BidState.SEALED:
        return REVISED if bid.has_draft and in_time else SEALED
    if bid.state == BidState.OPENED and bid.tender.state == TenderState.CONCLUDED:
        return WON if bid.tender.winner_id == bid.pk else NOT_AWARDED
    return ALWAYS.get(BidState(bid.state), OPENED)
