"""The server behind ELASTICSEARCH_URL: one client a process, short patience, and a breaker that spares everybody a dead server."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

PATIENCE = 1.0  # seconds that a reader waits, the one retry included
FIRST_SHARE = 0.6
LEAST_PATIENCE = 0.1
FAILURES, REST = 10, 30.0
UPKEEP_PATIENCE = 30.0
PUSH_PATIENCE = 5.0  # of a worker, which has letters to send as well

Answer = TypeVar("Answer")


class Unavailable(Exception):
    """No answer in time, or one that says that the server cannot."""


def server() -> Elasticsearch:
    return _server(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA_CERTS)


@lru_cache(maxsize=4)
def _server(url: str, key: str, certificates: str) -> Elasticsearch:
    options: dict[str, Any] = {"ca_certs": certificates} if certificates else {}
    return Elasticsearch(
        url, api_key=key or None, max_retries=0, retry_on_timeout=False, request_timeout=UPKEEP_PATIENCE, **options
    )


@lru_cache(maxsize=32)
def _waiting(asked: Elasticsearch, tenths: int) -> Elasticsearch:
    """Kept, since making one takes as long as a short answer."""
    return asked.options(request_timeout=tenths / 10)


class Breaker:
    """After ten failures in a row nobody asks for thirty seconds; then one asks again."""

    def __init__(self, most: int = FAILURES) -> None:
        self._lock = threading.Lock()
        self._most = most
        self._failures = 0
        self._asked_again_at = 0.0

    def open(self) -> bool:
        with self._lock:
            if self._failures < self._most:
                return False
            now = time.monotonic()
            if now < self._asked_again_at:
                return True
            self._asked_again_at = now + REST
            return False

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures == self._most:
                self._asked_again_at = time.monotonic() + REST

    def answered(self) -> None:
        with self._lock:
            self._failures = 0


breaker = Breaker()
# What is not sent now is sent later all the same: a worker lets go at the first failure.
push_breaker = Breaker(most=1)


def deadline() -> float:
    """Until when a reader waits who asks now, whatever his question needs to ask."""
    return time.monotonic() + PATIENCE


def ask(question: Callable[[Elasticsearch], Answer], *, until: float | None = None) -> Answer:
    """Within a second, or what is left of it; one retry included. Raises Unavailable."""
    if breaker.open():
        raise Unavailable("resting")
    until = until or deadline()
    if until - time.monotonic() < LEAST_PATIENCE:
        raise Unavailable("late")
    try:
        answer = _twice(question, until=until)
    except (TransportError, ApiError) as error:
        breaker.failed()
        # The class alone: a message may hold the question.
        raise Unavailable(type(error).__name__) from None
    breaker.answered()
    return answer


def _twice(question: Callable[[Elasticsearch], Answer], *, until: float) -> Answer:
    first = min(PATIENCE * FIRST_SHARE, until - time.monotonic())
    try:
        return question(_waiting(server(), int(10 * first)))
    except (TransportError, ApiError) as error:
        left = until - time.monotonic()
        if left < LEAST_PATIENCE or (isinstance(error, ApiError) and error.status_code not in (429, 502, 503)):
            raise
        return question(_waiting(server(), int(10 * left)))


@contextmanager
def pushing() -> Iterator[Elasticsearch]:
    """The server for what a worker sends. Raises Unavailable."""
    if push_breaker.open():
        raise Unavailable("resting")
    try:
        yield server().options(request_timeout=PUSH_PATIENCE)
    except TransportError as error:
        push_breaker.failed()
        raise Unavailable(type(error).__name__) from None
    push_breaker.answered()
