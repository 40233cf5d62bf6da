"""When a tender may close: on a working day, within hours, and not before bidders had their time."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Problem(StrEnum):
    PAST = "past"
    MIDNIGHT = "midnight"
    TOO_SOON = "too_soon"
    NOT_A_WORKING_DAY = "not_a_working_day"
    OUTSIDE_HOURS = "outside_hours"
    OPENS_BEFORE_CLOSING = "opens_before_closing"


CONFIRMABLE = frozenset({Problem.NOT_A_WORKING_DAY, Problem.OUTSIDE_HOURS})


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """weekdays: those worked, Monday is 0; hours: first and last minute at which bidding may close."""

    zone: tzinfo
    weekdays: frozenset[int]
    holidays: Container[date]
    hours: tuple[time, time]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def working_days_between(self, start: date, end: date) -> int:
        """Whole working days after `start` up to and with `end`."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working_day(day))


def closing_problems(
    closes_at: datetime, opens_at: datetime, *, now: datetime, minimum_days: int, calendar: WorkingCalendar
) -> list[Problem]:
    """Everything that speaks against this closing; what is CONFIRMABLE stands with a written reason."""
    if closes_at <= now:
        return [Problem.PAST]
    problems = []
    local = closes_at.astimezone(calendar.zone)
    if local.time() == time(0):
        problems.append(Problem.MIDNIGHT)
    if calendar.working_days_between(now.astimezone(calendar.zone).date(), local.date()) < minimum_days:
        problems.append(Problem.TOO_SOON)
    if not calendar.is_working_day(local.date()):
        problems.append(Problem.NOT_A_WORKING_DAY)
    first, last = calendar.hours
    if not first <= local.time() <= last:
        problems.append(Problem.OUTSIDE_HOURS)
    if opens_at < closes_at:
        problems.append(Problem.OPENS_BEFORE_CLOSING)
    return problems
