"""Waiting for what another process does a moment later."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
_never = threading.Event()


def pause(seconds: float) -> None:
    _never.wait(seconds)


def eventually(question: Callable[[], Answer], *, within: float, every: float = 0.2) -> Answer:
    """The first true answer, or the last one."""
    end = time.monotonic() + within
    while not (answer := question()) and time.monotonic() < end:
        pause(every)
    return answer
