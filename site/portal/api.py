"""The open API: what its doors have in common. Each app brings its own in its api.py."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from accounts.adapter import client_address
from portal import errors
from search.api import router as search
from shared import limits
from shared.clock import database_now
from shared.refusals import Refused

KEPT_SECONDS = 60
limits.define("portal:api", 120, timedelta(minutes=1))
View = Callable[..., HttpResponse]


class InReadableLetters(JSONRenderer):
    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=self.encoder_class, ensure_ascii=False)


api = NinjaAPI(
    title="Oasis City Government Portal",
    version="1",
    description="What anyone may see, for programs. Texts of the answers are in the language that is asked for.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    renderer=InReadableLetters(),
)


def door(view: View) -> View:
    """Language, limit, and how long an answer may be kept."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _speak(request)
        try:
            limits.take("portal:api", client_address(request) or "", at=database_now())
            response = view(request, *args, **kwargs)
        except Refused as refused:
            return _refused(request, refused)
        if not request.user.is_authenticated and response.status_code == 200:
            response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return response

    return answered


def _speak(request: HttpRequest) -> None:
    """As the parameter asks, else as the request does: for the rest of this request, errors included."""
    if (wanted := request.GET.get("language")) in dict(settings.LANGUAGES):
        translation.activate(wanted)
        request.LANGUAGE_CODE = wanted


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    response = errors.problem(request, refused.status, detail=refused.message)
    if refused.retry_after is not None:
        response["Retry-After"] = str(refused.retry_after)
    return response


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Names alone: a value may be anything that somebody typed."""
    names = sorted({[part for part in each["loc"] if isinstance(part, str)][-1] for each in error.errors})
    return errors.problem(
        request, 400, detail=_("Not one of the values that may stand there: %(names)s") % {"names": ", ".join(names)}
    )


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return errors.missing(request, error)


@api.exception_handler(BadRequest)
@api.exception_handler(SuspiciousOperation)
def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return errors.unreadable(request, error)


@api.exception_handler(Exception)
def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """Left to the portal, which remembers where it happened."""
    raise error


api.add_decorator(door, mode="view")
api.add_router("", search)


@csrf_exempt  # nothing is taken here, and that is what whoever sends something is told
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """/api/openapi.json, made from the code."""
    text = json.dumps(api.get_openapi_schema(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json")


@csrf_exempt
def start(request: HttpRequest) -> HttpResponse:
    """/api/ itself: nothing lies there, whatever is sent."""
    return errors.missing(request)
