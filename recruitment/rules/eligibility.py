"""Who may apply at all: judged on what the person states, never on a document."""

from datetime import date
from enum import StrEnum


class Bar(StrEnum):
    """The rule that stands in the way."""

    NATIONALS_ONLY = "nationals_only"
    LEAST_AGE = "least_age"


def bar(
    *, nationality: str, born: date | None, nationals_only: bool, national: str, least_age: int, today: date
) -> Bar | None:
    """None where nothing speaks against it, or where the person has not said it yet."""
    if nationals_only and nationality and nationality != national:
        return Bar.NATIONALS_ONLY
    if born and not old_enough(born, least_age=least_age, today=today):
        return Bar.LEAST_AGE
    return None


def old_enough(born: date, *, least_age: int, today: date) -> bool:
    """On the birthday itself, yes; whoever was born on 29 February has it on 1 March in other years."""
    return latest_birth(least_age=least_age, today=today) >= born


def latest_birth(*, least_age: int, today: date) -> date:
    """Whoever was born on this day or before is old enough today."""
    try:
        return today.replace(year=today.year - least_age)
    except ValueError:  # today is 29 February and that year had none
        return date(today.year - least_age, 2, 28)
