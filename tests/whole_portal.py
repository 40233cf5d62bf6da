"""A portal started as a newcomer starts it, in a folder of its own; for tests that want all its processes."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READY = re.compile(r"^Ready: (http://\S+)$")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """One `make run` in a folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE", "DJANGO", "PORTAL", "PYTEST"))
        }
        # Nobody waits half an hour for a letter here: decisions are told at once.
        environment = {**kept, "PORTAL_VAR": str(var), "PORT": str(port), "DECISION_UNDO_MINUTES": "0"}
        self.started = time.monotonic()
        self.make = subprocess.Popen(
            ["make", "-s", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output: list[str] = []
        self.address, self.seconds = self._wait_for_ready()

    def _wait_for_ready(self) -> tuple[str, float]:
        assert self.make.stdout
        for line in self.make.stdout:
            self.output.append(line)
            if found := READY.match(line.strip()):
                return found[1], time.monotonic() - self.started
        raise AssertionError("make run ended before it was ready:\n" + "".join(self.output))

    def processes(self) -> list[int]:
        """Everything on this machine that runs with this portal's folder in its environment."""
        mine = f"PORTAL_VAR={self.var}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and mine in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue  # it ended meanwhile, or is not ours to look at
        return found

    def end(self) -> None:
        self.make.send_signal(signal.SIGTERM)
        self.make.wait(timeout=60)


class Visitor:
    """A browser without a window: cookies and forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        url = path if path.startswith("http") else f"{self.address}{path}"
        body = urllib.parse.urlencode(data).encode() if data else None
        asked = urllib.request.Request(url, data=body, headers={"Referer": url})
        try:
            with self.opener.open(asked, timeout=30) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.url, refused.read().decode()

    def sign_in(self, email: str, password: str) -> tuple[int, str, str]:
        _status, url, page = self.open("/ar/account/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        return self.open(url, {"csrfmiddlewaretoken": token[1], "login": email, "password": password})
