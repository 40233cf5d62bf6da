"""`make bench` measures everything; ONLY=home,starting some of it; ROUNDS=1 looks whether it runs (nothing is judged)."""

import os
from importlib import import_module

from bench import report, world
from bench.comparing import ROUNDS

PARTS = ("home", "submitting", "publishing", "counting", "searching", "alerting", "starting")


def main() -> None:
    rounds = int(os.environ.get("ROUNDS", ROUNDS))
    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name] or PARTS
    world.prepare()
    try:
        figures = []
        for name in wanted:
            print(f"Measuring: {name}", flush=True)
            found = import_module(f"bench.{name}").measure(rounds)
            print(report.table(found, rounds=rounds), flush=True)
            figures += found
    finally:
        world.end()
    text = report.table(figures, rounds=rounds)
    if os.environ.get("BENCH_PAGE") or (rounds >= ROUNDS and not os.environ.get("ONLY")):
        report.write("figures", text)


if __name__ == "__main__":
    main()
