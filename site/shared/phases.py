"""What the clock alone decides about something with a closing instant: open, closing soon, closed.

Querysets and properties both read these bounds, so a list and a page never disagree. Plain Python.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The closing instant lies after `after` and not later than `upto`; None is no bound."""

    after: datetime | None = None
    upto: datetime | None = None

    def hold(self, closing: datetime) -> bool:
        return (self.after is None or closing > self.after) and (self.upto is None or closing <= self.upto)


def phases(now: datetime, *, soon: timedelta) -> dict[Phase, Bounds]:
    """The closing instant itself is closed: `closing == now` falls under CLOSED."""
    return {
        Phase.OPEN: Bounds(after=now + soon),
        Phase.CLOSING_SOON: Bounds(after=now, upto=now + soon),
        Phase.CLOSED: Bounds(upto=now),
    }


def phase_at(closing: datetime, now: datetime, *, soon: timedelta) -> Phase:
    return next(phase for phase, bounds in phases(now, soon=soon).items() if bounds.hold(closing))
