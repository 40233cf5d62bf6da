"""Any search as a feed: the same words and filters, the newest first, in the language of its address."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import search
from search import asking, registry, results
from search.question import Hit
from search.registry import Shown
from shared import feeds

KEPT_SECONDS = 5 * 60


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    query = _searched(request.GET)
    wanted = asking.read(query)
    name = render_to_string("portal/parts/name.html", request=request).strip()
    shown = [each.shown for each in results.read(_newest(wanted), asked="")]
    response = feeds.answer(
        request,
        # What has no day of its publication is no news.
        [_entry(each, request) for each in shown if each.published_at],
        title=" – ".join([*_called(wanted), _("Search"), name]),
        subtitle="",
        page=request.build_absolute_uri(f"{reverse('search:results')}?{query.urlencode()}"),
        author=name,
        language=(get_language() or "ar")[:2],
    )
    if not request.user.is_authenticated:
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _searched(query: QueryDict) -> QueryDict:
    """Without what says how the page shows it."""
    rest = query.copy()
    for name in ("page", "sort"):
        rest.pop(name, None)
    return rest


def _newest(wanted: asking.Asking) -> list[Hit]:
    """Those that have every word: a reader of the feed would take anything else for a mistake."""
    question = replace(wanted.question(size=feeds.MOST), sort="newest", facets=(), also_some=False)
    result = search.find(question)
    return [] if result.partial else result.hits


def _called(wanted: asking.Asking) -> list[str]:
    kind = registry.kinds().get(wanted.kind)
    return [each for each in (wanted.asked.words, str(kind.plural) if kind else "") if each]


def _entry(shown: Shown, request: HttpRequest) -> feeds.Entry:
    return feeds.Entry(
        title=shown.title,
        url=request.build_absolute_uri(shown.url),
        summary=shown.summary,
        author=shown.entity,
        published_at=shown.published_at,
        language=shown.language,
    )
