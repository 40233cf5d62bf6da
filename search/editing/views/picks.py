"""Picks: what stands on top of the answer to certain words; choosing works by buttons of one form, nothing is kept before «save»."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

import search
from search import facets, results
from search.editing import picking
from search.editing.changes import mark
from search.editing.forms import PickForm
from search.editing.views import for_editors
from search.models import SearchPick
from search.picks import MOST
from search.question import Hit, Question
from shared.clock import database_now
from shared.refusals import Refused, to_form

OFFERED = 10


@require_GET
@for_editors
def listing(request: HttpRequest) -> HttpResponse:
    now = database_now()
    picks = list(SearchPick.objects.order_by("asked", F("language").desc()))
    things = [(kind, subject) for each in picks for kind, subject in each.things]
    shown = _by_thing(things)
    rows = [
        {
            "pick": each,
            "things": [shown.get((kind, subject)) for kind, subject in each.things],
            "over": each.until is not None and each.until <= now,
        }
        for each in picks
    ]
    return render(request, "search/editing/picks.html", {"rows": rows, "here": "picks"})


@require_http_methods(["GET", "POST"])
@for_editors
def pick(request: HttpRequest) -> HttpResponse:
    """`?pick=` names one that stands, else it is new; `?words=` and `?language=` begin a new one."""
    number = request.GET.get("pick", "")
    standing = get_object_or_404(SearchPick, pk=int(number[:9]) if number.isdecimal() else 0) if number else None
    if request.method == "GET":
        form = PickForm(initial=_initial(standing, request))
        chosen = [(kind, subject) for kind, subject in standing.things] if standing else []
        return _shown(request, standing, form, chosen, looked_for=form.initial["words"])
    form, chosen = PickForm(request.POST), _chosen(request)
    looked_for = request.POST.get("look", "") or request.POST.get("words", "")
    if request.POST.get("do") != "save":
        return _shown(request, standing, PickForm(initial=form.as_typed()), chosen, looked_for=looked_for)
    status = 422
    if form.is_valid() and chosen:
        try:
            return _keep(request, standing, form, chosen)
        except Refused as refused:
            to_form(form, refused)
            status = refused.status
    elif not chosen:
        form.add_error(None, _("Nothing is picked yet. Choose from what is found below."))
    return _shown(request, standing, form, chosen, looked_for=looked_for, status=status)


def _keep(
    request: HttpRequest, standing: SearchPick | None, form: PickForm, chosen: list[picking.Thing]
) -> HttpResponse:
    picking.keep(
        form.cleaned_data["words"],
        form.language_or_both(),
        chosen,
        until=form.until(),
        pick=standing,
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=database_now(),
    )
    messages.success(request, _("The picks are saved; the next search shows them."))
    return redirect("search_staff:picks")


def _chosen(request: HttpRequest) -> list[picking.Thing]:
    """In the order of the form, after the button that was pressed."""
    typed = [each for each in request.POST.getlist("thing") if facets.readable(each)]
    for name, step in (("up", -1), ("down", 1)):
        if (moved := request.POST.get(name)) in typed:
            place = typed.index(moved)
            typed.insert(max(0, place + step), typed.pop(place))
    if facets.readable(added := request.POST.get("add", "")):
        typed.append(added)
    typed = [each for each in dict.fromkeys(typed) if each != request.POST.get("drop")]
    return [(kind, subject) for kind, _colon, subject in (each.partition(":") for each in typed) if subject][:MOST]


def _initial(standing: SearchPick | None, request: HttpRequest) -> dict[str, Any]:
    if standing is None:
        language = request.GET.get("language", "")
        return {
            "words": request.GET.get("words", "")[:100],
            "language": language if language in ("ar", "en") else "both",
        }
    last = timezone.localdate(standing.until - timedelta(seconds=1)) if standing.until else None
    seen = mark(picking.state(picking.key(standing.asked, standing.language)))
    return {"words": standing.typed, "language": standing.language or "both", "last_day": last, "seen": seen}


def _shown(
    request: HttpRequest,
    standing: SearchPick | None,
    form: PickForm,
    chosen: list[picking.Thing],
    *,
    looked_for: str,
    status: int = 200,
) -> HttpResponse:
    shown = _by_thing(chosen)
    looked_for = looked_for.strip() if facets.readable(looked_for) else ""
    offered = search.find(Question(words=looked_for, status="open", size=OFFERED, facets=())).hits if looked_for else []
    context = {
        "form": form,
        "standing": standing,
        "chosen": [{"value": f"{kind}:{subject}", "hit": shown.get((kind, subject))} for kind, subject in chosen],
        "full": len(chosen) >= MOST,
        "most": MOST,
        "looked_for": looked_for,
        "offered": [each for each in results.read(offered, asked="") if (each.kind, each.subject_id) not in chosen],
        "back": reverse("search_staff:picks"),
        "here": "picks",
    }
    return render(request, "search/editing/pick.html", context, status=status)


def _by_thing(things: list[picking.Thing]) -> dict[picking.Thing, results.ShownHit]:
    """As readers see them; what is not published any more is missing."""
    there = picking.published(things)
    hits = [Hit(kind, subject, 0.0) for kind, subject in dict.fromkeys(things) if (kind, subject) in there]
    return {(each.kind, each.subject_id): each for each in results.read(hits, asked="")}


@require_POST
@for_editors
def end(request: HttpRequest, pk: int) -> HttpResponse:
    picking.end(get_object_or_404(SearchPick, pk=pk), by=request.user, at=database_now())
    messages.success(request, _("The picks are deleted. They can be brought back among the changes."))
    return redirect("search_staff:picks")


urls = [
    path("picks/", listing, name="picks"),
    path("picks/pick/", pick, name="pick"),
    path("picks/<int:pk>/end/", end, name="end_pick"),
]
