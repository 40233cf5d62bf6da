"""What goes wrong, and when: seeded, so that a failure can be looked at again."""

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.faults.patience import pause


@contextmanager
def again_and_again(fault: Callable[[int], None], *, seed: int, times: int, within: float) -> Iterator[None]:
    """Do it `times` times at seeded moments of the next `within` seconds, while the block runs; ends with the last one."""
    moments = sorted(random.Random(seed).uniform(0.3, within) for _number in range(times))
    errors: list[BaseException] = []

    def run() -> None:
        past = 0.0
        for number, moment in enumerate(moments):
            pause(moment - past)
            past = moment
            try:
                fault(number)
            except BaseException as error:
                errors.append(error)
                return

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if errors:
        raise errors[0]


class Proxy:
    """Stands before a server. `passing` lets through, `refusing` closes at once, `hanging` takes everything and says nothing."""

    def __init__(self, port: int) -> None:
        self.target, self.mode = port, "passing"
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def become(self, mode: str) -> None:
        """From now on; connections that are open are cut unless it hangs."""
        self.mode = mode
        if mode == "refusing":
            for each in self._open:
                _cut(each)
            self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.server.accept()
            except OSError:
                return
            if self.mode == "refusing":
                client.close()
                continue
            self._open.append(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        self._open.append(server)
        threading.Thread(target=self._copy, args=(server, client), daemon=True).start()
        self._copy(client, server)

    def _copy(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                while self.mode == "hanging":
                    pause(0.05)
                target.sendall(data)
        except OSError:
            pass
        finally:
            for each in (source, target):
                _cut(each)

    def close(self) -> None:
        self.become("refusing")
        self.server.close()


def _cut(connection: socket.socket) -> None:
    """Whoever waits for it hears of it at once: closing alone would leave a reader waiting."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
