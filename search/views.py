from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

import search
from search import facets, registry
from search import results as reading
from search.analysis.normalise import words
from search.question import MOST_WORDS, Question
from shared.facets import chips

PER_PAGE = 20
SORTS = ("relevance", "newest", "closing")


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """«البحث»: one box over everything that any visitor may see."""
    kinds = registry.kinds()
    entity = facets.Named("entity", _("Government entity"), entity_names())
    try:
        asked = facets.read(request.GET, [entity])
    except facets.UnreadableWords as unreadable:
        raise BadRequest from unreadable
    kind = request.GET.get("kind", "")
    sort: Any = request.GET.get("sort") if request.GET.get("sort") in SORTS else "relevance"
    chosen = (kind,) if kind in kinds else ()
    result = search.find(
        Question(words=asked.words, kinds=chosen, filters=asked.filters, sort=sort, page=asked.page, size=PER_PAGE)
    )
    # Counts of the tabs are over all kinds, whichever of them the list below shows.
    everything = (
        search.find(Question(words=asked.words, filters=asked.filters, size=0, facets=())) if chosen else result
    )
    counted = asked.counted(result.facets)
    context = {
        "words": asked.words,
        "cut_at": MOST_WORDS if asked.cut else 0,
        "browsing": not words(asked.words),
        "hits": reading.read(result.hits, asked=asked.words),
        "partial": result.partial,
        "kind": kind if chosen else "",
        "sort": sort,
        "tabs": tabs(everything.facets.get("kind", {}), kind if chosen else ""),
        "facets": counted,
        "chosen": chips(request.GET, counted),
        "reset": f"?{urlencode({'q': asked.words})}",
        "count_in_words": ngettext("%(count)d result", "%(count)d results", result.total) % {"count": result.total},
        "pages": Paginator(range(min(result.total, 100 * PER_PAGE)), PER_PAGE).get_page(asked.page),
    }
    return render(request, "search/results.html", context)


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


def entity_names() -> dict[str, str]:
    """Codes to names, as the app above has registered them: search knows no entity."""
    return {code: str(name) for code, name in registry.facet_names("entity").items()}
