from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from search import asking as reading
from search import clicks, facets, registry, suggesting, unfound
from search.asking import PER_PAGE
from search.question import MOST_PAGES, MOST_WORDS
from search.results import read as read_hits
from shared.facets import chips


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """«البحث»: one box over everything that any visitor may see."""
    asking = reading.read(request.GET)
    asked, language = asking.asked, (get_language() or "ar")[:2]
    answer = reading.answer(asking, picks_in=language)
    result = answer.result
    if answer.found_nothing and not asking.narrowed and asked.page == 1:
        unfound.note(asked.words, language, request)
    shown = asked.counted(result.facets)
    hits = read_hits(result.hits, asked=asked.words, now=result.at)
    context = {
        "words": asked.words,
        "cut_at": MOST_WORDS if asked.cut else 0,
        "browsing": answer.browsing,
        "meant": result.meant,
        "hits": [hit for hit in hits if hit.every or result.partial],
        "more_hits": [hit for hit in hits if not (hit.every or result.partial)],
        "partial": result.partial,
        "without_server": result.without_server and getattr(request.user, "is_staff", False),
        "kind": asking.kind,
        "sort": asking.sort,
        "tabs": tabs(result.facets["kind"], asking.kind),
        "named": asked.facets,
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


@csrf_exempt  # one more of a number that is nobody's; a token would give every reader of results a cookie
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """At which place a result was opened, told by the page's script."""
    place = clicks.place(request.POST.get("place", ""))
    if place is None:
        raise BadRequest
    clicks.count(place, timezone.localdate())
    return HttpResponse(status=204)


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
