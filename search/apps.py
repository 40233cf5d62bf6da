from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from search import checks, health  # noqa: F401  (they register themselves)

        autodiscover_modules("searchable")
