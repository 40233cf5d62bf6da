from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class SharedConfig(AppConfig):
    name = "shared"

    def ready(self) -> None:
        from shared import grants

        autodiscover_modules("handlers")
        post_migrate.connect(grants.after_migrations, sender=self)
