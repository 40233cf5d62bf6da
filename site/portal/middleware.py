from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from portal import errors
from shared import problems

ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'self'"
)


class AdminContentSecurityPolicy:
    """Wagtail's admin lives by inline scripts and frames of its own; only its addresses get this wider policy.

    A page that is shown there before it is published keeps its own: what an editor wrote runs no script in an administrator's
    name. It may stand in the admin's frame.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            own = response.get("Content-Security-Policy", ADMIN_POLICY)
            response["Content-Security-Policy"] = own.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class PrivatePages:
    """What a signed-in person is shown stays in no cache: on a shared computer the way back would show it to the next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asked first: the page itself may be the one that signs him out.
        is_somebody = request.user.is_authenticated
        response = self.get_response(request)
        if is_somebody or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class CompressPages(GZipMiddleware):
    """Pages and data only: files that people hand in or take away go as they are. Django pads what it compresses (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.streaming or not (kind.startswith("text/") or kind.endswith(("json", "xml"))):
            return response
        return super().process_response(request, response)


class LanguageInPath(LocaleMiddleware):
    """Adds the prefix to an address that lacks it. What a door of the staff area did not find, or a program asked of the
    open API, is not looked for among the public pages: it is a 404 there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_missing_here = request.resolver_match is not None or problems.wanted(request)
        if response.status_code != 404 or not is_missing_here:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or "ar")
        return response


class MethodNotAllowed:
    """Django answers a method that a door does not take with an empty body; people get a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or (response.content and not problems.wanted(request)):
            return response
        shown = errors.page(request, 405)
        shown["Allow"] = response.get("Allow", "")
        return shown
