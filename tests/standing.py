"""Worlds that stand for a whole file: built once, each test undone on its own, all gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from wagtail.models import Site


@contextmanager
def standing_world(django_db_blocker: Any) -> Iterator[None]:
    """For a fixture of module scope, which asks for `django_db_setup` too; not beside tests with transactions of their own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()
