"""A whole portal whose parts can be killed one by one: the product's own commands, each in a process group of its own."""

import configparser
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from portal import embedded_database
from tests.faults.patience import eventually
from tests.whole_portal import free_port

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ("database", "worker", "opening", "relay", "beat", "web")
SETTINGS = "tests.faults.settings"
# In production minutes: nobody waits for them here. UNHURRIED=1 leaves the portal's own, for a table of what people see.
HASTE = {} if os.environ.get("UNHURRIED") else {"OUTBOX_RETRY": "3", "SEARCH_REST": "4"}


class World:
    """`start()` brings everything up; `kill("worker")` and the like take parts away; `stop()` ends all of it."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var, self.port = var, free_port()
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE", "DJANGO", "PORTAL", "PYTEST", "CELERY", "REDIS", "CACHE", "ELASTIC"))
        }
        self.environment = {
            **kept,
            "PORTAL_VAR": str(var),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "DEMO": "0",
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
            "PORTAL_PYTHON": sys.executable,
            "PORTAL_EMBEDDED_DATABASE": "true",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            **HASTE,
            # In production minutes, too. Longer than a letter to a local mail server takes.
            "OUTBOX_RESEND_AFTER": "3",
            "OUTBOX_CLAIM": "10",
            **environment,
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        self._python("-c", "from portal import run; run.prepare()")
        for name in PROCESSES:
            self.run(name)
        self.wait_for_web()

    def run(self, name: str) -> None:
        """Start one program of supervisord.conf, with the command that stands there."""
        program = self._programs()[f"program:{name}"]
        extra = dict(part.split("=", 1) for part in program.get("environment", "").split(",") if part)
        with (self.var / "log" / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                program["command"].split(),
                cwd=ROOT,
                env={**self.environment, **{key.strip(): value.strip('" ') for key, value in extra.items()}},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _programs(self) -> dict[str, dict[str, str]]:
        parser = configparser.RawConfigParser()
        text = (ROOT / "supervisord.conf").read_text(encoding="utf-8").replace("%%", "%")
        for name in ("PORTAL_PYTHON", "PORTAL_VAR", "PORTAL_EMBEDDED_DATABASE"):
            text = text.replace(f"%(ENV_{name})s", self.environment[name])
        parser.read_string(text)
        return {section: dict(parser[section]) for section in parser.sections()}

    def wait_for_web(self) -> None:
        assert eventually(self._answers, within=180), "the web does not answer"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=3) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def children(self, name: str) -> list[int]:
        """The pool below a program: gunicorn's workers, the pool of Celery."""
        parent = self.running[name].pid
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        return [int(pid) for pid in text.split()]

    def kill(self, name: str) -> None:
        """The whole program at once, without a word."""
        self._signal(name, signal.SIGKILL)
        self.running[name].wait()

    def kill_child(self, name: str, number: int = 0) -> None:
        if children := self.children(name):
            os.kill(children[number % len(children)], signal.SIGKILL)

    def end(self, name: str) -> None:
        """As an operator ends it."""
        self.running[name].terminate()
        self.running[name].wait(timeout=120)

    def again(self, name: str) -> None:
        """Kill it and start it anew, as a supervisor does."""
        self.kill(name)
        self.run(name)

    def _signal(self, name: str, which: signal.Signals) -> None:
        try:
            os.killpg(self.running[name].pid, which)
        except ProcessLookupError:
            return

    def stop(self) -> None:
        for name in reversed(PROCESSES):
            if name in self.running and self.running[name].poll() is None:
                self.running[name].terminate()
        for name in reversed(PROCESSES):
            if name in self.running:
                try:
                    self.running[name].wait(timeout=40)
                except subprocess.TimeoutExpired:
                    self.kill(name)
        # It is there before its process, which watches over it.
        embedded_database.stop(self.var / "postgres")

    def query(self, question: str, *values: Any) -> list[dict[str, Any]]:
        """What the database holds, asked as its owner."""
        lines = (self.var / "postgres" / "postmaster.pid").read_text().splitlines()
        with psycopg.connect(
            host=lines[4].strip(), port=lines[3].strip(), user="portal_owner", dbname="portal", row_factory=dict_row
        ) as connection:
            return connection.execute(question, values).fetchall()

    def seed(self, **counts: int) -> Iterator[str]:
        """Lines of tests.faults.seed: one prepared submission each."""
        arguments = [f"{name}={count}" for name, count in counts.items()]
        yield from self._python("-m", "tests.faults.seed", *arguments).splitlines()

    def manage(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """An operator's command, whatever its exit says."""
        return self._run("manage.py", *command)

    def _python(self, *command: str) -> str:
        done = self._run(*command)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def _run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
