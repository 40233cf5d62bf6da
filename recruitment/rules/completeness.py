"""How far a bilingual text is written, for the bar above the form."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` is 100 only when nothing is missing, 0 only when nothing is there."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        if not self.total or self.done == self.total:
            return 100
        return max(1, self.done * 100 // self.total) if self.done else 0


def completeness(required: Collection[str], lacking: Collection[str]) -> Completeness:
    """`lacking` may name more than `required` asks for; that does not count."""
    wanted = set(required)
    return Completeness(len(wanted - set(lacking)), len(wanted))
