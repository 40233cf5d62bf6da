"""People who search, and an approver who publishes, while something goes wrong: what each was answered, second by second."""

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from tests.faults.journal import post
from tests.faults.patience import pause

# Found in many, found in one language alone, not found at all.
ASKED = [("ar", "مهندس طرق"), ("en", "road engineer"), ("ar", "صيانة الطرق"), ("en", "zeppelin pilot")]
BETWEEN_SEARCHES, BETWEEN_PUBLICATIONS = 0.3, 1.0
# The notice that staff are shown names it, in either language; nothing else on the page does.
NOTICE = "PostgreSQL"
COUNT = re.compile(r'id="count">[^<]*?([\d,]+)')


@dataclass(frozen=True)
class Seen:
    """One answer. `what`: server or postgres for a search by who answered it, published, or what went wrong. `found`: how many."""

    at: float
    took: float
    language: str
    what: str
    words: str = ""
    found: int = 0


@dataclass
class Watch:
    """Everything seen since the start; `now()` is the second of it."""

    started: float = field(default_factory=time.monotonic)
    seen: list[Seen] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> float:
        return time.monotonic() - self.started

    def note(self, at: float, language: str, what: str, words: str = "", found: int = 0) -> None:
        with self._lock:
            self.seen.append(Seen(at, self.now() - at, language, what, words, found))

    def between(self, start: float, end: float, *whats: str) -> list[Seen]:
        """By when they were asked."""
        return [each for each in self.seen if start <= each.at < end and (not whats or each.what in whats)]

    def searches(self, start: float = 0.0, end: float = 1e9) -> list[Seen]:
        return [each for each in self.between(start, end) if each.language]

    def publications(self, start: float = 0.0, end: float = 1e9) -> list[Seen]:
        return [each for each in self.between(start, end) if not each.language]

    def keep(self, path: Path) -> None:
        path.write_text("\n".join(json.dumps(asdict(each)) for each in self.seen), encoding="utf-8")

    def told(self, moments: dict[str, float]) -> str:
        """A line a second; `moments` are what happened when."""
        lines = ["second | searches | server | PostgreSQL | other | slowest | median | published | slowest"]
        for second in range(int(self.now()) + 1):
            events = [name for name, at in moments.items() if int(at) == second]
            lines.append(f"{second:3d} | {_told(self, second, second + 1)} {' '.join(events)}")
        return "\n".join(lines)


def _told(watch: Watch, start: float, end: float) -> str:
    searches, published = watch.searches(start, end), watch.publications(start, end)
    by = [sum(each.what == what for each in searches) for what in ("server", "postgres")]
    return " | ".join(
        str(each)
        for each in (
            len(searches), *by, len(searches) - sum(by), _seconds(max, searches), _seconds(median, searches),
            sum(each.what == "published" for each in published), _seconds(max, published),
        )
    )  # fmt: skip


def _seconds(chosen: Callable[[Iterable[float]], float], seen: list[Seen]) -> str:
    return f"{chosen([each.took for each in seen]):.2f}" if seen else "-"


@contextmanager
def watching(port: int, readers: list[dict[str, Any]], publications: Iterator[dict[str, Any]]) -> Iterator[Watch]:
    """While the block runs: each reader searches again and again in both languages, the next vacancy is published each second."""
    watch, over = Watch(), threading.Event()

    def search(number: int, reader: dict[str, Any]) -> None:
        while not over.is_set():
            language, words = ASKED[number % len(ASKED)]
            number += 1
            at = watch.now()
            what, found = _search(port, reader, language, words)
            watch.note(at, language, what, words, found)
            pause(BETWEEN_SEARCHES)

    def publish() -> None:
        while not over.is_set() and (prepared := next(publications, None)):
            at = watch.now()
            watch.note(at, "", _publish(port, prepared))
            pause(max(0.0, at + BETWEEN_PUBLICATIONS - watch.now()))

    people = [threading.Thread(target=search, args=each) for each in enumerate(readers)]
    people.append(threading.Thread(target=publish))
    for each in people:
        each.start()
    try:
        yield watch
    finally:
        over.set()
        for each in people:
            each.join()


def _search(port: int, reader: dict[str, Any], language: str, words: str) -> tuple[str, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookies = "; ".join(f"{name}={value}" for name, value in reader["cookies"].items())
    try:
        connection.request("GET", f"/{language}/search/?{urlencode({'q': words})}", headers={"Cookie": cookies})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, 0
    finally:
        connection.close()
    if answer.status != 200:
        return str(answer.status), 0
    return "postgres" if NOTICE in body else "server", _found(body)


def _found(page: str) -> int:
    """One and two are words in Arabic, and then all of them are on the page."""
    told = COUNT.search(page)
    return int(told[1].replace(",", "")) if told else page.count("<h3>")


def _publish(port: int, prepared: dict[str, Any]) -> str:
    try:
        status, place, _body = post(port, prepared)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    return "published" if status == 302 and prepared["id"] in place else str(status)
