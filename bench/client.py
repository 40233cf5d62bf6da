"""A client that costs little: one connection a request, timed from the first byte sent to the last one read."""

import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Request:
    path: str
    form: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def raw(self, host: str) -> bytes:
        body = urlencode(self.form).encode()
        head = [f"{'POST' if body else 'GET'} {self.path} HTTP/1.1", f"Host: {host}", "Connection: close"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Origin: http://{host}",
            ]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Unexpected(AssertionError):
    """The server answered, but not what is measured."""


def ask(port: int, requests: Iterable[Request], *, status: int) -> list[float]:
    """Seconds of each answer, one after the other. Raises Unexpected at the first answer with another status."""
    host, taken = f"127.0.0.1:{port}", []
    for request in requests:
        raw = request.raw(host)
        started = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(raw)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        taken.append(time.perf_counter() - started)
        if int(answer[9:12]) != status:
            raise Unexpected(f"{request.path}: {answer[:400]!r}")
    return taken
