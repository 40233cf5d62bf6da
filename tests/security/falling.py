"""A web application that falls at every request, with what was asked of it in its error."""

from collections.abc import Callable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    raise RuntimeError(environ["QUERY_STRING"])
