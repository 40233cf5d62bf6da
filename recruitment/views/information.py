"""The applicant completes what he was asked for, on one page, in time."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from recruitment import information
from recruitment.application_refusals import AnswerTooLate, ApplicationChanged
from recruitment.forms.information import AnswerForm
from recruitment.models import Application
from shared import idempotency
from shared.clock import database_now
from shared.drafts import posted_version
from shared.files import FileRefused
from shared.models import Receipt
from shared.refusals import to_form

ANSWER = "recruitment:application:answer_information"


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine: Application = get_object_or_404(Application.objects.of(request.user).select_related("vacancy__entity"), pk=pk)
    if request.method == "POST":
        return _take(request, mine)
    asked = information.open_request(mine)
    if asked is None:
        return redirect("recruitment:application", mine.pk)
    if not asked.is_open_at(database_now()):
        raise AnswerTooLate(mine, due_at=asked.due_at)
    return _page(request, mine, AnswerForm())


def _take(request: HttpRequest, mine: Application) -> HttpResponse:
    form, status = AnswerForm(request.POST, request.FILES), 422
    if form.is_valid():
        try:
            return redirect("receipts:detail", _send(request, mine, form).pk)
        except FileRefused as refused:
            form.add_error(form.upload_names()[refused.context["position"]], str(refused.message))
        except ApplicationChanged as changed:
            to_form(form, changed)
            status = changed.status
    return _page(request, mine, form, status=status)


def _page(request: HttpRequest, mine: Application, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    mine.refresh_from_db(fields=["row_version"])
    asked = information.open_request(mine)
    if asked is None:
        raise AnswerTooLate(mine, due_at=None)
    context = {
        "application": mine,
        "vacancy": mine.vacancy,
        "asked": asked,
        "form": form,
        "key": f"{mine.pk}:{mine.row_version}",
        "now": database_now(),
    }
    return render(request, "recruitment/information/answer.html", context, status=status)


def _send(request: HttpRequest, mine: Application, form: AnswerForm) -> Receipt:
    with idempotency.once(request, door=ANSWER) as once:
        return information.answer_information(
            mine.pk,
            by=request.user,
            version=posted_version(request),
            answer=form.cleaned_data["answer"],
            uploads=form.uploads(),
            once=once,
        )


urls = [path("account/applications/<uuid:pk>/information/", answer, name="information")]
