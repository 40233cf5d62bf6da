"""A folder as broker, for a portal on one machine: kombu's own, with the two things a worker needs to outlive its children.

Celery gives the children of a pool one common pipe where the broker cannot be driven by the worker's event loop. A child waits for
work with the pipe's lock in its hand: one that is killed then keeps it, and no other child takes a task again. Driven by
the loop, each child has a pipe of its own, as with Redis and RabbitMQ.
"""

import uuid
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu names it twice
        """Under another name until it is whole: a worker looks into the folder at any moment."""
        unfinished = Path(self.data_folder_out) / f"{uuid.uuid4()}.unfinished"
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.rename(unfinished.with_name(f"{time_ns()}_{unfinished.stem}.{queue}.msg"))


class Transport(filesystem.Transport):
    Channel = Channel
    implements = filesystem.Transport.implements.extend(asynchronous=True)

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        loop.on_tick.add(self._take_all)
        # Nothing tells of a new file: the loop is woken to look.
        loop.call_repeatedly(self.polling_interval, _wake)

    def _take_all(self) -> None:
        """As many as the worker may hold at a time."""
        assert self.cycle is not None
        while True:
            try:
                self.cycle.get(self._deliver, timeout=0)
            except Empty:
                return


def _wake() -> None:
    pass
