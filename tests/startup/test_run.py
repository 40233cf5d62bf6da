"""The whole portal, as a newcomer starts it: `make run`, a look around, SIGTERM."""

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
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.startup
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
        environment = {**kept, "PORTAL_VAR": str(var), "PORT": str(port)}
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


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Not below a folder that only its owner may enter: the embedded server runs as a user of its own under root.
    folder = ROOT / "var" / "startup" / str(os.getpid())
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def portal(var: Path) -> Iterator[Portal]:
    running = Portal(var, free_port())
    yield running
    if running.make.poll() is None:
        running.end()


@pytest.mark.promise("FND-1.1")
def test_it_becomes_ready_and_answers_in_both_languages(portal):
    visitor = Visitor(portal.address)
    for path in ("/ar/", "/en/", "/ar/jobs/", "/en/tenders/", "/ar/services/", "/en/search/?q=licence", "/ar/verify/"):
        status, _url, page = visitor.open(path)
        language = path[1:3]
        assert (status, f'lang="{language}"' in page) == (200, True), path
    assert 'dir="rtl"' in visitor.open("/ar/")[2]


@pytest.mark.promise("REL-1.18")
def test_the_probes_answer(portal):
    visitor = Visitor(portal.address)
    assert visitor.open("/healthz")[0] == 200
    assert '"ready": true' in visitor.open("/readyz")[2]


@pytest.mark.promise("FND-1.1")
def test_every_demo_account_signs_in(portal):
    read_on(portal)
    accounts = re.findall(r"^  (\S+@demo\.example)", "".join(portal.output), re.MULTILINE)
    password = re.search(r"password of all: (\S+)\)", "".join(portal.output))
    assert len(accounts) >= 10
    assert password
    for email in accounts:
        status, url, _page = Visitor(portal.address).sign_in(email, password[1])
        assert (status, "sign-in" in url) == (200, False), email


def read_on(portal: Portal) -> None:
    """The lines after Ready, up to the last one of the list."""
    assert portal.make.stdout
    while "Letters and codes" not in "".join(portal.output):
        portal.output.append(portal.make.stdout.readline())


@pytest.mark.promise("FND-1.1")
def test_a_port_in_use_is_told(portal, tmp_path):
    environment = {**os.environ, "PORT": str(portal.port), "PORTAL_VAR": str(tmp_path)}
    done = subprocess.run(["make", "-s", "run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"Port {portal.port}" in done.stderr


@pytest.mark.promise("FND-1.1")
def test_sigterm_leaves_no_process_and_a_second_start_is_quick_and_keeps_everything(portal):
    number = re.search(r"VAC-\d{4}-\d{6}", Visitor(portal.address).open("/en/jobs/")[2])
    assert number
    portal.end()
    assert portal.processes() == []

    again = Portal(portal.var, portal.port)
    try:
        kept = Visitor(again.address).open("/en/jobs/")[2]
    finally:
        again.end()
    print(f"second start: {again.seconds:.1f} s")
    assert number[0] in kept
    assert again.seconds <= 15
    assert again.processes() == []
