from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from shared import privacy

HEAD = """# Personal data
What the portal keeps about people, and why. Made from the code by `manage.py data_inventory`: each record declares its fields, and a
test refuses one that is declared neither personal nor plain.

Basis: *contract*: asked for by the person's own request · *law*: a duty of record · *task*: public interest · *consent*: withdrawn as
easily as given. A period of – means: as long as the record that it belongs to.

| record | field | kind of data | basis | kept |
|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Write the inventory of personal data into docs/data-inventory.md."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare: exit 1 where the file differs")

    def handle(self, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "data-inventory.md"
        if not options["check"]:
            target.write_text(page(), encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != page():
            raise SystemExit("docs/data-inventory.md is out of date: manage.py data_inventory")


def page() -> str:
    return HEAD + "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        for field, purpose in privacy.personal_fields(model).items():
            kept = f"{purpose.keep.days} days" if purpose.keep else "–"
            yield f"| {model._meta.label} | {field} | {purpose.kind} | {purpose.basis} | {kept} |"
