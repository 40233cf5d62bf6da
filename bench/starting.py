"""P12: how soon a web process answers."""

from statistics import median

from bench import world
from bench.comparing import NOISY
from bench.report import Figure

MOST_SECONDS = 5.0


def measure(rounds: int) -> list[Figure]:
    taken = []
    for _round in range(max(2, rounds)):
        with world.serving() as seconds:
            taken.append(seconds)
    middle, spread = median(taken), (max(taken) - min(taken)) / median(taken)
    return [
        Figure(
            "P12", "web process ready", f"{middle:.1f} s", "–", f"{middle:.1f} s", f"≤ {MOST_SECONDS:.0f} s",
            f"{spread:.0%}", middle <= MOST_SECONDS if spread <= NOISY or max(taken) <= MOST_SECONDS else None,
        )
    ]  # fmt: skip
