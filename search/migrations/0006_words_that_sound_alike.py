from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_glossary")]

    operations = [
        migrations.AddField(
            model_name="searchterm", name="sounds", field=models.CharField(max_length=60, null=True)
        ),
    ]
