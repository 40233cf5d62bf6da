"""From one day to another, both included; a missing end is open."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first or date.min) <= day <= (self.last or date.max)

    def meets(self, other: "Period") -> bool:
        """Whether one day lies in both."""
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
            self.last or date.max
        )

    @property
    def is_reversed(self) -> bool:
        return bool(self.first and self.last and self.last < self.first)
