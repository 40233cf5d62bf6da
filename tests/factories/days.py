"""Days that any deadline may fall on, whatever day and hour it is when the tests run."""

from datetime import datetime, timedelta

from shared.clock import database_now
from supply.readiness import working_calendar


def later(days: int = 60) -> datetime:
    """Noon in the UAE on a Monday that is worked, so many days or a little more from now."""
    calendar = working_calendar()
    noon = (database_now() + timedelta(days=days)).replace(hour=8, minute=0, second=0, microsecond=0)
    while noon.weekday() != 0 or not calendar.is_working_day(noon.date()):
        noon += timedelta(days=1)
    return noon
