"""Serves the page tree; a page that lacks the reader's language is shown in the other one, inside the reader's frame."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve

from content.models import PortalPage
from shared.bilingual import other


def serve(request: HttpRequest, path: str) -> HttpResponse:
    try:
        return wagtail_serve(request, path)
    except Http404:
        language = other((translation.get_language() or "ar")[:2])
        page = _page_in(language, request, path)
        if page is None:
            raise
        context: dict[str, Any] = {**page.get_context(request), "only_in": language}
        return render(request, page.template, context)


def _page_in(language: str, request: HttpRequest, path: str) -> PortalPage | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    root: Page | None = site.root_page.get_translations(inclusive=True).filter(locale__language_code=language).first()
    if root is None:
        return None
    try:
        found = root.specific.route(request, [part for part in path.split("/") if part])
    except Http404:
        return None
    page = found.page
    public = isinstance(page, PortalPage) and page.live and not found.args and not page.get_view_restrictions().exists()
    return page if public else None
