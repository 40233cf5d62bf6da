"""A wider vocabulary for portals that begin, and for those that began before it was written."""

from django.db import migrations

from search import seeds


def fill(apps, schema_editor):
    synonym = apps.get_model("search", "SearchSynonym")
    synonym.objects.bulk_create(
        [synonym(group=group, language=language, term=term) for group, language, term in seeds.glossary()],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0004_find_at_scale_indexes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
