"""What the servers themselves write down: gunicorn of requests that it cannot read or that fell, PostgreSQL of statements that failed."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.faults.patience import eventually
from tests.whole_portal import free_port

ROOT = Path(__file__).resolve().parents[2]
WORD = "zzcanary"
pytestmark = pytest.mark.promise("REL-1.8")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The portal's own gunicorn, before an application that always falls."""
    port, log = free_port(), tmp_path / "log"
    environment = {**os.environ, "PORT": str(port), "WEB_WORKERS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "gunicorn", "-c", "site/portal/gunicorn_conf.py"]
    with log.open("wb") as written:
        server = subprocess.Popen(
            [*command, "tests.security.falling:application"], cwd=ROOT, env=environment, stdout=written, stderr=written
        )
    try:
        assert eventually(lambda: answer(port, b"GET / HTTP/1.1\r\n\r\n"), within=30)
        yield port, log
    finally:
        server.terminate()
        server.wait(timeout=30)


def answer(port: int, sent: bytes) -> bytes:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as asking:
            asking.sendall(sent)
            return asking.recv(200)
    except OSError:
        return b""


def test_the_web_server_repeats_nothing_of_a_request_and_names_nobody(web):
    port, log = web
    question = b"/ar/search/?q=" + WORD.encode()
    for status, sent in (
        (b"400", b"GET " + question + b" " + WORD.encode() + b" HTTP/1.1\r\n\r\n"),  # a space that nobody encoded
        (b"400", WORD.encode() + b"\x01 " + question + b" HTTP/1.1\r\n\r\n"),
        (b"400", b"GET / HTTP/1.1\r\nCookie " + WORD.encode() + b"\r\n\r\n"),
        (b"400", b"GET / HTTP/1.1\r\nCookie: session=" + WORD.encode() + b"\x00\r\n\r\n"),
        (b"414", b"GET " + question * 1_000 + b" HTTP/1.1\r\n\r\n"),
        (b"500", b"GET " + question + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
    ):
        assert answer(port, sent).split(b" ")[1] == status, sent[:80]
    assert eventually(lambda: "request fell: RuntimeError" in log.read_text(), within=5)
    said = log.read_text()
    assert said.count("invalid request") == 5
    assert WORD not in said
    assert "127.0.0.1" not in said.replace(f"http://127.0.0.1:{port}", "")


@pytest.mark.django_db
def test_the_database_repeats_nothing_of_a_statement_that_failed():
    log = Path(settings.TEST_CLUSTER) / "log"
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"] or None, user="portal_web", dbname="postgres", autocommit=True
    ) as web:
        web.execute("SET statement_timeout = '50ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            web.execute(f"SELECT '{WORD}', pg_sleep(5)")
        web.execute(
            "CREATE TEMPORARY TABLE people (email text UNIQUE); INSERT INTO people VALUES ('zzcanary@example.org')"
        )
        with pytest.raises(psycopg.errors.UniqueViolation):
            web.execute("INSERT INTO people VALUES ('zzcanary@example.org')")
    said = log.read_text(encoding="utf-8")
    assert "canceling statement due to statement timeout" in said
    assert "duplicate key" in said
    assert WORD not in said
