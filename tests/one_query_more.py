"""In every test, a view of ours that shows something and asks one query a row ends in an error (django-zeal).

What changes records locks each of them by its deed: those requests are not looked at.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from zeal import zeal_context

# Wagtail shows our pages, with our templates, by a view of its own; its admin's other views are not ours to mend.
PACKAGES, SHOWS_OURS = "wagtail.", "wagtail.views"
SHOWS = ("GET", "HEAD")


class RaiseOnNPlusOne:
    """Innermost: what the middleware of packages reads is theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SHOWS or not is_ours(request.path_info):
            return self.get_response(request)
        with zeal_context():
            return self.get_response(request)


def is_ours(path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    module = getattr(view, "view_class", view).__module__
    return not module.startswith(PACKAGES) or module == SHOWS_OURS
