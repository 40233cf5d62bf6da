"""Synonyms: the list of groups, a group with its preview, its end."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from search import facets
from search.analysis.normalise import is_arabic
from search.editing import groups, preview
from search.editing.changes import mark
from search.editing.forms import GroupForm
from search.editing.views import for_editors
from search.models import SearchSynonym
from search.picks import one_form
from shared.clock import database_now
from shared.refusals import Refused, to_form

PER_PAGE = 50


@require_GET
@for_editors
def listing(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:100]
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"ar": [], "en": []})
    for name, language, term in SearchSynonym.objects.order_by("group", "pk").values_list("group", "language", "term"):
        found[name][language].append(term)
    wanted = one_form(asked)
    rows = [
        {"name": name, "arabic": words["ar"], "english": words["en"]}
        for name, words in found.items()
        if any(wanted in one_form(word) for word in (*words["ar"], *words["en"]))
    ]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "search/editing/groups.html", {"asked": asked, "page": page, "here": "words"})


@require_http_methods(["GET", "POST"])
@for_editors
def group(request: HttpRequest) -> HttpResponse:
    """`?group=` names one that stands, else it is new; `?word=` begins a new one with this word."""
    name = request.GET.get("group", "")
    standing = groups.state(name) if name and facets.readable(name) else None
    if name and standing is None:
        raise Http404
    if request.method == "GET":
        form = GroupForm(initial=_initial(standing, request.GET.get("word", "")))
        return _shown(request, name, form)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _shown(request, name, form, status=422)
    if form.cleaned_data["two_meanings"]:
        form.ask_for_meanings()
    try:
        if request.POST.get("do") == "save":
            return _keep(request, name, form)
        if not form.cleaned_data["two_meanings"]:
            groups.check_elsewhere(name, standing, form.state())
    except groups.StandsElsewhere as refused:
        form.ask_for_meanings()
        to_form(form, refused)
        return _shown(request, name, form, status=refused.status)
    except Refused as refused:
        to_form(form, refused)
        return _shown(request, name, form, status=refused.status)
    return _shown(request, name, form, compared=preview.compare(form.to_try(), name, form.state()))


def _keep(request: HttpRequest, name: str, form: GroupForm) -> HttpResponse:
    groups.keep(
        form.words(),
        name=name,
        seen=form.cleaned_data["seen"],
        two_meanings=form.cleaned_data["two_meanings"],
        by=request.user,
        at=database_now(),
    )
    messages.success(request, _("The synonyms are saved; the next search knows them."))
    return redirect("search_staff:groups")


def _initial(standing: groups.State | None, word: str) -> dict[str, Any]:
    if standing is None:
        return {"arabic" if is_arabic(word) else "english": word, "tried": word}
    lines = {language: "\n".join(term for its, term in standing if its == language) for language in ("ar", "en")}
    return {"arabic": lines["ar"], "english": lines["en"], "seen": mark(standing)}


def _shown(
    request: HttpRequest,
    name: str,
    form: GroupForm,
    *,
    compared: list[preview.Compared] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "name": name,
        "compared": compared,
        "back": reverse("search_staff:groups"),
        "here": "words",
    }
    return render(request, "search/editing/group.html", context, status=status)


@require_POST
@for_editors
def end(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("group", "")
    if not facets.readable(name) or groups.state(name) is None:
        raise Http404
    groups.end(name, by=request.user, at=database_now())
    messages.success(request, _("The group is deleted. It can be brought back among the changes."))
    return redirect("search_staff:groups")


urls = [
    path("", listing, name="groups"),
    path("synonyms/group/", group, name="group"),
    path("synonyms/end/", end, name="end_group"),
]
