from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search import upkeep

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Compare the index with the records. Exit 0: the same, or mended; 1: something differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what differs")

    def handle(self, **options: Any) -> None:
        found = upkeep.difference(mend=options["mend"])
        if not found:
            self.stdout.write("The index says what the records say.")
            return
        self.stdout.write(f"{found}{': mended' if options['mend'] else ''}")
        for name, subjects in vars(found).items():
            for kind, subject in subjects[:MOST_NAMED]:
                self.stdout.write(f"  {name} {kind} {subject}")
        if not options["mend"]:
            raise SystemExit(1)
