"""Suppliers, tenders and bids of the demo world, made by the deeds; a second run on the same day changes nothing."""

import time
from datetime import timedelta
from typing import Any

from supply.demo import bids, suppliers, tenders

# This tender closes while we look on, and is opened at the end.
CLOSING = "cooling"
CLOSES_AFTER = timedelta(seconds=8)


def build(world: Any) -> None:
    suppliers.build(world)
    tenders.build(world)
    started = time.monotonic()
    for key in bids.tender_keys():
        if key != CLOSING:
            bids.build(world, key=key)
    tenders.closing_in(world, CLOSING, _time_for_bids(time.monotonic() - started))
    bids.build(world, key=CLOSING)
    bids.open_all(world, key=CLOSING)


def _time_for_bids(took: float) -> timedelta:
    """A deadline that can be kept on a slow machine too: some ten times what the other bids took."""
    return max(CLOSES_AFTER, timedelta(seconds=10 * took))
