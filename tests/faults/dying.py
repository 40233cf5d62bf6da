"""The worst moment to lose a web worker: what was sent is stored, and nobody has been told yet."""

import hashlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse

ONE_IN = 4


class DiesAfterCommit:
    """While `dying/` stands below the portal's folder: one key in four takes its worker with it, the first time it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.folder = get_response, Path(os.environ["PORTAL_VAR"]) / "dying"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and self.folder.exists():
            self._die_once(request.POST.get("idempotency_key", ""))
        return response

    def _die_once(self, key: str) -> None:
        name = hashlib.sha256(key.encode()).hexdigest()
        if int(name, 16) % ONE_IN:
            return
        try:
            (self.folder / name).touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
