"""How long somebody has worked: periods that overlap count once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

DAY = timedelta(days=1)


class Period(NamedTuple):
    """Both days are worked; without an end it goes on."""

    begins: date
    ends: date | None = None


def years(periods: Iterable[Period], *, today: date) -> int:
    """Full years, made of full months, each day counted once."""
    return sum(_months(begins, ends + DAY) for begins, ends in _merged(periods, today)) // 12


def overlaps(periods: Sequence[Period], *, today: date) -> list[tuple[int, int]]:
    """Pairs of positions whose periods share a day: allowed, but worth a second look."""
    closed = [(period.begins, period.ends or max(today, period.begins)) for period in periods]
    return [
        (first, second)
        for first, second in combinations(range(len(closed)), 2)
        if closed[first][0] <= closed[second][1] and closed[second][0] <= closed[first][1]
    ]


def _merged(periods: Iterable[Period], today: date) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for begins, ends in sorted((period.begins, min(period.ends or today, today)) for period in periods):
        if begins > ends:
            continue
        if merged and begins <= merged[-1][1] + DAY:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged


def _months(begins: date, after: date) -> int:
    return (after.year - begins.year) * 12 + after.month - begins.month - (after.day < begins.day)
