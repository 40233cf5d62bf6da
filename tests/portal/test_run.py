"""What `make run` asks before it begins."""

import os
import subprocess
import sys

import pytest

from portal import run

pytestmark = pytest.mark.promise("FND-1.1")


@pytest.fixture
def number(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))
    return tmp_path / "supervisord.pid"


@pytest.fixture
def supervisor():
    """Sleeps, and is called like one."""
    command = [sys.executable, "-c", "print(flush=True); input()", "supervisor.supervisord"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()  # before that, it may not be called anything yet
        yield process
        process.kill()


def test_a_portal_that_still_runs_here_is_not_begun_upon(number, supervisor, monkeypatch):
    """Its database would go away under the new one, whose processes had asked already where it is."""
    number.write_text(f"{supervisor.pid}\n")
    monkeypatch.setattr(run, "LAST_ONE_SECONDS", 0)
    with pytest.raises(SystemExit, match=str(supervisor.pid)):
        run.let_the_last_one_end()


@pytest.mark.parametrize(
    "left", ["", "no number", "999999999", str(os.getpid())], ids=["nothing", "no number", "nobody", "another"]
)
def test_what_a_killed_portal_left_behind_stops_nobody(number, left, monkeypatch):
    number.write_text(left)
    monkeypatch.setattr(run, "LAST_ONE_SECONDS", 0)
    run.let_the_last_one_end()


def test_the_first_portal_here_waits_for_nobody(number, monkeypatch):
    monkeypatch.setattr(run, "LAST_ONE_SECONDS", 0)
    run.let_the_last_one_end()
