"""The portal that is measured: its own database and files under var/bench, one web worker on the first core."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import environ
import psycopg

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("BENCH_VAR", ROOT / "var" / "bench"))
SERVER_CORE, CLIENT_CORE = 0, 1
PORT = int(os.environ.get("BENCH_PORT", "8790"))
TABLE = """
CREATE TABLE IF NOT EXISTS bench_row (
    id bigserial PRIMARY KEY, owner uuid NOT NULL, body text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
GRANT INSERT ON bench_row TO portal_web;
GRANT USAGE ON SEQUENCE bench_row_id_seq TO portal_web;
"""


def prepare() -> None:
    """The portal as `make run` prepares it, then Django for whoever seeds more. Slow the first time only."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["PORTAL_VAR"] = str(VAR)
    os.environ["PORT"] = str(PORT)
    from portal import run

    run.prepare()
    with as_owner() as connection:
        connection.execute(TABLE)
    django.setup()


def as_owner() -> psycopg.Connection:
    """To the database that is measured, with the rights to lay it out."""
    from portal import embedded_database

    address = embedded_database.running_address(VAR / "postgres", role="portal_owner")
    known = environ.Env.db_url_config(address)
    return psycopg.connect(host=known["HOST"], user=known["USER"], dbname=known["NAME"], autocommit=True)


def end() -> None:
    from portal import embedded_database

    embedded_database.stop(VAR / "postgres")


@contextmanager
def serving() -> Iterator[float]:
    """One worker, pinned; yields the seconds from its start to its first answer. The client is pinned to the other core."""
    os.sched_setaffinity(0, {CLIENT_CORE % (os.cpu_count() or 1)})
    environment = {**os.environ, "WEB_WORKERS": "1", "WEB_THREADS": "1"}
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "site/portal/gunicorn_conf.py", "portal.wsgi"],
        cwd=ROOT,
        env=environment,
        preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),
    )
    try:
        _wait(started)
        yield time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(timeout=40)


def _wait(started: float) -> None:
    while time.perf_counter() - started < 60:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the web did not start")
