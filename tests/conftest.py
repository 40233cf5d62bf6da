"""The whole suite runs on a PostgreSQL of its own, as the web role, on loopback only."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import environ
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from portal import embedded_database  # noqa: E402  (site/ has to be on the path first)


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    if hasattr(config, "workerinput") or os.environ.get("DATABASE_OWNER_URL"):
        return
    embedded_database.start(settings.TEST_CLUSTER, settings=embedded_database.TEST_SETTINGS)
    address = embedded_database.running_address(settings.TEST_CLUSTER, role="portal_owner")
    os.environ["DATABASE_OWNER_URL"] = address  # the workers of xdist find it there
    config.add_cleanup(partial(embedded_database.stop, settings.TEST_CLUSTER))
    settings.DATABASES["default"].update(environ.Env.db_url_config(address), ENGINE="django.db.backends.postgresql")


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    """Receipts are signed, and bids sealed, with keys of the test run; no test holds the opening key unless it says so."""
    from django.conf import settings

    from shared.receipt_keys import make_key
    from supply.sealing import keys as opening_keys

    make_key(settings.RECEIPT_KEY_PATH)
    opening_keys.make_pair(private=settings.KEYS_DIR / "opening.key", public=Path(settings.OPENING_PUBLIC_KEY_PATH))


@pytest.fixture(autouse=True)
def _arabic_first() -> None:
    """A page that was answered in English leaves its language on in this process; the next test starts in the portal's own."""
    from django.utils import translation

    translation.deactivate()


class _Role:
    """Connections opened while this is on take the web role's rights, whatever thread opens them."""

    def __init__(self) -> None:
        self.web = False

    def on_connect(self, connection: Any, **kwargs: Any) -> None:
        if self.web:
            _set_role(connection, "portal_web")


_role = _Role()


def _set_role(connection: Any, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}" if role != "owner" else "RESET ROLE")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    from django.db.backends.signals import connection_created

    connection_created.connect(_role.on_connect, weak=False, dispatch_uid="tests.web_role")


@pytest.fixture(autouse=True)
def _as_web_role(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests see the database with the web role's rights; only `as_owner` steps out of them."""
    names = set(request.fixturenames)
    if not names & {"db", "transactional_db"} and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("transactional_db" if _transactional(request) else "db")
    from django.db import connection

    connection.ensure_connection()
    _set_role(connection, "portal_web")
    _role.web = True
    yield
    _role.web = False
    if connection.connection is not None and not connection.connection.closed:
        if connection.in_atomic_block and connection.needs_rollback:
            connection.set_rollback(False)
        try:
            _set_role(connection, "owner")
        except Exception:
            connection.close()


def _transactional(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@contextmanager
def as_owner() -> Iterator[None]:
    from django.db import connection

    _set_role(connection, "owner")
    try:
        yield
    finally:
        _set_role(connection, "portal_web")


@pytest.fixture(name="as_owner")
def as_owner_fixture() -> Any:
    return as_owner


@pytest.fixture
def behind_the_clock() -> Any:
    """`behind_the_clock(record, closes_at=timedelta(seconds=-1))` moves the *record*; the database clock is never faked.

    Runs as owner with the guards asleep (session_replication_role), which the web role may not.
    """
    from django.db import connection, transaction

    from shared.clock import database_now

    def move(record: Any, **times: Any) -> None:
        now = database_now()
        values = {name: now + offset for name, offset in times.items()}
        with transaction.atomic(), as_owner(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            type(record)._base_manager.filter(pk=record.pk).update(**values)
            cursor.execute("SET LOCAL session_replication_role = origin")
        record.refresh_from_db()

    return move


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember how each test ended, for `make promises`."""
    if report.when == "call" or report.outcome != "passed":
        name = report.nodeid.split("[")[0]
        worst = {"failed": 2, "skipped": 1, "passed": 0}
        before = _results.get(name, "passed")
        _results[name] = max(before, report.outcome, key=lambda outcome: worst[outcome])


_results: dict[str, str] = {}


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not _results:
        return
    path = ROOT / "var" / "test" / "results.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**known, **_results}, indent=0, sort_keys=True))
