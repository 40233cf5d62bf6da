from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import second_factor, sessions  # noqa: F401  (they listen to signs-in and codes)
