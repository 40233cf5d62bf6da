"""Selection in the Wagtail admin (فرز طلبات التوظيف): one application's file, and what is done with it now."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from recruitment import answers, information, screening
from recruitment import application_queries as queries
from recruitment.application_refusals import ApplicationChanged
from recruitment.application_states import ApplicationState
from recruitment.forms.screening import NoteForm, RejectForm
from recruitment.models import Application
from recruitment.permissions import may_screen
from recruitment.publishing import NotPermitted
from recruitment.views.staff_doors import application_door, visible_application
from shared.clock import database_now
from shared.drafts import posted_version
from shared.moves import MoveNotAllowed
from shared.refusals import Refused


@require_GET
@application_door
def application(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    return render(request, "recruitment/staff/application.html", _page(request, application, at))


def _page(request: HttpRequest, application: Application, at: datetime, **more: Any) -> dict[str, Any]:
    snapshot, may_decide = application.snapshot, may_screen(request.user, application.vacancy, at=at)
    assert snapshot is not None
    return {
        "application": application,
        "vacancy": application.vacancy,
        "snapshot": snapshot,
        "parts": answers.parts(snapshot.facts),
        "documents": list(application.documents.select_related("file")),
        "steps": queries.steps(application) if may_decide else [],
        "may_decide": may_decide,
        "undoable": application.is_undoable_at(at),
        "asked": information.open_request(application),
        "reversal": application.reversals.filter(decided_at__isnull=True).select_related("asked_by").first(),
        "notes": list(application.notes.select_related("author")),
        "note_form": NoteForm() if may_decide else None,
        "history": queries.history(application),
        "now": at,
        **more,
    }


@require_POST
@application_door
def move(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    target = request.POST.get("to", "")
    if target not in ApplicationState:
        return too_late(request, MoveNotAllowed(application.state, target), application)
    try:
        screening.move_application(application.pk, target, by=request.user, version=posted_version(request))
    except (ApplicationChanged, MoveNotAllowed) as late:
        return too_late(request, late, application)
    label = ApplicationState(target).label
    messages.success(request, _("The application now stands at “%(state)s”.") % {"state": label})
    if request.POST.get("back") == "board":
        return redirect("recruitment_staff:board", application.vacancy_id)
    return redirect("recruitment_staff:application", application.pk)


@require_http_methods(["GET", "POST"])
@application_door
def reject(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    """Asked on a page of its own: what the applicant will read, and what stays among colleagues."""
    if not may_screen(request.user, application.vacancy, at=at):
        raise NotPermitted
    form = RejectForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _reject_page(request, application, form, at=at, status=422 if form.is_bound else 200)
    try:
        screening.reject_application(
            application.pk, by=request.user, version=posted_version(request), **form.cleaned_data
        )
    except (ApplicationChanged, MoveNotAllowed) as late:
        # What was typed stays; the page now knows where the application stands, and sending again is deliberate.
        at = database_now()
        fresh = visible_application(request.user, application.pk, at=at)
        return _reject_page(request, fresh, form, at=at, status=late.status, late=late)
    messages.success(request, _("The application is not selected; the applicant is told by letter."))
    return redirect("recruitment_staff:application", application.pk)


def _reject_page(
    request: HttpRequest, application: Application, form: RejectForm, *, at: datetime, status: int, late: Any = None
) -> HttpResponse:
    if not any(step.deed == "reject_application" for step in queries.steps(application)):
        return too_late(request, late or MoveNotAllowed(application.state, ApplicationState.REJECTED), application)
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "form": form,
        "late": late,
        "last_act": queries.last_act(application) if late else None,
        "now": at,
    }
    return render(request, "recruitment/staff/application_reject.html", context, status=status)


@require_POST
@application_door
def note(request: HttpRequest, application: Application, *, at: datetime) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        page = _page(request, application, at, note_form=form)
        return render(request, "recruitment/staff/application.html", page, status=422)
    screening.add_note(application.pk, by=request.user, text=form.cleaned_data["text"])
    messages.success(request, _("The note is saved."))
    return redirect("recruitment_staff:application", application.pk)


def too_late(request: HttpRequest, late: Refused, application: Application) -> HttpResponse:
    """A colleague was faster: the file as it stands now, and what he did."""
    at = database_now()
    application = visible_application(request.user, application.pk, at=at)
    page = _page(request, application, at, late=late, last_act=queries.last_act(application))
    return render(request, "recruitment/staff/application.html", page, status=late.status)


urls = [
    path("applications/<uuid:pk>/", application, name="application"),
    path("applications/<uuid:pk>/move/", move, name="move_application"),
    path("applications/<uuid:pk>/reject/", reject, name="reject_application"),
    path("applications/<uuid:pk>/note/", note, name="note"),
]
