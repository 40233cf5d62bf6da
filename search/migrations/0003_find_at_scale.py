"""Title and the rest each by themselves, so that 100,000 documents are searched in time; counted words; learnt translations.

Rows that stand already have no tokens of their title until `manage.py rebuild_index` has run; `check_index` says so.
"""

import django.contrib.postgres.search
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_first_synonyms")]

    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("token", models.CharField(max_length=400, primary_key=True, serialize=False)),
                ("documents", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arabic", models.CharField(max_length=100)),
                ("english", models.CharField(max_length=100)),
                ("worth", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("arabic", "english"), name="one_translation_a_pair"),
                ],
            },
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="title_tokens",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
    ]
