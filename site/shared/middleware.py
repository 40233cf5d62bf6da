import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shared.models import uuid7
from shared.request_id import set_request_id

logger = logging.getLogger("portal.request")


class RequestLog:
    """One line a request: id, door, status, milliseconds. No query string, body, name or address of a person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid7())
        set_request_id(request_id)
        request.META["PORTAL_REQUEST_ID"] = request_id
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        match = request.resolver_match
        user = getattr(request, "_cached_user", None)
        logger.info(
            "request",
            extra={
                "request_id": request_id,
                "door": match.view_name if match else "",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000),
                "user_id": str(user.pk) if user is not None and user.pk else "",
            },
        )
        return response
