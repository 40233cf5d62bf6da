"""How two sides are compared: in one session, A B B A, so that a slow minute of the machine hits both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

NOISY = 0.30  # a spread above this is reported as noisy, never as a goal that was reached
ROUNDS = 5

# Called with the number of answers wanted, returns the seconds that each of them took.
Ask = Callable[[int], list[float]]


def percentile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Measured:
    """One side: a list of seconds for each half-round."""

    name: str
    halves: list[list[float]] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        """Answers a second, of one client that asks again as soon as it was answered."""
        return [len(half) / sum(half) for half in self.halves]

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def p95(self) -> float:
        return median(percentile(half, 0.95) for half in self.halves)

    @property
    def every(self) -> list[float]:
        return [seconds for half in self.halves for seconds in half]

    @property
    def spread(self) -> float:
        return (max(self.rates) - min(self.rates)) / self.rate


def compare(ours: tuple[str, Ask], reference: tuple[str, Ask], *, count: int, rounds: int) -> tuple[Measured, Measured]:
    """Warm both up, then A B B A, `rounds` times, `count` answers in each half."""
    sides = (Measured(ours[0]), Measured(reference[0]))
    asks = (ours[1], reference[1])
    for ask in asks:
        ask(max(2, count // 5))
    for number in range(rounds):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            sides[side].halves.append(asks[side](count))
    return sides
