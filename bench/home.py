"""P1: the home page, uncached, against the least that Django needs for a page."""

from bench import client, world
from bench.comparing import Ask, compare
from bench.report import Figure, ratio_of_rates


def _asking(path: str) -> Ask:
    return lambda count: client.ask(world.PORT, [client.Request(path)] * count, status=200)


def measure(rounds: int) -> list[Figure]:
    with world.serving():
        ours, reference = compare(
            ("home", _asking("/ar/")), ("bare view", _asking("/bench/bare/")), count=60, rounds=rounds
        )
    return [ratio_of_rates("P1", "home page, uncached", ours, reference, goal=0.04)]
