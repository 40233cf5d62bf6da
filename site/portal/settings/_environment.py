"""The one place where the environment is read; every other settings module asks `env`."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.FileAwareEnv()


def var_dir() -> Path:
    """Where run-time files live (database cluster, media, mail, keys, logs); PORTAL_VAR moves it."""
    return Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))


def whole_number(name: str, default: int) -> int:
    try:
        return env.int(name, default=default)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None
