"""Suppliers, tenders and bids of the demo world, made by the deeds; a second run on the same day changes nothing."""

import time
from datetime import timedelta
from typing import Any

from supply.demo import bids, endings, suppliers, tenders

# What has to close closes while we look on: the database clock is never faked.
CLOSES_AFTER = timedelta(seconds=5)


def build(world: Any) -> None:
    suppliers.build(world)
    tenders.build(world)
    closing = tenders.keys(*endings.CLOSED)
    started = time.monotonic()
    made = sum(bids.build(world, key=key) for key in bids.tender_keys() if key not in closing)
    endings.change_open_ones(world)
    took = (time.monotonic() - started) / max(made, 1)
    _close_soon(world, closing, patience=timedelta(seconds=2.5 * took * bids.count(closing)))


def finish(world: Any) -> None:
    """What has closed meanwhile is opened and concluded."""
    endings.open_and_conclude(world)


def _close_soon(world: Any, closing: list[str], *, patience: timedelta) -> None:
    """Published with a deadline that can be kept on a slow machine too, and bid for until then."""
    for key in closing:
        tenders.closing_in(world, key, max(CLOSES_AFTER, patience))
    for key in closing:
        bids.build(world, key=key)
