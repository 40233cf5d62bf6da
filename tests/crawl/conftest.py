from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.urls import LocalePrefixPattern, URLResolver, get_resolver

from portal.settings import _security
from tests.crawl import crawler, world

# What the suite loosens for its own speed stays as it is; headers and cookies are those of the product.
AS_IN_PRODUCTION = {
    name: getattr(_security, name)
    for name in dir(_security)
    if name.isupper() and name not in {"PASSWORD_HASHERS", "SECURE_SSL_REDIRECT"}
}


@pytest.fixture(scope="session")
def crawl(django_db_setup, django_db_blocker) -> Iterator[list[crawler.Visit]]:
    """Every public page in both languages, walked once; the world is gone again afterwards, the answers stay."""
    with django_db_blocker.unblock(), override_settings(**AS_IN_PRODUCTION), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE portal_web")
        visits = crawler.walk(world.build())
        transaction.set_rollback(True)
    return visits


# Doors that show no page of their own to somebody who merely arrives: they answer a form, a code or a click.
NO_PAGE = {
    "account/confirm/", "account/inactive/", "account/confirm-person/", "account/confirm-person/code/", "account/password/set/",
    "account/password/reset/code/", "account/password/reset/new/", "account/password/reset/done/", "account/email/",
    "account/second-step/code/", "account/second-step/app/", "account/second-step/app/off/", "account/second-step/codes/",
    "account/second-step/codes/new/", "account/stay/", "search/suggest", "search/opened", "search/feed/", "suppliers/register/check/", "_util/login/", "account/second-step/codes/file/", "manifest.webmanifest",
}  # fmt: skip


@pytest.fixture(scope="session")
def public_doors() -> set[str]:
    """Every address below the language that takes no parameter."""

    def below(patterns, prefix=""):
        for pattern in patterns:
            route = prefix + str(pattern.pattern) if not isinstance(pattern.pattern, LocalePrefixPattern) else prefix
            if isinstance(pattern, URLResolver):
                yield from below(pattern.url_patterns, route)
            elif not set("<(^") & set(route):
                yield route

    localised = [each for each in get_resolver().url_patterns if isinstance(each.pattern, LocalePrefixPattern)]
    return set(below(localised)) - NO_PAGE
