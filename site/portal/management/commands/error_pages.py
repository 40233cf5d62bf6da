from typing import Any

from django.core.management.base import BaseCommand

from portal.errors import write_standing_pages


class Command(BaseCommand):
    help = "Make the pages that are shown while nothing else can answer (400, 500, 503), in both languages, as files."

    def handle(self, **options: Any) -> None:
        for path in write_standing_pages():
            if options["verbosity"]:
                self.stdout.write(str(path))
