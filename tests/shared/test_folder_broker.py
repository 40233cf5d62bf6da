import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from shared import folder_broker
from tests.faults.patience import eventually

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.promise("REL-1.9")


@pytest.fixture
def connect(tmp_path):
    """Each connection as another process would have it: they share the folder alone."""
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
        "polling_interval": 0.001,
    }

    def made():
        connection = Connection(transport=folder_broker.Transport, transport_options=options)
        connection.transport.state = type(connection.transport.state)()
        return connection

    return made


def test_a_message_is_taken_whole_and_in_its_turn_while_others_are_written(connect):
    many = 400

    def write():
        with connect() as connection:
            queue = connection.SimpleQueue("letters")
            for number in range(many):
                queue.put({"number": number, "weight": "x" * 2000})

    writer = threading.Thread(target=write)
    taken = []
    with connect() as connection:
        queue = connection.SimpleQueue("letters")
        writer.start()
        try:
            while len(taken) < many:
                message = queue.get(timeout=20)
                message.ack()
                taken.append(message.payload["number"])
        finally:
            writer.join()
        with pytest.raises(Empty):
            queue.get(timeout=0.01)
    assert taken == list(range(many))


def test_a_child_that_is_killed_while_it_waits_keeps_no_other_from_working(tmp_path):
    """Celery's children share one pipe and its lock where the broker is not driven by the loop: the dead one kept it."""
    environment = {**os.environ, "FOLDER": str(tmp_path), "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
    command = [sys.executable, "-m", "celery", "-A", "tests.shared.folder_work", "worker", "--concurrency", "2"]
    quiet = ["--loglevel", "ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = subprocess.Popen(
        [*command, *quiet],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _ask(environment, "before")
        assert eventually(lambda: (tmp_path / "done" / "before").exists(), within=60)
        waiting = eventually(lambda: _pair(worker.pid), within=30)
        for each in waiting:
            os.kill(each, signal.SIGKILL)
        assert eventually(lambda: not set(waiting) & set(_pair(worker.pid) or waiting), within=30)
        _ask(environment, "one", "two", "three")
        assert eventually(lambda: len(list((tmp_path / "done").iterdir())) == 4, within=60)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _ask(environment: dict[str, str], *names: str) -> None:
    """As another process, for the tasks' app reads its folder when it is imported."""
    code = "import sys; from tests.shared.folder_work import touch; [touch.delay(name) for name in sys.argv[1:]]"
    subprocess.run([sys.executable, "-c", code, *names], cwd=ROOT, env=environment, check=True, timeout=60)


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _pair(pid: int) -> list[int]:
    """The whole pool, or nothing while one of it is still being replaced."""
    found = _children(pid)
    return found if len(found) == 2 else []
