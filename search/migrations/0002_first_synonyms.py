"""The synonyms that a new portal begins with; from then on they belong to its editors."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parents[1] / "data" / "synonyms.csv"


def fill(apps, schema_editor):
    synonym = apps.get_model("search", "SearchSynonym")
    with FILE.open(encoding="utf-8", newline="") as source:
        synonym.objects.bulk_create(
            [synonym(group=row["group"], language=row["lang"], term=row["term"]) for row in csv.DictReader(source)],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
