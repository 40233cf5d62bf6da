"""«التوظيف» in the Wagtail admin: a recruiter drafts and sends; an approver reads both languages and publishes."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entities.models import Role
from entities.roles import entities_of
from recruitment import application_queries, publishing, queries
from recruitment.forms.vacancies import EntityChoice, ReturnVacancyForm, VacancyForm
from recruitment.models import Vacancy
from recruitment.models.vacancies import VACANCY_STAFF
from recruitment.permissions import (
    may_approve_vacancy,
    may_change_vacancy,
    may_decide_change,
    may_edit_vacancy,
    may_read_applications,
    may_return_vacancy,
)
from recruitment.readiness import gaps, progress
from recruitment.reversing import reversals_for
from recruitment.views.staff_doors import vacancy_door
from shared.clock import database_now
from shared.drafts import posted_version
from shared.heads import MOST, page_of


@require_GET
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """My vacancies: what waits for me, then all of my entities by state."""
    at = database_now()
    mine = Vacancy.objects.for_user(request.user, at=at)
    recruits = entities_of(request.user, Role.RECRUITER, at=at).exists()
    if not recruits and not entities_of(request.user, *VACANCY_STAFF, at=at).exists():
        raise Http404
    chosen = next((each for each in queries.STAFF_STATUSES if each.code == request.GET.get("state")), None)
    rows = mine.filter(queries.in_status(chosen, at)) if chosen else mine
    ordered = rows.select_related("entity").order_by("-created_at", "pk")
    page = page_of(ordered, request.GET.get("page"))
    waiting, changes, reversals = (
        list(each[: MOST + 1])
        for each in (
            queries.waiting_for(request.user, at=at),
            queries.changes_for(request.user, at=at),
            reversals_for(request.user, at=at),
        )
    )
    context = {
        "groups": queries.groups(mine, now=at),
        "chosen": chosen,
        "waiting": waiting[:MOST],
        "changes": changes[:MOST],
        "reversals": reversals[:MOST],
        "more_wait": any(len(each) > MOST for each in (waiting, changes, reversals)),
        "page": page,
        "sizes": application_queries.sizes(request.user, {*waiting, *page.object_list}, at=at),
        "may_draft": recruits,
        "now": at,
    }
    return render(request, "recruitment/staff/vacancies.html", context)


@require_http_methods(["GET", "POST"])
def new_vacancy(request: HttpRequest) -> HttpResponse:
    at = database_now()
    recruiting = entities_of(request.user, Role.RECRUITER, at=at)
    if not recruiting.exists():
        raise Http404
    typed = request.POST if request.method == "POST" else None
    which = EntityChoice(typed, entities=recruiting)
    form = VacancyForm(typed, initial=VacancyForm.values(Vacancy()))
    if typed is not None and which.is_valid() and form.is_valid():
        entity = which.cleaned_data["entity"]
        begun = publishing.draft_vacancy(entity, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("The draft is saved."))
        return redirect("recruitment_staff:vacancy", begun.pk)
    context = {"form": form, "which": which}
    return render(request, "recruitment/staff/vacancy_edit.html", context, status=200 if typed is None else 422)


@require_GET
@vacancy_door
def vacancy(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    """All that is written, in both languages side by side, and what this person can do with it now."""
    return render(request, "recruitment/staff/vacancy.html", _page(request, vacancy, at))


def _page(request: HttpRequest, vacancy: Vacancy, at: datetime, **more: Any) -> dict[str, Any]:
    may_edit = may_edit_vacancy(request.user, vacancy, at=at)
    may_return = may_return_vacancy(request.user, vacancy, at=at)
    unpublished = not vacancy.is_public
    return {
        "vacancy": vacancy,
        "pairs": queries.text_pairs(vacancy),
        "gaps": gaps(vacancy, at=at) if unpublished else [],
        "progress": progress(vacancy, at=at) if unpublished else [],
        "may_edit": may_edit,
        "may_return": may_return,
        "may_approve": may_return and may_approve_vacancy(request.user, vacancy, at=at),
        "sent": vacancy.versions.order_by("number").last() if may_return else None,
        "return_form": ReturnVacancyForm(),
        "history": queries.history(vacancy),
        "may_change": may_change_vacancy(request.user, vacancy, at=at),
        "is_open": vacancy.takes_applications_at(at),
        "change": (change := queries.open_change(vacancy)),
        "may_decide_change": change is not None and may_decide_change(request.user, change, at=at),
        "may_read_applications": not unpublished and may_read_applications(request.user, vacancy, at=at),
        "sizes": application_queries.sizes(request.user, [vacancy], at=at),
        "now": at,
        **more,
    }


@require_http_methods(["GET", "POST"])
@vacancy_door
def edit_vacancy(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    if not may_edit_vacancy(request.user, vacancy, at=at):
        raise publishing.NotPermitted
    context = {"vacancy": vacancy, "progress": progress(vacancy, at=at)}
    if request.method == "GET":
        form = VacancyForm(initial=VacancyForm.values(vacancy))
        return render(request, "recruitment/staff/vacancy_edit.html", {**context, "form": form})
    form = VacancyForm(request.POST)
    if not form.is_valid():
        return render(request, "recruitment/staff/vacancy_edit.html", {**context, "form": form}, status=422)
    try:
        publishing.edit_vacancy(
            vacancy.pk, by=request.user, at=at, version=posted_version(request), **form.cleaned_data
        )
    except publishing.VacancyChanged as changed:
        # What was typed stays in the form, what was saved meanwhile stands beside it; saving again is deliberate.
        stored = VacancyForm(initial=VacancyForm.values(vacancy))
        both = {"form": form, "conflict": changed, "stored": [stored[name] for name in form.differing(stored.initial)]}
        return render(request, "recruitment/staff/vacancy_edit.html", {**context, **both}, status=409)
    messages.success(request, _("The vacancy is saved."))
    return redirect("recruitment_staff:vacancy", vacancy.pk)


@require_POST
@vacancy_door
def send(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    publishing.send_for_approval(vacancy.pk, by=request.user, at=at, version=posted_version(request))
    messages.success(request, _("The vacancy was sent for approval."))
    return redirect("recruitment_staff:vacancy", vacancy.pk)


@require_POST
@vacancy_door
def give_back(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    form = ReturnVacancyForm(request.POST)
    if not form.is_valid():
        page = _page(request, vacancy, at, return_form=form)
        return render(request, "recruitment/staff/vacancy.html", page, status=422)
    reason = form.cleaned_data["reason"]
    publishing.return_vacancy(vacancy.pk, by=request.user, at=at, reason=reason)
    messages.success(request, _("The vacancy was returned to its author."))
    return redirect("recruitment_staff:vacancy", vacancy.pk)


@require_POST
@vacancy_door
def publish(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
    approved = request.POST.get("approved", "")
    publishing.publish_vacancy(vacancy.pk, by=request.user, approved=approved)
    messages.success(request, _("The vacancy is approved and published in both languages."))
    return redirect("recruitment_staff:vacancy", vacancy.pk)


urls = [
    path("", vacancy_list, name="vacancies"),
    path("vacancies/new/", new_vacancy, name="new_vacancy"),
    path("vacancies/<uuid:pk>/", vacancy, name="vacancy"),
    path("vacancies/<uuid:pk>/edit/", edit_vacancy, name="edit_vacancy"),
    path("vacancies/<uuid:pk>/send/", send, name="send"),
    path("vacancies/<uuid:pk>/return/", give_back, name="return"),
    path("vacancies/<uuid:pk>/publish/", publish, name="publish"),
]
