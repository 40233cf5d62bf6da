"""Everything that anyone may open: /sitemap.xml for search engines, and the site map that people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from catalogue.models import LifeEvent, ServiceIndexPage
from content import visibility
from content.models import NewsIndexPage, NewsPage, PortalPage
from search import registry
from shared.clock import database_now

LANGUAGES = [code for code, _name in settings.LANGUAGES]
MOST = 50_000  # addresses that the protocol allows in one file
TOP = 3  # depth of the pages right below a home page
# Lists and doors of the apps that are no pages of the tree.
DOORS = ("recruitment:vacancies", "supply:tenders", "supply:register", "receipts:verify", "site_map")


@dataclass(frozen=True)
class Entry:
    """One thing under its address in each language in which it stands: {"ar": "/ar/…", "en": "/en/…"}."""

    addresses: dict[str, str]
    changed_at: datetime | None = None

    @property
    def default(self) -> str:
        """For readers of neither language, as the page itself says it."""
        return self.addresses.get("ar") or next(iter(self.addresses.values()))


def entries(request: HttpRequest) -> Iterator[Entry]:
    for door in DOORS:
        yield Entry(in_each_language(lambda name=door: reverse(name)))
    yield from _pages(request)
    yield from _records()


def in_each_language(address: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = address()
    return found


def public_pages(request: HttpRequest) -> Any:
    """Live pages of this site that any visitor may read, from the top down, without those that are not to be found."""
    site = Site.find_for_request(request)
    roots = [root.root_path for root in Site.get_site_root_paths() if site and root.site_id == site.pk]
    here = [Q(url_path__startswith=root) for root in roots] or [Q(pk=None)]
    types = [model for model in apps.get_models() if issubclass(model, PortalPage)]
    hidden = [Q(pk__in=model.objects.filter(searchable=False)) for model in types]
    found = Page.objects.filter(reduce(or_, here)).exclude(reduce(or_, hidden))
    return visibility.public(found).select_related("locale").order_by("path")


def _pages(request: HttpRequest) -> Iterator[Entry]:
    versions: dict[Any, list[Page]] = {}
    for page in public_pages(request):
        versions.setdefault(page.translation_key, []).append(page)
    for pages in versions.values():
        addresses = {page.locale.language_code: page.get_url(request) for page in pages}
        yield Entry(
            dict(sorted(addresses.items())), max(filter(None, (page.last_published_at for page in pages)), default=None)
        )


def _records() -> Iterator[Entry]:
    """Services, vacancies, tenders: whatever an app says may be found and is no page."""
    now = database_now()
    for kind in registry.kinds().values():
        public = kind.public()
        if not issubclass(public.model, Page):
            for record in public.iterator(chunk_size=500):
                yield Entry(in_each_language(lambda kind=kind, record=record: kind.shown([record], now=now).url))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """One file; where there is more than it may hold, an index whose parts are `?part=1`, `?part=2` …"""
    urls = [(entry, address) for entry in entries(request) for address in entry.addresses.values()]
    parts = [urls[start : start + MOST] for start in range(0, len(urls), MOST)]
    asked = request.GET.get("part", "1" if len(parts) == 1 else "")
    host = request.build_absolute_uri("/").removesuffix("/")
    if asked:
        if asked not in map(str, range(1, len(parts) + 1)):
            raise Http404
        return _xml(request, "sitemap", {"host": host, "urls": parts[int(asked) - 1]})
    return _xml(request, "sitemap_index", {"here": f"{host}{request.path}", "numbers": range(1, len(parts) + 1)})


def _xml(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"portal/{name}.xml", context, content_type="application/xml")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """«خريطة الموقع»: the sections of the tree with what lies below them, and the doors of the apps."""
    language = (get_language() or "ar")[:2]
    pages = list(public_pages(request).filter(locale__language_code=language).not_type(NewsPage))
    sections: list[dict[str, Any]] = []
    alone: list[dict[str, Any]] = []
    for top in (page for page in pages if page.depth == TOP):
        below = [_link(page, request) for page in pages if page.is_descendant_of(top)] or _inside(top, request)
        (sections if below else alone).append({**_link(top, request), "links": below})
    return render(request, "portal/site_map.html", {"sections": [*sections, *_doors()], "alone": alone})


def _link(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {"title": page.title, "url": page.get_url(request)}


def _inside(top: Page, request: HttpRequest) -> list[dict[str, Any]]:
    """What a section shows by query, where it has no pages below it: years of news, life events of services."""
    address, kind = top.get_url(request), top.specific_class
    if kind is NewsIndexPage:
        years = visibility.public(NewsPage.objects.child_of(top)).dates("date", "year", order="DESC")
        return [{"title": f"{day.year}", "url": f"{address}?year={day.year}"} for day in years]
    if kind is ServiceIndexPage:
        return [{"title": event.label, "url": f"{address}?life_event={event.value}"} for event in LifeEvent]
    return []


def _doors() -> list[dict[str, Any]]:
    return [
        _section(
            _("Jobs and tenders"),
            (_("Jobs"), "recruitment:vacancies"),
            (_("Tenders"), "supply:tenders"),
            (_("Supplier registration"), "supply:register"),
        ),
        _section(
            pgettext("site map", "Your account"),
            (_("Sign in"), "account_login"),
            (_("Create an account"), "account_signup"),
            (_("Where do I stand?"), "accounts:home"),
        ),
        _section(
            pgettext("site map", "Find and check"),
            (_("Search"), "search:results"),
            (_("Check a receipt"), "receipts:verify"),
        ),
    ]


def _section(title: str, *doors: tuple[str, str]) -> dict[str, Any]:
    return {"title": title, "url": "", "links": [{"title": label, "url": reverse(name)} for label, name in doors]}
