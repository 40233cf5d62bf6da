from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from shared import moves_drawing


class Command(BaseCommand):
    help = "Draw every table of moves into docs/moves.md."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare: exit 1 where the file differs")

    def handle(self, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "moves.md"
        if not options["check"]:
            target.write_text(moves_drawing.page(), encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != moves_drawing.page():
            raise SystemExit("docs/moves.md is out of date: manage.py draw_moves")
