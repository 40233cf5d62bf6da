"""How soon what was published is found: from the approver's click to the first page of results that names it.

With relay, worker and web as they run in production, an idle queue, and whichever engine the environment names.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import client, world
from bench.client import Request
from bench.comparing import percentile
from bench.report import Figure

EACH_ROUND, MOST_SECONDS, PATIENCE = 4, 2.0, 20.0
BETWEEN, BETWEEN_LOOKS = 1.0, 0.05
PREFIX = f"bench-{os.getpid()}"
PROGRAMS = (
    ("manage.py", "relay"),
    ("-m", "celery", "-A", "portal", "worker", "-Q", "index", "--concurrency", "1", "--loglevel", "ERROR"),
)


def measure(rounds: int) -> list[Figure]:
    from tests.factories import ready

    ready.number_from_now()
    prepared = iter(list(ready.publications(2 * rounds * EACH_ROUND + 2)))
    figures = [_figure("PostgreSQL", prepared, rounds * EACH_ROUND)]
    if os.environ.get("ELASTICSEARCH_URL"):
        figures.append(_figure("Elasticsearch", prepared, rounds * EACH_ROUND))
    return figures


def _figure(engine: str, prepared: Iterator[Any], count: int) -> Figure:
    with _running(engine), world.serving():
        _seconds_until_found(next(prepared))  # each process reads its dictionaries
        taken = [_seconds_until_found(next(prepared)) for _number in range(count)]
    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    return Figure(
        "SEA-2.12", f"published until found, {engine}", f"p95 {p95:.2f} s, median {p50:.2f} s", "–", f"{p95:.2f} s",
        f"≤ {MOST_SECONDS:.0f} s", "–", p95 <= MOST_SECONDS,
    )  # fmt: skip


def _seconds_until_found(prepared: Any) -> float:
    time.sleep(BETWEEN)  # so that nothing of the one before is still under way
    reference = _reference(prepared.id)
    page = Request(f"/en/search/?q={reference}")
    started = time.perf_counter()
    client.ask(world.PORT, [Request(prepared.path, prepared.form, prepared.cookies)], status=302)
    while f"/jobs/{reference}" not in _shown(page):
        if time.perf_counter() - started > PATIENCE:
            raise AssertionError(f"{reference} was published and is not found")
        time.sleep(BETWEEN_LOOKS)
    return time.perf_counter() - started


def _reference(vacancy: str) -> str:
    from recruitment.models import Vacancy

    return str(Vacancy.objects.get(pk=vacancy).reference)


def _shown(page: Request) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{world.PORT}{page.path}", timeout=PATIENCE) as answer:
        return str(answer.read().decode())


@contextmanager
def _running(engine: str) -> Iterator[None]:
    """Relay and worker, and an index of this measure alone where a server is asked."""
    before = {name: os.environ.get(name, "") for name in ("ELASTICSEARCH_URL", "ELASTICSEARCH_PREFIX")}
    on_server = engine == "Elasticsearch"
    os.environ |= {"ELASTICSEARCH_PREFIX": PREFIX} if on_server else {"ELASTICSEARCH_URL": ""}
    if on_server:
        subprocess.run([sys.executable, "manage.py", "rebuild_index"], cwd=world.ROOT, check=True)
    running = [subprocess.Popen([sys.executable, *program], cwd=world.ROOT) for program in PROGRAMS]
    try:
        yield
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait(timeout=60)
        if on_server:
            _forget(before["ELASTICSEARCH_URL"])
        os.environ |= before


def _forget(server: str) -> None:
    with urllib.request.urlopen(f"{server}/{PREFIX}-*") as standing:
        for name in json.load(standing):
            urllib.request.urlopen(urllib.request.Request(f"{server}/{name}", method="DELETE")).close()
