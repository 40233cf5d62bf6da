"""What found nothing, and what editors changed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from search import unfound
from search.editing import changes
from search.editing.views import for_editors
from search.models import SearchClick, SearchDocument, SearchEdit, SearchUnfound
from shared.clock import database_now
from shared.refusals import Refused

PER_PAGE = 50
DAYS = (7, 30, 90)


@require_GET
@for_editors
def without_result(request: HttpRequest) -> HttpResponse:
    chosen, since = _period(request)
    found = SearchUnfound.objects.filter(day__gte=since, sessions__gte=unfound.LEAST_SESSIONS)
    rows = found.values("language", "asked").annotate(
        words=Max("words"), most=Max("sessions"), all=Sum("sessions"), days=Count("day"), last=Max("day")
    )
    page = Paginator(rows.order_by("-all", "asked", "language"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "days": DAYS, "chosen": chosen, "least": unfound.LEAST_SESSIONS, "here": "unfound"}
    return render(request, "search/editing/unfound.html", context)


@require_GET
@for_editors
def places(request: HttpRequest) -> HttpResponse:
    """At which place of the pages results were opened."""
    chosen, since = _period(request)
    counted = (
        SearchClick.objects.filter(day__gte=since).values("place").annotate(clicks=Sum("clicks")).order_by("place")
    )
    total = sum(each["clicks"] for each in counted)
    rows = [{**each, "share": round(100 * each["clicks"] / total)} for each in counted]
    context = {"rows": rows, "total": total, "days": DAYS, "chosen": chosen, "here": "places"}
    return render(request, "search/editing/places.html", context)


def _period(request: HttpRequest) -> tuple[int, date]:
    """How many days the editor looks back on, and the first of them."""
    chosen = next((days for days in DAYS if request.GET.get("days") == str(days)), DAYS[1])
    return chosen, timezone.localdate() - timedelta(days=chosen - 1)


@require_GET
@for_editors
def edits(request: HttpRequest) -> HttpResponse:
    return _shown(request)


def _shown(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    page = Paginator(SearchEdit.objects.select_related("by").order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    latest = {each["latest"] for each in SearchEdit.objects.values("what", "subject").annotate(latest=Max("pk"))}
    titles = _titles(page)
    told = [{**_told(each, titles), "may_undo": each.pk in latest} for each in page]
    context = {"page": page, "edits": told, "refused": refused, "here": "edits"}
    return render(request, "search/editing/edits.html", context, status=refused.status if refused else 200)


def _titles(edits: Iterable[SearchEdit]) -> dict[tuple[str, str], str]:
    """Of everything that was picked, from the index: one query, whatever its kind."""
    states = [
        state for each in edits if each.what == SearchEdit.What.PICK for state in (each.before, each.after) if state
    ]
    subjects = {subject for state in states for _kind, subject in state["things"]}
    rows = SearchDocument.objects.filter(found=True, subject_id__in=subjects) if subjects else []
    return {(each.kind, each.subject_id): str(each.title) for each in rows}


def _told(edit: SearchEdit, titles: dict[tuple[str, str], str]) -> dict[str, Any]:
    """What it was about, what came in and what went out."""
    before, after = (_entries(each, titles) for each in (edit.before, edit.after))
    is_words = edit.what == SearchEdit.What.WORDS
    return {
        "edit": edit,
        "is_words": is_words,
        "about": (after or before)[:3] if is_words else [(edit.after or edit.before or {}).get("typed", "")],
        "came": [each for each in after if each not in before],
        "went": [each for each in before if each not in after],
    }


def _entries(state: Any, titles: dict[tuple[str, str], str]) -> list[str]:
    if isinstance(state, dict):
        return [titles.get((kind, subject), _("no longer published")) for kind, subject in state["things"]]
    return [term for _language, term in state or []]


@require_POST
@for_editors
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(SearchEdit, pk=pk)
    try:
        changes.undo(pk, by=request.user, at=database_now())
    except Refused as refused:
        return _shown(request, refused)
    messages.success(request, _("The change is undone."))
    return redirect("search_staff:edits")


urls = [
    path("without-result/", without_result, name="unfound"),
    path("places/", places, name="places"),
    path("changes/", edits, name="edits"),
    path("changes/<int:pk>/undo/", undo, name="undo"),
]
