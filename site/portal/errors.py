"""What people see when something goes wrong: one template, their language, a reference number, never a trace.

The pages for 400 (unreadable host), 500 and 503 stand alone: `manage.py error_pages` makes them as files when the portal is
built, so that neither a database nor a readable request is needed, and a proxy can show them while no portal answers.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.context_processors import footer_items, main_items
from shared import problems, refusals
from shared.limits import TooMany
from shared.request_id import current_request_id

logger = logging.getLogger("portal.errors")

RETRY_AFTER_SECONDS = 30
RETRY_AFTER_MANY_SECONDS = 5 * 60
STANDING = (400, 500, 503)
NUMBER_GOES_HERE = "<!-- reference -->"
TITLES = {
    400: gettext_lazy("We could not read what you sent"),
    403: gettext_lazy("You do not have permission to open this page"),
    404: gettext_lazy("There is no such page"),
    405: gettext_lazy("This address does not take what was sent to it"),
    413: gettext_lazy("The file is larger than allowed"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("An unexpected error occurred"),
    503: gettext_lazy("The service is not available for the moment"),
}
TEXTS = {
    400: gettext_lazy("Go back and try again. If you typed the address, check how it is written."),
    403: gettext_lazy("If you need it for your work, ask the administrator of your entity for the role."),
    404: gettext_lazy(
        "It may have moved, or the address may be incomplete. Look for it by a word, or start at the home page."
    ),
    405: gettext_lazy("Open the page again from its link, then go on."),
    413: gettext_lazy("Attach a smaller file. Nothing that you had saved is lost."),
    500: gettext_lazy("Your saved data is not lost. If it happens again, tell us the reference number."),
    503: gettext_lazy("Try again in a little while; what you sent will not be recorded twice."),
}
EXPIRED = gettext_noop("The form has expired")
EXPIRED_TEXT = gettext_noop("Nothing was sent. Go back, copy what you typed, reload the page and send it again.")


def page(request: HttpRequest, status: int, **words: Any) -> HttpResponse:
    if problems.wanted(request):
        return problem(request, status)
    context = {"title": TITLES.get(status, ""), "text": TEXTS.get(status, ""), "status": status, **words}
    return render(request, "portal/error.html", context, status=status)


def problem(request: HttpRequest, status: int, *, detail: Any = "") -> HttpResponse:
    """The same for programs."""
    title = TITLES.get(status, detail)
    return problems.answer(request, status, title=title, detail=detail, instance=current_request_id())


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400. An unknown host is answered without looking at the request again."""
    if isinstance(exception, DisallowedHost):
        return standing(request, 400)
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's handler429, for the limits that it keeps itself."""
    return refusals.answer(request, TooMany(RETRY_AFTER_MANY_SECONDS))


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return page(request, 403, title=_(EXPIRED), text=_(EXPIRED_TEXT))


def unexpected(request: HttpRequest) -> HttpResponse:
    """handler500, called while the error is still at hand: a database that does not answer is 503, the rest is 500."""
    error = sys.exc_info()[1]
    _remember(error)
    return standing(request, 503 if isinstance(error, OperationalError | InterfaceError) else 500)


def _remember(error: BaseException | None) -> None:
    """Where it happened, under the number that the person was given. Not the message, which may repeat what he typed."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    facts = {"request_id": current_request_id(), "error": type(error).__qualname__, "where": where[-12:]}
    logger.error("unexpected error", extra=facts)


def standing(request: HttpRequest, status: int) -> HttpResponse:
    response = problem(request, status) if problems.wanted(request) else _standing_answer(request, status)
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _standing_answer(request: HttpRequest, status: int) -> HttpResponse:
    language = translation.get_language_from_path(request.path_info) or translation.get_language() or "ar"
    kept = file_of(status, language)
    text = kept.read_text(encoding="utf-8") if kept.exists() else standing_page(status, language)
    with translation.override(language):
        number = format_html("<p>{} <bdi>{}</bdi></p>", _("Reference number:"), current_request_id())
    response = HttpResponse(text.replace(NUMBER_GOES_HERE, number), status=status)
    response["Content-Language"] = language
    return response


def standing_page(status: int, language: str) -> str:
    """The page as it lies in a file: without a request, so without anything from the database."""
    with translation.override(language):
        words = {"title": TITLES[status], "text": TEXTS[status], "status": status}
        frame = {"main_navigation": main_items(), "footer_navigation": footer_items(), "stands_alone": True}
        return render_to_string("portal/error.html", {**words, **frame})


def file_of(status: int, language: str) -> Path:
    return Path(settings.STATIC_ROOT) / "errors" / f"{status}.{language}.html"


def write_standing_pages() -> list[Path]:
    written = []
    for status in STANDING:
        for language, _name in settings.LANGUAGES:
            target = file_of(status, language)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(standing_page(status, language), encoding="utf-8")
            written.append(target)
    return written
