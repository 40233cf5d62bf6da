"""Main and footer navigation as the admin has set it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Site

from content.models import NavigationItem


def items(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """[{"label", "url", "is_current"}] of this place ("main", "footer") in the reader's language.

    An entry whose page is not live, or not there in this language, is left out.
    """
    site = Site.find_for_request(request)
    if site is None:
        return []
    shown = []
    for item in NavigationItem.objects.filter(site=site, place=place).select_related("page"):
        if url := _url(item):
            shown.append({"label": item.label, "url": url, "is_current": request.path.startswith(url)})
    return shown


def _url(item: NavigationItem) -> str:
    if item.page is None:
        return f"/{(get_language() or 'ar')[:2]}/{item.path.lstrip('/')}"
    page = item.page.localized
    return page.url or "" if page.live else ""
