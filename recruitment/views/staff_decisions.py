"""Around a decision: undoing it in time, taking it back by two people, and asking for what is missing before it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from recruitment import information, reversing, screening
from recruitment.application_queries import named
from recruitment.application_refusals import ApplicationChanged, TooLateToUndo
from recruitment.forms.changes import ReversalForm
from recruitment.forms.information import AskForm
from recruitment.models import Application, Reversal
from recruitment.permissions import may_screen
from recruitment.publishing import NotPermitted
from recruitment.views.staff_applications import too_late
from recruitment.views.staff_doors import Door, application_door
from shared.clock import database_now
from shared.drafts import posted_version
from shared.moves import MoveNotAllowed
from shared.refusals import Refused, to_form


def screening_door(door: Door) -> Door:
    """One application, for somebody who may decide on it."""

    @application_door
    def enter(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
        if not may_screen(request.user, application.vacancy, at=at):
            raise NotPermitted
        return door(request, application, at=at)

    return enter


@require_POST
@screening_door
def undo(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    try:
        screening.undo_decision(application.pk, by=request.user, version=posted_version(request))
    except (ApplicationChanged, TooLateToUndo) as late:
        return too_late(request, late, application)
    messages.success(request, _("The decision is undone. Nobody was told of it."))
    return redirect("recruitment_staff:application", application.pk)


@require_http_methods(["GET", "POST"])
@screening_door
def ask(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    """What is missing, in both languages, and until when."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            information.request_information(
                application.pk, by=request.user, version=posted_version(request), **form.cleaned_data
            )
        except (ApplicationChanged, MoveNotAllowed) as late:
            return too_late(request, late, application)
        except Refused as refused:
            to_form(form, refused)
        else:
            messages.success(request, _("The applicant is asked by letter."))
            return redirect("recruitment_staff:application", application.pk)
    context = {"application": application, "vacancy": application.vacancy, "form": form}
    status = 422 if form.errors else 200
    return render(request, "recruitment/staff/application_ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
@screening_door
def reverse(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    """Ask another person to agree that a decision which was told is taken back."""
    form = ReversalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reversing.ask_reversal(
                application.pk, by=request.user, version=posted_version(request), reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            return too_late(request, refused, application)
        messages.success(request, _("Another person is asked to agree."))
        return redirect("recruitment_staff:application", application.pk)
    context = {"application": application, "vacancy": application.vacancy, "form": form}
    status = 422 if form.errors else 200
    return render(request, "recruitment/staff/application_reverse.html", context, status=status)


@require_GET
def reversal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the other person: what was decided, and why it should be taken back."""
    waiting = _waiting(request, pk)
    applications = named(Application.objects.filter(pk=waiting.application_id)).select_related("vacancy__entity")
    context = {"reversal": waiting, "application": applications.get()}
    return render(request, "recruitment/staff/reversal.html", context)


@require_POST
def decide_reversal(request: HttpRequest, pk: UUID) -> HttpResponse:
    waiting = _waiting(request, pk)
    if request.POST.get("answer") == "agree":
        reversing.agree_to_reversal(waiting.pk, by=request.user)
        messages.success(request, _("The application is in screening again; the applicant is told by letter."))
    else:
        reversing.decline_reversal(waiting.pk, by=request.user)
        messages.success(request, _("The decision stands."))
    return redirect("recruitment_staff:vacancies")


def _waiting(request: HttpRequest, pk: UUID) -> Reversal:
    """One that was decided meanwhile waits for nobody any more, like one of another entity: a 404."""
    return get_object_or_404(reversing.reversals_for(request.user, at=database_now()), pk=pk)


urls = [
    path("applications/<uuid:pk>/undo/", undo, name="undo"),
    path("applications/<uuid:pk>/ask/", ask, name="ask"),
    path("applications/<uuid:pk>/reverse/", reverse, name="reverse"),
    path("reversals/<uuid:pk>/", reversal, name="reversal"),
    path("reversals/<uuid:pk>/decide/", decide_reversal, name="decide_reversal"),
]
