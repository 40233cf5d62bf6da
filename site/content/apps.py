from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import publishing  # noqa: F401  (its receivers connect themselves)
