"""`python -m tests.faults.seed applications=40 bids=20 poison=1`: drafts that lack nothing but the last click, a line of JSON each."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

import django


def main() -> None:
    django.setup()
    from tests.factories import ready

    kinds: dict[str, Callable[[int], Iterator[ready.Ready]]] = {
        "applications": ready.applications,
        "bids": ready.bids,
        "publications": ready.publications,
        "readers": ready.readers,
        "poison": _poison,
    }
    ready.number_from_now()
    for argument in sys.argv[1:]:
        kind, _is, count = argument.partition("=")
        for each in kinds[kind](int(count)):
            print(json.dumps(asdict(each)))


def _poison(count: int) -> Iterator[object]:
    from django.db import transaction

    from shared import outbox

    for number in range(count):
        with transaction.atomic():
            outbox.post("faults.poison", number=number)
    return iter(())


if __name__ == "__main__":
    main()
