from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # The first registers itself on the account page, the others listen to signs-in and codes.
        from accounts import messages_block, second_factor, sessions  # noqa: F401

        _count_in_common()


def _count_in_common() -> None:
    """allauth counts in the default cache, which may be each process' own memory: a limit would hold as often as there are processes."""
    from allauth.core.internal import ratelimit
    from django.core.cache import caches
    from django.utils.connection import ConnectionProxy

    ratelimit.cache = ConnectionProxy(caches, "limits")
