import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0003_find_at_scale")]

    operations = [
        AddIndexConcurrently(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["title_tokens"], name="search_title_tokens"
            ),
        ),
        AddIndexConcurrently(
            model_name="searchdocument",
            index=models.Index(
                condition=models.Q(("found", True)), fields=["-published_at", "-id"], name="search_newest"
            ),
        ),
    ]
