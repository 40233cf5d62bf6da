"""What serves citizens: refuses to start with a secret missing or weak."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

DEV_LETTERS = DEMO_WORLD = False


def _demand(name: str, reason: str, good: bool) -> None:
    if not good:
        raise ImproperlyConfigured(f"{name}: {reason}. See docs/settings.md.")


def _role(address: str) -> str:
    configured = env.db_url_config(address)
    return str(configured.get("USER", ""))


_demand(
    "SECRET_KEY",
    "must be set to 50 or more random characters",
    len(SECRET_KEY) >= 50
    and len(set(SECRET_KEY)) >= 10
    and not SECRET_KEY.startswith(("django-insecure-", "for-development-only-")),
)
_demand(
    "ALLOWED_HOSTS",
    "must name the hosts that this portal answers for",
    bool(ALLOWED_HOSTS) and "*" not in ALLOWED_HOSTS,
)
_demand("BASE_URL", "must be the portal's public https address", BASE_URL.startswith("https://"))
_demand("DATABASE_URL", "must name the database of the web role", bool(env.str("DATABASE_URL", default="")))
_web, _owner = (_role(env.str("DATABASE_URL", default="")), _role(env.str("DATABASE_OWNER_URL", default="")))
_demand(
    "DATABASE_OWNER_URL",
    "must name another role than DATABASE_URL: the web may not own its guards",
    _owner != _web and (bool(_owner) or DATABASE_ROLE != "owner"),
)
