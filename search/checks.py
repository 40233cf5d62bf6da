from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def the_search_server_is_reached_safely(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    address = settings.ELASTICSEARCH_URL
    if not address:
        return []
    found: list[CheckMessage] = []
    if urlsplit(address).scheme != "https":
        found.append(
            Warning("ELASTICSEARCH_URL is not https.", hint="Give the server a certificate.", id="search.W001")
        )
    if not settings.ELASTICSEARCH_API_KEY:
        found.append(
            Warning(
                "ELASTICSEARCH_API_KEY is empty.", hint="See docs/search.md for the rights it needs.", id="search.W002"
            )
        )
    return found
