from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # The first registers itself on the account page, the others listen to signs-in and codes.
        from accounts import messages_block, second_factor, sessions  # noqa: F401
