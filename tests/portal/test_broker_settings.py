"""What the settings make of a broker's address."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json
from portal.settings import _celery
kinds = {queue.queue_arguments["x-queue-type"] if queue.queue_arguments else "" for queue in _celery.CELERY_TASK_QUEUES}
print(json.dumps([sorted(kinds), _celery.CELERY_BROKER_TRANSPORT_OPTIONS.get("confirm_publish", False)]))
"""


@pytest.mark.parametrize(
    ("address", "kinds", "confirmed"),
    [("amqp://guest@rabbit.example//", ["quorum"], True), ("redis://redis.example/2", [""], False), ("", [""], False)],
)
def test_rabbitmq_keeps_quorum_queues_and_says_what_it_has(address, kinds, confirmed, tmp_path):
    kept = {name: value for name, value in os.environ.items() if name != "CELERY_BROKER_URL"}
    named = {"CELERY_BROKER_URL": address} if address else {}
    environment = {**kept, **named, "PORTAL_VAR": str(tmp_path), "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == [kinds, confirmed]
