"""Which site answers, how it calls itself and where it leads: one query where Wagtail asks two and its navigation a third."""

from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import get_language
from wagtail.models import Page, Site

from content import visibility
from content.models.settings import NavigationItem, SiteSettings

ENTRY = ("place", "label_ar", "label_en", "page_id", "path", "page_path")


def site_of(request: HttpRequest) -> Site | None:
    """The site of this address, or the default one; where more than one could answer, Wagtail's own rule chooses.

    Kept on the request where Wagtail looks for it.
    """
    if not hasattr(request, "_wagtail_site"):
        host, port = split_domain_port(request._get_raw_host())[0], str(request.get_port())  # type: ignore[attr-defined]
        sites = list(_sites(language_now()).filter(Q(hostname=host) | Q(is_default_site=True)))
        exact = [site for site in sites if (site.hostname, str(site.port)) == (host, port)]
        if len(sites) == 1 or exact:
            request._wagtail_site = (exact or sites)[0]  # type: ignore[attr-defined]
    return Site.find_for_request(request)


def settings_of(request: HttpRequest) -> SiteSettings:
    """Empty ones where no site answers to this address: the frame of a page, of an error too, never fails."""
    site = site_of(request)
    if site is None:
        return SiteSettings()
    return getattr(site, "sitesettings", None) or SiteSettings.for_site(site)


def entries_of(site: Site) -> list[dict[str, Any]]:
    """The entries of its navigation as they are stored, and where the page of each lies in the reader's language, if it does."""
    if not hasattr(site, "entries"):  # Wagtail's rule has chosen it
        site.entries = _sites(language_now()).get(pk=site.pk).entries
    return list(site.entries)


def language_now() -> str:
    return (get_language() or "ar")[:2]


@cache
def _sites(language: str) -> "QuerySet[Any]":
    """The question, put together once a process; it is asked anew by each request."""
    in_language = visibility.public(Page.objects.filter(locale__language_code=language)).filter(
        translation_key=OuterRef("page__translation_key")
    )
    entries = NavigationItem.objects.filter(site=OuterRef("pk")).order_by("place", "order", "pk")
    entries = entries.annotate(page_path=Subquery(in_language.values("url_path")[:1]))
    return (
        Site.objects.select_related("root_page", "sitesettings")
        .annotate(entries=ArraySubquery(entries.values(entry=JSONObject(**{name: name for name in ENTRY}))))
        .order_by()
    )
