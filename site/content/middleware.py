from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

WAGTAILS_OWN = ("wagtail.", "wagtail_localize.")


class AtomicAdmin:
    """Puts a transaction around the changing requests of Wagtail's own views; our staff doors' deeds have their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or not request.path.startswith("/admin/") or not _is_wagtails(view):
            return None
        with transaction.atomic():
            response: HttpResponse = view(request, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
        return response


def _is_wagtails(view: Any) -> bool:
    """Or one of ours that grew out of one of Wagtail's, and has no more of a transaction than that."""
    line = getattr(getattr(view, "view_class", None), "__mro__", (view,))
    return any(each.__module__.startswith(WAGTAILS_OWN) for each in line)
