"""What the doors of an application share: whose it is, where its pages lie, what stands in the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from recruitment import answers, own_applications
from recruitment.answers import Answer
from recruitment.application_states import ApplicationState
from recruitment.forms.application import ENTRY_FORMS, entries_of
from recruitment.models import Application, Vacancy
from recruitment.steps import BY_NAME, STEPS
from shared.clock import database_now
from shared.drafts import StaleDraft
from shared.step_doors import signed_in_step

View = Callable[..., HttpResponse]
APPLY = "jobs/<slug:reference>/apply/"
# The steps and, at the end, the check of the answers.
COUNT = len(STEPS) + 1


def of_applicant(view: View) -> View:
    """Hand the view the applicant's own application to this vacancy; who has none, or only reads it, is led on."""

    @signed_in_step
    @wraps(view)
    def door(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        vacancy = get_object_or_404(Vacancy.objects.public(), reference=reference)
        application = own_applications.live(request.user, vacancy)
        if application is None:
            return redirect("recruitment:apply", reference)
        if request.method == "GET" and application.state_at(database_now()) != ApplicationState.DRAFT:
            return redirect("recruitment:application", application.pk)
        return view(request, application, *args, **kwargs)

    return door


def step_url(application: Application, step: str) -> str:
    return reverse("recruitment:apply_step", args=[application.vacancy.reference, step])


def check_url(application: Application) -> str:
    return reverse("recruitment:apply_check", args=[application.vacancy.reference])


def url_after(application: Application, step: str) -> str:
    """The next step that is not complete yet; where none follows, the check of the answers."""
    names = list(BY_NAME)
    following = names[names.index(step) + 1 :]
    waiting = [name for name in following if name not in application.completed_steps]
    return step_url(application, waiting[0]) if waiting else check_url(application)


def place(application: Application, step: str) -> dict[str, Any]:
    """What every page of a step shows around its form."""
    names = list(BY_NAME)
    number = names.index(step) + 1
    back = step_url(application, names[number - 2]) if number > 1 else None
    return {
        "application": application,
        "vacancy": application.vacancy,
        "step": BY_NAME[step],
        "number": number,
        "count": COUNT,
        "previous": back or reverse("recruitment:apply", args=[application.vacancy.reference]),
    }


def leave(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("What you entered is saved. You can go on from any device."))
    return redirect("recruitment:applications")


@contextmanager
def conflicts_in_words(step: str) -> Iterator[None]:
    """Of two texts of one step, both are shown as people read them."""
    try:
        yield
    except StaleDraft as stale:
        raise stale.in_words(lambda values: _pairs(step, values)) from None


def _pairs(step: str, values: dict[str, Any]) -> list[tuple[Any, Any]]:
    [part] = [part for part in answers.parts({step: values}) if part.step == step]
    return [(answer.label, answer.value) for entry in part.entries for answer in entry]


class Entry(NamedTuple):
    url: str
    answers: list[Answer]


class Section(NamedTuple):
    step: str
    title: "str | Promise"
    url: str
    entries: list[Entry]


def sections(application: Application) -> list[Section]:
    """The answers of a draft, each with the page that asks for it."""
    stored = application.read_draft()
    found = []
    for part in answers.parts(stored):
        url = step_url(application, part.step)
        if part.step in ENTRY_FORMS:
            ids = [str(entry.get("id", "")) for entry in entries_of(stored.get(part.step, {}))]
            urls = [entry_url(application, part.step, entry_id) for entry_id in ids]
        else:
            urls = [url]
        entries = [Entry(*pair) for pair in zip(urls, part.entries, strict=True)]
        found.append(Section(part.step, part.title, url, entries))
    return found


def entry_url(application: Application, step: str, entry_id: str) -> str:
    return reverse("recruitment:apply_entry", args=[application.vacancy.reference, step, entry_id])
