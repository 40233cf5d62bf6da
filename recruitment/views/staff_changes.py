"""The later life of a published vacancy: extended or cancelled by two people, concluded by a recruiter."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recruitment import changing, concluding
from recruitment.application_queries import named
from recruitment.application_states import IN_SELECTION, ApplicationState
from recruitment.change_refusals import SomebodyMoved
from recruitment.forms.changes import CancelForm, ConcludeForm, ExtendForm, ReturnChangeForm
from recruitment.models import Application, Vacancy, VacancyChange
from recruitment.permissions import may_change_vacancy, may_decide_change
from recruitment.publishing import NotPermitted
from recruitment.states import ChangeKind
from recruitment.views.staff_doors import vacancy_door
from shared.clock import database_now
from shared.refusals import Refused, to_form


@require_http_methods(["GET", "POST"])
@vacancy_door
def extend(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    return _ask(request, vacancy, ChangeKind.EXTEND, ExtendForm, at=at)


@require_http_methods(["GET", "POST"])
@vacancy_door
def cancel(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    return _ask(request, vacancy, ChangeKind.CANCEL, CancelForm, at=at)


def _ask(
    request: HttpRequest, vacancy: Vacancy, kind: ChangeKind, form_class: type[CancelForm], *, at: datetime
) -> HttpResponse:
    if not may_change_vacancy(request.user, vacancy, at=at):
        raise NotPermitted
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            changing.ask_change(vacancy.pk, kind, by=request.user, **form.cleaned_data)
        except Refused as refused:
            to_form(form, refused)
        else:
            messages.success(request, _("An approver is asked by letter. Nothing changes before."))
            return redirect("recruitment_staff:vacancy", vacancy.pk)
    competing = vacancy.applications.filter(state__in=IN_SELECTION).count() if kind == ChangeKind.CANCEL else 0
    context = {"vacancy": vacancy, "form": form, "kind": kind, "competing": competing, "now": at}
    status = 422 if form.errors else 200
    return render(request, "recruitment/staff/change.html", context, status=status)


@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    change = _change(request, pk)
    changing.approve_change(change.pk, by=request.user)
    messages.success(request, _("The change is approved, and everyone concerned is told by letter."))
    return redirect("recruitment_staff:vacancy", change.vacancy_id)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    change = _change(request, pk)
    form = ReturnChangeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        changing.return_change(change.pk, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The change was returned to whoever asked for it."))
        return redirect("recruitment_staff:vacancy", change.vacancy_id)
    context = {"vacancy": change.vacancy, "change": change, "form": form}
    status = 422 if form.errors else 200
    return render(request, "recruitment/staff/change_return.html", context, status=status)


@require_http_methods(["GET", "POST"])
@vacancy_door
def conclude(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    """Once, on a page of its own that says what it does and to how many."""
    if not may_change_vacancy(request.user, vacancy, at=at):
        raise NotPermitted
    visible = Application.objects.for_user(request.user, at=at).filter(vacancy=vacancy)
    shortlist = named(visible.filter(state=ApplicationState.SHORTLISTED)).order_by("submitted_at", "pk")
    choices = [(str(each.pk), f"{each.sent_name} · {each.reference}") for each in shortlist]
    form = ConcludeForm(request.POST if request.method == "POST" else None, shortlist=choices)
    late = None
    if form.is_bound and form.is_valid():
        told = dict(form.cleaned_data)
        hired = [UUID(each) for each in told.pop("hired")]
        try:
            concluding.conclude_vacancy(
                vacancy.pk, by=request.user, hired=hired, undecided=_posted_count(request), **told
            )
        except SomebodyMoved as refused:
            late = refused
        except Refused as refused:
            to_form(form, refused)
        else:
            messages.success(request, _("The vacancy is concluded, and everyone is told by letter."))
            return redirect("recruitment_staff:vacancy", vacancy.pk)
    context: dict[str, Any] = {
        "vacancy": vacancy,
        "form": form,
        "undecided": visible.filter(state__in=IN_SELECTION).count(),
        "late": late,
        "now": at,
    }
    status = late.status if late else 422 if form.errors else 200
    return render(request, "recruitment/staff/conclude.html", context, status=status)


def _change(request: HttpRequest, pk: UUID) -> VacancyChange:
    """One that somebody else asked for, in an entity where this person approves; any other is a 404."""
    at = database_now()
    mine = Vacancy.objects.for_user(request.user, at=at)
    change: VacancyChange = get_object_or_404(
        VacancyChange.objects.select_related("vacancy__entity").filter(vacancy__in=mine), pk=pk
    )
    if not may_decide_change(request.user, change, at=at):
        raise NotPermitted
    return change


def _posted_count(request: HttpRequest) -> int:
    typed = request.POST.get("undecided", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


urls = [
    path("vacancies/<uuid:pk>/extend/", extend, name="extend"),
    path("vacancies/<uuid:pk>/cancel/", cancel, name="cancel"),
    path("vacancies/<uuid:pk>/conclude/", conclude, name="conclude"),
    path("changes/<uuid:pk>/approve/", approve, name="approve_change"),
    path("changes/<uuid:pk>/return/", give_back, name="return_change"),
]
