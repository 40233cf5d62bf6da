"""Which site answers, and how it calls itself: one query where Wagtail asks two."""

from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from content.models.settings import SiteSettings


def site_of(request: HttpRequest) -> Site | None:
    """The site of this address, or the default one; where more than one could answer, Wagtail's own rule chooses.

    Kept on the request where Wagtail looks for it.
    """
    if not hasattr(request, "_wagtail_site"):
        host, port = split_domain_port(request._get_raw_host())[0], str(request.get_port())  # type: ignore[attr-defined]
        found = Site.objects.filter(Q(hostname=host) | Q(is_default_site=True)).order_by()
        sites = list(found.select_related("root_page", "sitesettings"))
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
