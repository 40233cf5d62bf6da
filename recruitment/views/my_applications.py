"""«طلباتي»: where the applicant's applications stand, what he sent, and how he takes one back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from recruitment import answers, applying, information, keeping, own_applications
from recruitment.application_states import APPLICATION_MOVES, ApplicationState
from recruitment.forms.application import WithdrawForm
from recruitment.models import Application
from shared.clock import database_now


@login_required
@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    context = {"applications": own_applications.listed(request.user), "now": database_now()}
    return render(request, "recruitment/application/applications.html", context)


@login_required
@require_GET
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands, and what was sent; of a draft that came too late, what was written."""
    mine, now = _own(request, pk), database_now()
    if mine.state_at(now) == ApplicationState.DRAFT:
        return redirect("recruitment:apply", mine.vacancy.reference)
    snapshot = mine.snapshot
    context = {
        "application": mine,
        "vacancy": mine.vacancy,
        "snapshot": snapshot,
        "parts": answers.parts(snapshot.facts if snapshot else mine.read_draft()),
        "documents": _documents(mine),
        "may_withdraw": _may_withdraw(mine),
        "asked": information.open_request(mine),
        "offers_entries": bool(snapshot) and keeping.has_news(request.user, snapshot),
        "is_open": mine.vacancy.takes_applications_at(now),
        "now": now,
    }
    return render(request, "recruitment/application/application.html", context)


def _documents(mine: Application) -> list[dict[str, Any]]:
    """As they were frozen; of a draft, as they lie there."""
    if snapshot := mine.snapshot:
        return own_applications.sent_documents(mine, snapshot)
    attached = mine.documents.select_related("file")
    return [
        {"kind": each.kind, "name": each.file.given_name, "size": each.file.size, "document": each} for each in attached
    ]


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page of its own, which says what is lost."""
    mine = _own(request, pk)
    if request.method == "GET" and not _may_withdraw(mine):
        return redirect("recruitment:application", mine.pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        applying.withdraw_application(mine.pk, by=request.user, reason=form.cleaned_data["reason"])
        if mine.submitted_at is None:
            messages.success(request, _("Your draft is deleted."))
            return redirect("recruitment:applications")
        messages.success(request, _("Your application is withdrawn."))
        return redirect("recruitment:application", mine.pk)
    context = {"application": mine, "vacancy": mine.vacancy, "form": form, "now": database_now()}
    return render(request, "recruitment/application/withdraw.html", context, status=422 if form.errors else 200)


def _may_withdraw(mine: Application) -> bool:
    return APPLICATION_MOVES.allows(mine.state_told_at(database_now()), ApplicationState.WITHDRAWN)


def _own(request: HttpRequest, pk: UUID) -> Application:
    mine: Application = get_object_or_404(Application.objects.of(request.user).select_related("vacancy__entity"), pk=pk)
    return mine


urls = [
    path("account/applications/", applications, name="applications"),
    path("account/applications/<uuid:pk>/", application, name="application"),
    path("account/applications/<uuid:pk>/withdraw/", withdraw, name="application_withdraw"),
]
