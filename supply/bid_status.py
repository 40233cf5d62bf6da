"""How a firm reads where its bid stands; what the clock decides is asked of the page's one instant."""

from datetime import datetime

from django.utils.translation import pgettext_lazy

from supply.bid_states import BidState
from supply.models import Bid
from supply.status import Status

DRAFT = Status("draft", BidState.DRAFT.label, "soon")
MISSED = Status("missed", pgettext_lazy("bid", "Not submitted before the deadline"), "bad")
SEALED = Status("sealed", BidState.SEALED.label, "open")
REVISED = Status("revised", pgettext_lazy("bid", "Bid submitted – a change is not submitted yet"), "soon")
WITHDRAWN = Status("withdrawn", BidState.WITHDRAWN.label, "")
OPENED = Status("opened", BidState.OPENED.label, "brand")


def status_of(bid: Bid, now: datetime) -> Status:
    in_time = bid.tender.takes_bids_at(now)
    if bid.state == BidState.DRAFT:
        return DRAFT if in_time else MISSED
    if bid.state == BidState.SEALED:
        return REVISED if bid.has_draft and in_time else SEALED
    return OPENED if bid.state == BidState.OPENED else WITHDRAWN
