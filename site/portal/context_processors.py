"""What header and footer need on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import blocks
from content import navigation, sites


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_settings": SimpleLazyObject(lambda: sites.settings_of(request)),
        "main_navigation": SimpleLazyObject(lambda: navigation.items(request, "main") or main_items(request.path)),
        "footer_navigation": SimpleLazyObject(lambda: navigation.items(request, "footer") or footer_items()),
        "account_menu": SimpleLazyObject(blocks.menu),
    }


def main_items(here: str = "") -> list[dict[str, Any]]:
    named = [
        (_("Services"), "services/"),
        (_("Jobs"), "jobs/"),
        (_("Tenders"), "tenders/"),
        (_("News"), "news/"),
        (_("Government entities"), "entities/"),
        (_("Search"), "search/"),
    ]
    return [_item(here, label, path) for label, path in named]


def footer_items() -> list[dict[str, Any]]:
    named = [(_("Check a receipt"), "verify/"), (_("Site map"), "site-map/")]
    return [{"label": label, "url": f"/{_language()}/{path}"} for label, path in named]


def _item(here: str, label: str, path: str) -> dict[str, Any]:
    url = f"/{_language()}/{path}"
    return {"label": label, "url": url, "is_current": here.startswith(url)}


def _language() -> str:
    return (get_language() or "ar")[:2]
