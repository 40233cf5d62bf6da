"""Education and work experience: a list, and a page for each entry."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruitment import answering, snapshots
from recruitment.answers import Answer
from recruitment.forms.application import ENTRY_FORMS, MOST_ENTRIES, entries_of
from recruitment.models import Application
from recruitment.rules import experience
from recruitment.steps import BY_NAME, EDUCATION, EXPERIENCE
from recruitment.views.application_doors import (
    APPLY,
    Entry,
    Section,
    conflicts_in_words,
    entry_url,
    leave,
    of_applicant,
    place,
    sections,
    step_url,
    url_after,
)
from shared import autosaving
from shared.drafts import posted_version


@of_applicant
@require_http_methods(["GET", "POST"])
def entries(request: HttpRequest, application: Application, step: str) -> HttpResponse:
    """The list as it is stored; going on says that it is complete."""
    form_class = BY_NAME[step].form
    assert form_class is not None
    form = form_class(data=application.read_draft().get(step, {}))
    if request.method == "GET":
        return _show_list(request, application, step)
    complete, leaving = form.is_valid(), "leave" in request.POST
    if not complete and not leaving:
        return _show_list(request, application, step, form=form, status=422)
    # Nothing was typed here: what is stored now is what is meant, whichever page stored it.
    values = {"entries": entries_of(form.data)}
    application = answering.save(
        application.pk, step, values, by=request.user, version=application.row_version, complete=complete
    )
    return leave(request) if leaving else redirect(url_after(application, step))


def _show_list(
    request: HttpRequest, application: Application, step: str, *, form: Any = None, status: int = 200
) -> HttpResponse:
    stored = entries_of(application.read_draft().get(step, {}))
    shown = _section(application, step).entries
    rows = [_row(step, *pair) for pair in zip(stored, shown, strict=True)]
    periods = snapshots.periods(stored) if step == EXPERIENCE else []
    context = {
        **place(application, step),
        "form": form,
        "rows": rows,
        "has_room": len(rows) < MOST_ENTRIES,
        "overlapping": bool(experience.overlaps(periods, today=timezone.localdate())),
    }
    return render(request, "recruitment/application/entries.html", context, status=status)


def _row(step: str, stored: dict[str, Any], shown: Entry) -> dict[str, Any]:
    """In two lines: what it is, and the rest."""
    first, *others = shown.answers
    return {
        "id": stored.get("id"),
        "url": shown.url,
        "title": first.value,
        "lines": [answer.value for answer in others if answer.value and answer.kind != "lines"],
        "complete": ENTRY_FORMS[step](data=stored).is_valid(),
    }


@of_applicant
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, application: Application, step: str, entry_id: str | None = None) -> HttpResponse:
    if step not in ENTRY_FORMS:
        raise Http404
    if request.method == "GET":
        stored = _entry(application, step, entry_id) if entry_id else {}
        return _show_entry(request, application, step, ENTRY_FORMS[step](initial=stored), entry_id)
    form, leaving = ENTRY_FORMS[step](request.POST), "leave" in request.POST
    complete = form.is_valid()
    values = form.to_store() if complete else form.as_typed()
    if autosaving.asked(request):
        entry_id = entry_id or answering.new_entry_id()
        put = partial(_put, request, application, step, values, entry_id)
        return autosaving.answer(application, put, address=entry_url(application, step, entry_id))
    if not complete and not leaving:
        return _show_entry(request, application, step, form, entry_id, status=422)
    with conflicts_in_words(step):
        _put(request, application, step, values, entry_id)
    return leave(request) if leaving else redirect(step_url(application, step))


def _put(
    request: HttpRequest, application: Application, step: str, values: dict[str, Any], entry_id: str | None
) -> Application:
    version = posted_version(request)
    return answering.put_entry(application.pk, step, values, by=request.user, version=version, entry_id=entry_id)


def _show_entry(
    request: HttpRequest, application: Application, step: str, form: Any, entry_id: str | None, *, status: int = 200
) -> HttpResponse:
    context = {**place(application, step), "form": form, "is_new": entry_id is None}
    context["list_url"] = step_url(application, step)
    return render(request, "recruitment/application/entry.html", context, status=status)


@of_applicant
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, application: Application, step: str, entry_id: str) -> HttpResponse:
    if step not in ENTRY_FORMS:
        raise Http404
    if request.method == "POST":
        with conflicts_in_words(step):
            answering.remove_entry(application.pk, step, entry_id, by=request.user, version=posted_version(request))
        messages.success(request, _("The entry is removed."))
        return redirect(step_url(application, step))
    shown = _shown(application, step, entry_id)
    context = {**place(application, step), "answers": shown, "list_url": step_url(application, step)}
    return render(request, "recruitment/application/entry_remove.html", context)


def _entry(application: Application, step: str, entry_id: str) -> dict[str, Any]:
    stored = entries_of(application.read_draft().get(step, {}))
    found = next((each for each in stored if each.get("id") == entry_id), None)
    if found is None:
        raise Http404
    return found


def _shown(application: Application, step: str, entry_id: str) -> list[Answer]:
    wanted = _entry(application, step, entry_id)
    position = entries_of(application.read_draft()[step]).index(wanted)
    return _section(application, step).entries[position].answers


def _section(application: Application, step: str) -> Section:
    return next(each for each in sections(application) if each.step == step)


HERE = f"{APPLY}<slug:step>/"
urls = [
    path(f"{APPLY}{EDUCATION}/", entries, {"step": EDUCATION}, name="apply_step"),
    path(f"{APPLY}{EXPERIENCE}/", entries, {"step": EXPERIENCE}, name="apply_step"),
    path(f"{HERE}new/", entry, name="apply_entry_new"),
    path(f"{HERE}<slug:entry_id>/", entry, name="apply_entry"),
    path(f"{HERE}<slug:entry_id>/remove/", remove, name="apply_entry_remove"),
]
