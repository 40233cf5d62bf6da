import time
from typing import Any

from django.core.management.base import BaseCommand

from search import upkeep


class Command(BaseCommand):
    help = "Write everything that may be found anew, count the words and learn from them. Readers and events go on meanwhile."

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        count = upkeep.rebuild()
        self.stdout.write(f"{count} documents written in {time.monotonic() - started:.1f} s")
