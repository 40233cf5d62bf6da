"""When a vacancy may close: people need time to apply, and a deadline at midnight is read as two different days."""

from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum


class Problem(StrEnum):
    PAST = "past"
    TOO_SOON = "too_soon"
    MIDNIGHT = "midnight"


def closing_problem(closes_at: datetime, *, now: datetime, least_open: timedelta, zone: tzinfo) -> Problem | None:
    """What speaks against publishing now with this closing instant; exactly `least_open` from now is enough."""
    if closes_at <= now:
        return Problem.PAST
    if closes_at.astimezone(zone).time() == time(0):
        return Problem.MIDNIGHT
    if closes_at - now < least_open:
        return Problem.TOO_SOON
    return None
