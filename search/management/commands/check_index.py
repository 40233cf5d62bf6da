from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search import upkeep
from search.engines import has_server

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Compare the index with the records, and the search server with the index. Exit 0: the same, or mended; 1: something differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what differs")

    def handle(self, **options: Any) -> None:
        mend = options["mend"]
        differs = self._tell("The index", "the records", upkeep.difference(mend=mend), mended=mend)
        if has_server():
            differs |= self._tell("The search server", "the index", upkeep.server_difference(mend=mend), mended=mend)
        if differs and not mend:
            raise SystemExit(1)

    def _tell(self, one: str, other: str, found: upkeep.Difference, *, mended: bool) -> bool:
        if not found:
            self.stdout.write(f"{one} says what {other} say{'s' if other == 'the index' else ''}.")
            return False
        self.stdout.write(f"{one} differs from {other}: {found}{': mended' if mended else ''}")
        for name, subjects in vars(found).items():
            for kind, subject in subjects[:MOST_NAMED]:
                self.stdout.write(f"  {name} {kind} {subject}")
        return True
