"""What a person sees of his firms' bids on the page that answers "Where do I stand?", and in the account menu."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import blocks
from shared.clock import database_now
from supply import bid_queries
from supply.bid_status import status_of

MOST_LINES = 5


def _lines(user: Any) -> Iterator[blocks.Line]:
    now = database_now()
    for bid in bid_queries.bids_of(user)[:MOST_LINES]:
        address = reverse("supply:bid", args=[bid.tender.reference])
        yield str(bid.tender.title), address, str(status_of(bid, now).label)


blocks.register(
    blocks.Block(_("Bids of the company"), "supply:bids", _lines, empty=_("There are no bids yet."), order=30)
)
