from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

import search
from search import facets, registry, suggesting
from search import results as reading
from search.analysis import tokens
from search.analysis.normalise import words
from search.question import MOST_PAGES, MOST_WORDS, Hit, Question, Result
from shared.facets import Choice, Facet, chips

PER_PAGE = 20
FAINT = 0.2
SORTS = ("relevance", "newest", "closing")
WITHIN_DAYS = ("3", "7", "30")


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """«البحث»: one box over everything that any visitor may see."""
    kinds = registry.kinds()
    try:
        asked = facets.read(request.GET, [facets.Named("entity", _("Government entity"), entity_names())])
    except facets.UnreadableWords as unreadable:
        raise BadRequest from unreadable
    kind = request.GET.get("kind", "") if request.GET.get("kind") in kinds else ""
    sort: Any = request.GET.get("sort") if request.GET.get("sort") in SORTS else "relevance"
    days = [value for value in WITHIN_DAYS if value in request.GET.getlist("within")]
    question = Question(
        words=asked.words,
        kinds=(kind,) if kind else (),
        filters=asked.filters,
        closing_within_days=max(map(int, days), default=None),
        sort=sort,
        page=asked.page,
        size=PER_PAGE,
        facets=("kind", "entity"),
        also_some=True,
    )
    result = search.find(question)
    browsing = tokens.says_nothing(asked.words) and not (words(asked.words) and result.total)
    if browsing and asked.words:
        result = search.find(replace(question, words=""))
    shown = [within(days), *asked.counted(result.facets)]
    hits = reading.read(telling(result), asked=asked.words)
    context = {
        "words": asked.words,
        "cut_at": MOST_WORDS if asked.cut else 0,
        "browsing": browsing,
        "meant": result.meant,
        "hits": [hit for hit in hits if hit.every or result.partial],
        "more_hits": [hit for hit in hits if not (hit.every or result.partial)],
        "partial": result.partial,
        "without_server": result.without_server and getattr(request.user, "is_staff", False),
        "kind": kind,
        "sort": sort,
        "tabs": tabs(result.facets["kind"], kind),
        "facets": shown,
        "chosen": chips(request.GET, shown),
        "reset": f"?{urlencode({'q': asked.words})}",
        "count_in_words": count_in_words(result.total, capped=result.capped),
        "pages": Paginator(range(min(result.total, MOST_PAGES * PER_PAGE)), PER_PAGE).get_page(asked.page),
    }
    return render(request, "search/results.html", context)


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles for the box while somebody types; the page works without."""
    typed = request.GET.get("q", "")
    if not facets.readable(typed):
        raise BadRequest
    return JsonResponse({"titles": suggesting.titles(typed)}, json_dumps_params={"ensure_ascii": False})


def telling(result: Result) -> list[Hit]:
    """Without the faintest of those that fill the page up: a word of theirs says little beside what was found."""
    best = max((hit.score for hit in result.hits), default=0.0)
    return [hit for hit in result.hits if hit.every or result.partial or hit.score >= FAINT * best]


def count_in_words(total: int, *, capped: bool) -> str:
    if capped:
        return _("More than %(count)s results") % {"count": f"{total:,}"}
    return ngettext("%(count)d result", "%(count)d results", total) % {"count": total}


def tabs(counts: Any, chosen: str) -> list[dict[str, Any]]:
    total = {"kind": "", "title": _("All"), "count": sum(counts.values()), "chosen": not chosen}
    kinds = registry.kinds().items()
    return [
        total,
        *[
            {"kind": kind, "title": each.plural, "count": counts.get(kind, 0), "chosen": kind == chosen}
            for kind, each in kinds
        ],
    ]


def within(chosen: list[str]) -> Facet:
    titles = {
        days: ngettext("Within %(count)d day", "Within %(count)d days", int(days)) % {"count": int(days)}
        for days in WITHIN_DAYS
    }
    return Facet(
        "within", _("Closing within"), [Choice(days, title, None, days in chosen) for days, title in titles.items()]
    )


def entity_names() -> dict[str, str]:
    """Codes to names, as the app above has registered them: search knows no entity."""
    return {code: str(name) for code, name in registry.facet_names("entity").items()}
