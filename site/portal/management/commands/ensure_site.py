from typing import Any

from django.core.management.base import BaseCommand

from portal.tree import ensure_site_tree


class Command(BaseCommand):
    help = "Make the site tree of an empty portal: home, services, news, entities in both languages."

    def handle(self, **options: Any) -> None:
        ensure_site_tree()
