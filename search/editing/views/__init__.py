"""The screens of search in the Wagtail admin, each for editors of search alone; others do not learn that it exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

RIGHT = "search.edit"


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "has_perm", lambda right: False)(RIGHT):
            raise Http404
        return view(request, *args, **kwargs)

    return door
