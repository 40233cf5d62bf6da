"""Main and footer navigation as the admin has set it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from content.models import NavigationItem
from content.sites import entries_of, language_now, site_of


def items(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """[{"label", "url", "is_current"}] of this place ("main", "footer") in the reader's language.

    An entry whose page is not live, or not there in this language, is left out.
    """
    if not hasattr(request, "_navigation"):
        request._navigation = _read(request)  # type: ignore[attr-defined]
    return [each for each in request._navigation if each["place"] == place]  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> list[dict[str, Any]]:
    site, language = site_of(request), language_now()
    if site is None:
        return []
    roots = [root.root_path for root in Site.get_site_root_paths() if root.language_code == language]
    shown = []
    for entry in entries_of(site):
        item = NavigationItem(**{name: value for name, value in entry.items() if name != "page_path"})
        path = item.path.lstrip("/") if item.page_id is None else _below(roots, entry["page_path"])
        if path is not None:
            url = f"{reverse('wagtail_serve', args=[''])}{path}"
            here = request.path.startswith(url) if path else request.path == url
            shown.append({"place": item.place, "label": item.label, "url": url, "is_current": here})
    return shown


def _below(roots: list[str], url_path: str | None) -> str | None:
    """The page's address below the home page of its language."""
    return next((url_path[len(root) :] for root in roots if url_path and url_path.startswith(root)), None)
