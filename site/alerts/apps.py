from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AlertsConfig(AppConfig):
    name = "alerts"

    def ready(self) -> None:
        from alerts import account, letters  # noqa: F401  (they register themselves)

        autodiscover_modules("alertable")
