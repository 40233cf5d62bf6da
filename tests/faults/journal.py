"""What clients were told. An acknowledgement counts only when it is safe on disk, as a person keeps his receipt."""

import http.client
import json
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.faults.patience import pause

PATIENCE = 120.0  # seconds for one person, who tries again with the same key
BETWEEN = 0.15


class Journal:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock, self._file = threading.Lock(), path.open("a", encoding="utf-8")

    def acknowledge(self, prepared: dict[str, Any], receipt: str) -> None:
        with self._lock:
            self._file.write(json.dumps({"kind": prepared["kind"], "id": prepared["id"], "receipt": receipt}) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def acknowledged(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]


@dataclass
class Heard:
    """All answers of one run: statuses that were no receipt, and the seconds from the first click to the receipt."""

    refused: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)

    def note(self, word: str) -> None:
        self.refused[word] = self.refused.get(word, 0) + 1


def post(port: int, prepared: dict[str, Any]) -> tuple[int, str, str]:
    """Status, place to go on, and body of one click."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
        "Cookie": "; ".join(f"{name}={value}" for name, value in prepared["cookies"].items()),
    }
    try:
        connection.request("POST", prepared["path"], urlencode(prepared["form"]), headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read().decode(errors="replace")
    finally:
        connection.close()


def submit(port: int, prepared: dict[str, Any], journal: Journal, heard: Heard) -> None:
    """Click until there is a receipt, always with the same key; give up after PATIENCE."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        try:
            status, place, body = post(port, prepared)
        except (OSError, http.client.HTTPException) as error:
            heard.note(type(error).__name__)
        else:
            if status == 302 and "/receipts/" in place:
                journal.acknowledge(prepared, place.rstrip("/").rpartition("/")[2])
                heard.seconds.append(time.monotonic() - started)
                return
            heard.note(str(status))
            if "Traceback" in body:
                heard.traces.append(body[:500])
        pause(BETWEEN)
    heard.given_up.append(prepared["id"])


def submit_all(
    port: int, prepared: list[dict[str, Any]], journal: Journal, *, clients: int = 8, over: float = 0.0
) -> Heard:
    """`clients` people at a time; with `over`, the clicks are spread over so many seconds."""
    heard, queue, lock = Heard(), list(prepared), threading.Lock()
    step, started = over / max(1, len(prepared)), time.monotonic()

    def person() -> None:
        while True:
            with lock:
                if not queue:
                    return
                number, mine = len(prepared) - len(queue), queue.pop(0)
            pause(max(0.0, started + number * step - time.monotonic()))
            submit(port, mine, journal, heard)

    people = [threading.Thread(target=person) for _number in range(clients)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return heard
