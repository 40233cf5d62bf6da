"""Deeds refuse by small named errors; one middleware and one form helper turn them into an answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise


class Refused(Exception):
    """Base of every named deed error. `message` is shown to the person; `field` is the form field beside which it stands.

    `context` goes to the page (instants, links); `template` may be replaced by a subclass that needs its own page.
    """

    template = "shared/refused.html"

    def __init__(
        self,
        message: "str | Promise",
        *,
        status: int = 409,
        field: str | None = None,
        retry_after: int | None = None,
        **context: Any,
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.field, self.retry_after, self.context = (
            message,
            status,
            field,
            retry_after,
            context,
        )


class Answered(Exception):
    """This very request was answered before, by another process at the same moment; its receipt is the answer."""

    def __init__(self, receipt: Any) -> None:
        super().__init__()
        self.receipt = receipt


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Answered):
            return redirect("receipts:detail", exception.receipt.pk)
        if isinstance(exception, Refused):
            return answer(request, exception)
        return None


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page that says why, in the reader's language, with the refusal's own status."""
    context = {"refused": refused, "message": refused.message, **refused.context}
    response = render(request, refused.template, context, status=refused.status)
    if refused.retry_after is not None:
        response["Retry-After"] = str(refused.retry_after)
    return response


def to_form(form: forms.BaseForm, refused: Refused) -> None:
    """Put the refusal beside its field, or on top of the form where it has none there."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
