"""A worker's app with one task, on the folder broker; `FOLDER` names where it works."""

import os
from pathlib import Path

from celery import Celery

FOLDER = Path(os.environ["FOLDER"])

app = Celery("folder_work", broker="filesystem://")
app.conf.update(
    broker_transport="shared.folder_broker:Transport",
    broker_transport_options={
        "data_folder_in": str(FOLDER / "messages"),
        "data_folder_out": str(FOLDER / "messages"),
        "control_folder": str(FOLDER / "control"),
        "polling_interval": 0.05,
    },
    task_acks_late=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
)
for _folder in ("messages", "control", "done"):
    (FOLDER / _folder).mkdir(exist_ok=True)


@app.task(name="folder.touch")
def touch(name: str) -> None:
    (FOLDER / "done" / name).touch()
