"""Main and footer navigation as the admin has set it."""

from functools import cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from content import visibility
from content.models import NavigationItem
from content.sites import site_of


def items(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """[{"label", "url", "is_current"}] of this place ("main", "footer") in the reader's language.

    An entry whose page is not live, or not there in this language, is left out. One query a request, for all places.
    """
    if not hasattr(request, "_navigation"):
        request._navigation = _read(request)  # type: ignore[attr-defined]
    return [each for each in request._navigation if each["place"] == place]  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> list[dict[str, Any]]:
    site, language = site_of(request), (get_language() or "ar")[:2]
    if site is None:
        return []
    roots = [root.root_path for root in Site.get_site_root_paths() if root.language_code == language]
    shown = []
    for item in _with_page_paths(language).filter(site=site):
        path = item.path.lstrip("/") if item.page_id is None else _below(roots, item.page_path)
        if path is not None:
            url = f"{reverse('wagtail_serve', args=[''])}{path}"
            here = request.path.startswith(url) if path else request.path == url
            shown.append({"place": item.place, "label": item.label, "url": url, "is_current": here})
    return shown


@cache
def _with_page_paths(language: str) -> "QuerySet[Any]":
    """The question, put together once a process; it is asked anew by each request."""
    in_language = visibility.public(Page.objects.filter(locale__language_code=language)).filter(
        translation_key=OuterRef("page__translation_key")
    )
    return NavigationItem.objects.annotate(page_path=Subquery(in_language.values("url_path")[:1]))


def _below(roots: list[str], url_path: str | None) -> str | None:
    """The page's address below the home page of its language."""
    return next((url_path[len(root) :] for root in roots if url_path and url_path.startswith(root)), None)
