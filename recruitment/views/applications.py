"""From the vacancy to the receipt: start, task list, steps, check, submit. Entries and documents have doors of their own."""

from functools import partial
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from recruitment import answering, applying, own_applications
from recruitment.application_refusals import ApplicationChanged, DocumentInfected, StepsOpen
from recruitment.application_states import ApplicationState
from recruitment.models import Application, Vacancy
from recruitment.steps import BY_NAME, STEPS, open_steps
from recruitment.views.application_doors import (
    APPLY,
    COUNT,
    check_url,
    conflicts_in_words,
    leave,
    of_applicant,
    place,
    sections,
    step_url,
    url_after,
)
from shared import autosaving, drafts, idempotency
from shared.clock import database_now
from shared.drafts import posted_version
from shared.models import Receipt
from shared.refusals import Refused

# The other steps lie on pages of their own: lists of entries, documents.
FORMS: dict[str, Any] = {name: BY_NAME[name].form for name in ("personal", "declaration")}
SUBMIT = "recruitment:application:submit"


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, reference: str) -> HttpResponse:
    """What is asked, and the button that begins; for a draft that was begun, its task list."""
    vacancy = get_object_or_404(Vacancy.objects.public().select_related("entity"), reference=reference)
    if request.method == "POST":
        return _begin(request, vacancy)
    now, application = database_now(), own_applications.live(request.user, vacancy)
    state = application.state_at(now) if application else None
    if application and state == ApplicationState.DRAFT:
        return _task_list(request, application)
    if application:
        return redirect("recruitment:application", application.pk)
    if not vacancy.takes_applications_at(now):
        return redirect("recruitment:vacancy", reference)
    context = {"vacancy": vacancy, "steps": STEPS, "now": now}
    return render(request, "recruitment/application/start.html", context)


def _begin(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    applying.start_application(vacancy.pk, by=request.user)
    return redirect("recruitment:apply", vacancy.reference)


def _task_list(request: HttpRequest, application: Application) -> HttpResponse:
    tasks = drafts.steps(application, STEPS, url=lambda name: step_url(application, name))
    waiting = [task for task in tasks if task.state != "done"]
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "tasks": tasks,
        "done": len(tasks) - len(waiting),
        "next": waiting[0].url if waiting else check_url(application),
        "ready": not waiting,
    }
    return render(request, "recruitment/application/tasks.html", context)


@of_applicant
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, application: Application, step: str) -> HttpResponse:
    if step not in FORMS:
        raise Http404
    if request.method == "GET":
        return _show_step(request, application, step, _stored_form(application, step))
    form, leaving = FORMS[step](request.POST), "leave" in request.POST
    complete = form.is_valid()
    if autosaving.asked(request):
        typed = form.to_store() if complete else form.as_typed()
        return autosaving.answer(application, partial(_save, request, application, step, typed, complete=False))
    if not complete and not leaving:
        return _show_step(request, application, step, form, status=422)
    values = form.to_store() if complete else form.as_typed()
    with conflicts_in_words(step):
        application = _save(request, application, step, values, complete=complete)
    return leave(request) if leaving else redirect(url_after(application, step))


def _save(
    request: HttpRequest, application: Application, step: str, values: dict[str, Any], *, complete: bool
) -> Application:
    version = posted_version(request)
    return answering.save(application.pk, step, values, by=request.user, version=version, complete=complete)


def _stored_form(application: Application, step: str) -> Any:
    """As stored; a step that was complete and no longer holds shows its errors at once."""
    stored = application.read_draft().get(step, {})
    if step in application.completed_steps and drafts.problems(BY_NAME[step], stored):
        return FORMS[step](data=stored)
    return FORMS[step](initial=stored)


def _show_step(request: HttpRequest, application: Application, step: str, form: Any, *, status: int = 200) -> Any:
    context = {**place(application, step), "form": form}
    return render(request, "recruitment/application/step.html", context, status=status)


@of_applicant
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, application: Application) -> HttpResponse:
    """«مراجعة الإجابات»: everything once more, each answer with the way back to it, then the one button that counts."""
    if request.method == "GET":
        return _show_check(request, application)
    try:
        receipt = _submit(request, application)
    except (StepsOpen, DocumentInfected, ApplicationChanged) as refused:
        application.refresh_from_db()
        return _show_check(request, application, refused=refused)
    return redirect("receipts:detail", receipt.pk)


def _submit(request: HttpRequest, application: Application) -> Receipt:
    with idempotency.once(request, door=SUBMIT) as once:
        return applying.submit_application(application.pk, by=request.user, version=posted_version(request), once=once)


def _show_check(request: HttpRequest, application: Application, *, refused: Refused | None = None) -> HttpResponse:
    documents = list(application.documents.select_related("file"))
    waiting = {view.name for view in open_steps(application, documents)}
    tasks = drafts.steps(application, STEPS, url=lambda name: step_url(application, name))
    context = {
        "application": application,
        "vacancy": application.vacancy,
        "sections": sections(application),
        "documents": documents,
        "documents_url": step_url(application, "documents"),
        "waiting": [task for task in tasks if task.name in waiting],
        "refused": refused,
        "key": f"{application.pk}:{application.row_version}",
        "number": COUNT,
        "count": COUNT,
    }
    return render(request, "recruitment/application/check.html", context, status=refused.status if refused else 200)


urls = [
    path(APPLY, apply, name="apply"),
    path(f"{APPLY}check/", check, name="apply_check"),
]
# The last of all, for it takes any word.
step_urls = [path(f"{APPLY}<slug:step>/", step, name="apply_step")]
