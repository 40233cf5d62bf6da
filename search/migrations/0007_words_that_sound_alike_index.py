from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0006_words_that_sound_alike")]

    operations = [
        AddIndexConcurrently(model_name="searchterm", index=models.Index(fields=["sounds"], name="search_sounds")),
    ]
