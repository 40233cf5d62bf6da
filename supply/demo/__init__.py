"""Suppliers, tenders and bids of the demo world, made by the deeds; a second run on the same day changes nothing."""

from datetime import timedelta
from typing import Any

from supply.demo import bids, suppliers, tenders

# One tender closes while the others are made, and is opened at the end.
CLOSING = "cooling"
CLOSES_AFTER = timedelta(seconds=20)


def build(world: Any) -> None:
    suppliers.build(world)
    tenders.closing_in(world, CLOSING, CLOSES_AFTER)
    bids.build(world, key=CLOSING)
    tenders.build(world)
    for key in bids.tender_keys():
        bids.build(world, key=key)
    bids.open_all(world, key=CLOSING)
