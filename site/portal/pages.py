"""Serves the page tree; a page that lacks the reader's language is shown in the other one, inside the reader's frame."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from content import visibility
from content.models import PortalPage
from content.sites import site_of
from shared.bilingual import other


def serve(request: HttpRequest, path: str) -> HttpResponse:
    language = (translation.get_language() or "ar")[:2]
    here = route(request, path, language)
    request._wagtail_route_for_request = here  # type: ignore[attr-defined]
    try:
        return wagtail_serve(request, path)
    except Http404:
        # What stands here and says 404 itself, of a page of its list for one, is nowhere else either.
        elsewhere = None if here else _page_in(other(language), request, path)
        if elsewhere is None:
            raise
        context: dict[str, Any] = {**elsewhere.get_context(request), "only_in": other(language)}
        if context[
            "has_twin"
        ]:  # it does stand in the reader's language, at another address: one of the two was changed
            return HttpResponsePermanentRedirect(context["other_language_url"])
        return render(request, _template(elsewhere), context)


def route(request: HttpRequest, path: str, language: str) -> RouteResult | None:
    """As Wagtail's own, which asks twice for each level of the tree; here the deepest page of the address is asked for once."""
    site = site_of(request)
    roots = {
        root.language_code: root.root_path for root in Site.get_site_root_paths() if site and root.site_id == site.pk
    }
    if language not in roots:
        return None
    parts = [part for part in path.split("/") if part]
    addresses = ["".join([roots[language], *[f"{part}/" for part in parts[:end]]]) for end in range(len(parts) + 1)]
    stored = Page.objects.filter(url_path__in=addresses).order_by("-depth")
    deepest = stored.values_list("pk", "content_type", "url_path").first()
    if deepest is None:
        return None
    pk, kind, url_path = deepest
    try:
        pages: Any = ContentType.objects.get_for_id(kind).model_class()._default_manager  # type: ignore[union-attr]
        page = pages.annotate(restricted=visibility.restricted()).get(pk=pk)
        found: RouteResult = page.route(request, parts[addresses.index(url_path) :])
    except Http404:
        return None
    return found


def _page_in(language: str, request: HttpRequest, path: str) -> PortalPage | None:
    found = route(request, path, language)
    if found is None or not isinstance(found.page, PortalPage):
        return None
    if found.args and not found.page.url_path.endswith(f"/{path}"):  # a feed or a record below a section, not itself
        return None
    return None if found.page.get_view_restrictions().exists() else found.page


def _template(page: PortalPage) -> str:
    """A section's list follows the reader's language, so of a section the frame says only where it can be read."""
    return "content/elsewhere.html" if isinstance(page, RoutablePageMixin) else page.template
