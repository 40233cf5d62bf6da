"""P3: an application submitted, a bid sealed and submitted (files already up), against the least an acknowledged form can do."""

from collections.abc import Iterator
from typing import Any

from bench import client, world
from bench.client import Request
from bench.comparing import Ask, Measured, compare, percentile
from bench.report import Figure, ratio_of_rates

COUNT = 16
LEAST_RATIO, MOST_TAIL = 0.5, 10


def measure(rounds: int) -> list[Figure]:
    from tests.factories import ready

    ready.number_from_now()
    wanted = rounds * COUNT + max(2, COUNT // 5)
    sides = [
        ("application submit", "submitted application", _requests(ready.applications(wanted))),
        ("sealed bid submit", "sealed bid", _requests(ready.bids(wanted))),
    ]
    figures = []
    with world.serving():
        for measure, name, requests in sides:
            reference = _inserts(requests[0].cookies)
            ours, plain = compare(
                (name, _each(iter(requests))), ("insert + outbox row", reference), count=COUNT, rounds=rounds
            )
            figures += [ratio_of_rates("P3", measure, ours, plain, goal=LEAST_RATIO), _tail(measure, ours)]
    return figures


def _each(requests: Iterator[Request]) -> Ask:
    """Each of them once: nobody submits the same thing twice."""
    return lambda count: client.ask(world.PORT, [next(requests) for _number in range(count)], status=302)


def _inserts(cookies: dict[str, str]) -> Ask:
    one = Request("/bench/insert/", {"body": "x" * 800, "csrfmiddlewaretoken": cookies["csrf"]}, cookies)
    return lambda count: client.ask(world.PORT, [one] * count, status=302)


def _tail(measure: str, ours: Measured) -> Figure:
    p50, p99 = percentile(ours.every, 0.50), percentile(ours.every, 0.99)
    return Figure(
        "P3", f"{measure}: p99 to p50", f"p99 {p99 * 1000:.0f} ms", f"p50 {p50 * 1000:.0f} ms", f"{p99 / p50:.1f}",
        f"≤ {MOST_TAIL}", "–", p99 / p50 <= MOST_TAIL,
    )  # fmt: skip


def _requests(prepared: Iterator[Any]) -> list[Request]:
    return [Request(each.path, each.form, each.cookies) for each in prepared]
