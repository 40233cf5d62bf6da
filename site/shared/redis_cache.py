"""Redis as a cache that may be away: then nothing is remembered, nothing falls, and nobody waits for it twice."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger("shared.cache")
REST = 10.0


class Rest:
    """After a failure nobody asks for ten seconds; then one asks. Of the whole process: Django gives each thread a client of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._owed: set[str] = set()

    def lasts(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                return True
            if self._until:
                self._until = now + REST
            return False

    def begin(self) -> None:
        with self._lock:
            self._until = time.monotonic() + REST

    def end(self) -> None:
        with self._lock:
            self._until = 0.0

    def owe(self, keys: Iterable[str]) -> None:
        """These changed while it did not listen: it must forget them before it is believed again."""
        with self._lock:
            self._owed.update(keys)

    def owed(self) -> set[str]:
        with self._lock:
            owed, self._owed = self._owed, set()
            return owed


rest = Rest()


class ForgetfulClient(RedisCacheClient):
    """Every method of Django's own, with the answer that an empty cache would give."""

    def _ask(
        self, question: Callable[..., Any], *arguments: Any, otherwise: Any = None, changes: Collection[str] = ()
    ) -> Any:
        if rest.lasts():
            rest.owe(changes)
            return otherwise
        owed = rest.owed()
        try:
            if owed:
                super().delete_many(owed)
            answer = question(*arguments)
        except RedisError as error:
            rest.owe([*owed, *changes])
            rest.begin()
            logger.warning("cache", extra={"error": type(error).__name__})
            return otherwise
        rest.end()
        return answer

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(super().get, key, default, otherwise=default)

    def get_many(self, keys: Any) -> Any:
        return self._ask(super().get_many, keys, otherwise={})

    def has_key(self, key: Any) -> Any:
        return self._ask(super().has_key, key, otherwise=False)

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        """It was not there. Whoever counts or guards by it is wrong here: what guards a door stands in the database."""
        return self._ask(super().add, key, value, timeout, otherwise=True)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask(super().set, key, value, timeout, changes=[key])

    def set_many(self, data: Any, timeout: Any) -> None:
        self._ask(super().set_many, data, timeout, changes=data)

    def touch(self, key: Any, timeout: Any) -> Any:
        return self._ask(super().touch, key, timeout, otherwise=False)

    def delete(self, key: Any) -> Any:
        return self._ask(super().delete, key, otherwise=False, changes=[key])

    def delete_many(self, keys: Any) -> None:
        self._ask(super().delete_many, keys, changes=keys)

    def incr(self, key: Any, delta: Any) -> Any:
        if (counted := self._ask(super().incr, key, delta, changes=[key])) is None:
            raise ValueError(f"Key '{key}' not found.")
        return counted

    def clear(self) -> Any:
        return self._ask(super().clear, otherwise=False)


class ForgetfulRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgetfulClient
