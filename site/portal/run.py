"""`make run`: prepare everything that a portal needs on this machine, then hand over to the supervisor.

Each step says what it does; a second start skips what is done already.
"""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAST_ONE_SECONDS = 60
SUPERVISOR = [sys.executable, "-m", "supervisor.supervisord", "-c", str(ROOT / "supervisord.conf")]


def main() -> None:
    started = time.monotonic()
    prepare()
    say(f"Starting the processes (prepared in {time.monotonic() - started:.0f} s); logs are in {var()}/log")
    os.execv(sys.executable, SUPERVISOR)


def prepare() -> None:
    """Everything that the processes need; the embedded database, if it is used, runs when this returns."""
    environment = prepare_environment()
    check_port()
    let_the_last_one_end()
    prepare_keys()
    if environment["PORTAL_EMBEDDED_DATABASE"] == "true":
        start_database(environment)
    manage(
        "migrate",
        "--verbosity",
        "0",
        say="Bringing the database up to date",
        unless_same=migrations(),
        mark="migrations",
    )
    compile_messages()
    manage(
        "collectstatic",
        "--noinput",
        "--verbosity",
        "0",
        say="Collecting static files",
        unless_same=statics(),
        mark="statics",
    )
    manage("error_pages", "--verbosity", "0", say="Making the error pages", unless_same=pages(), mark="error-pages")
    if os.environ.get("DEMO", "1") != "0":
        manage(
            "demo", say="Building the demo world (only what is missing)", unless_same=demo_world(), mark="demo-world"
        )
    else:
        manage("ensure_site", say="Making the empty site")


def say(text: str) -> None:
    print(f"  {text}", flush=True)


def var() -> Path:
    return Path(os.environ["PORTAL_VAR"])


def prepare_environment() -> dict[str, str]:
    os.chdir(ROOT)
    os.environ.setdefault("PORTAL_VAR", str(ROOT / "var"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ["PYTHONPATH"] = f"{ROOT / 'site'}:{ROOT}"
    os.environ["PORTAL_PYTHON"] = sys.executable
    os.environ["PORTAL_EMBEDDED_DATABASE"] = "false" if os.environ.get("DATABASE_URL") else "true"
    host, port = os.environ.setdefault("HOST", "127.0.0.1"), os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    (var() / "log").mkdir(parents=True, exist_ok=True)
    return dict(os.environ)


def let_the_last_one_end() -> None:
    """A supervisor that was told to end takes its database with it at the very last: from under whoever began meanwhile."""
    number = var() / "supervisord.pid"
    give_up, told = time.monotonic() + LAST_ONE_SECONDS, False
    while is_supervisor(number):
        if not told:
            say("Waiting for the portal of this folder that is ending")
            told = True
        if time.monotonic() >= give_up:
            raise SystemExit(
                f"A portal is still running in {var()} (process {number.read_text().strip()}). End it first."
            )
        time.sleep(0.2)


def is_supervisor(number: Path) -> bool:
    """Whether the process of this file runs, and is no other that was given the same number later."""
    try:
        process = int(number.read_text())
        os.kill(process, 0)
        command = Path(f"/proc/{process}/cmdline")
        return not command.exists() or b"supervisor" in command.read_bytes()
    except (OSError, ValueError):
        return False


def check_port() -> None:
    host, port = os.environ["HOST"], int(os.environ["PORT"])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SystemExit(
                f"Port {port} on {host} cannot be used ({error.strerror}). Try: make run PORT={port + 1}"
            ) from None


def prepare_keys() -> None:
    from shared.receipt_keys import make_key
    from supply.sealing import keys as opening_keys

    make_key(var() / "keys" / "receipt.pem")
    opening_keys.make_pair(private=var() / "keys" / "opening.key", public=var() / "keys" / "opening.pub")


def start_database(environment: dict[str, str]) -> None:
    from portal import embedded_database

    cluster = var() / "postgres"
    say("Starting the embedded PostgreSQL" if cluster.exists() else "Making a PostgreSQL cluster of its own")
    embedded_database.start(cluster)


def manage(*command: str, say: str, unless_same: str = "", mark: str = "") -> None:
    """Run a management command; with `mark`, only if what it depends on has changed since the last time."""
    kept = var() / f".{mark}" if mark else None
    if kept and kept.exists() and kept.read_text() == unless_same:
        return
    print(f"  {say}", flush=True)
    done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"`manage.py {' '.join(command)}` failed; see above.")
    if kept:
        kept.write_text(unless_same)


def compile_messages() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in ROOT.glob("locale/*/LC_MESSAGES/django.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            say(f"Compiling the texts in {po.parts[-3]}")
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, read_po(source))


def migrations() -> str:
    """Changes with any migration of ours, with any package, and with another database cluster."""
    created = (
        (var() / "postgres" / "PG_VERSION").stat().st_mtime if (var() / "postgres" / "PG_VERSION").exists() else ""
    )
    return f"{_digest(_of_ours('**/migrations/*.py'))} {created} {os.environ.get('DATABASE_URL', '')}"


def demo_world() -> str:
    """Changes with what it is told of, with another database, and with the day: something is always about to close."""
    told = [*_of_ours("**/demo/**/*.py"), *_of_ours("**/demo/**/*.toml")]
    return f"{migrations()} {_digest(told)} {date.today().isoformat()}"


def statics() -> str:
    return _digest([ROOT / "requirements.txt", *sorted(ROOT.glob("site/*/static/**/*"))])


def pages() -> str:
    """What the standing error pages are made of."""
    frame = [*ROOT.glob("site/portal/templates/**/*.html"), *ROOT.glob("locale/*/LC_MESSAGES/*.po")]
    return statics() + _digest([ROOT / "site/portal/errors.py", *frame])


def _of_ours(pattern: str) -> Iterable[Path]:
    return (path for folder in ("site", "recruitment", "supply", "search") for path in (ROOT / folder).glob(pattern))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(paths):
        if path.is_file() and ".venv" not in path.parts:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
