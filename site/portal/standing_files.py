"""Small files that stand at addresses which others agreed upon: robots.txt, security.txt, the web manifest, the favicon."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.models import SiteSettings
from shared.clock import database_now

# Nothing secret stands there (who may read is asked at the door); a search engine only has no business in them.
NOT_FOR_ROBOTS = ("account/", "receipts/", "search/")
SECURITY_FILE_HOLDS = timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    languages = [code for code, _name in settings.LANGUAGES]
    closed = ["/admin/", *(f"/{language}/{path}" for language in languages for path in NOT_FOR_ROBOTS)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return _text([*lines, f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"])


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without an address to write to there is no such file: it would promise an answer that nobody gives."""
    told = SiteSettings.for_request(request)
    contact = told.security_email or told.email
    if not contact:
        raise Http404
    expires = (database_now() + SECURITY_FILE_HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(
        [
            f"Contact: mailto:{contact}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: ar, en",
            f"Canonical: {request.build_absolute_uri(request.path)}",
        ]
    )


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the portal stands on a home screen, in the language of the page that leads here."""
    language = (get_language() or "ar")[:2]
    icons = [
        {"src": static("portal/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": static("portal/icon-192.png"), "type": "image/png", "sizes": "192x192"},
        {"src": static("portal/icon-512.png"), "type": "image/png", "sizes": "512x512"},
        {"src": static("portal/icon-maskable.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
    ]
    facts = {
        "id": f"/{language}/",
        "name": SiteSettings.for_request(request).name,
        "short_name": _("Oasis City"),
        "lang": language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": f"/{language}/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": "#07343b",
        "background_color": "#ffffff",
        "icons": icons,
    }
    arabic_stays_readable = {"ensure_ascii": False}
    return JsonResponse(facts, content_type="application/manifest+json", json_dumps_params=arabic_stays_readable)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those that look here without reading a page; pages name the icon themselves."""
    return redirect(static("portal/favicon.ico"))


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
