"""Production settings in a process of their own: silent when all is well, and no start with a secret missing or weak."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.promise("REL-1.3")
GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal_web@db.example/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner@db.example/portal",
}


def django(*command, **environment):
    """`manage.py` under production settings, with nothing of this run's environment but where programs are."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in {**GOOD, **environment}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**bare, **given, "DJANGO_SETTINGS_MODULE": "portal.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_nothing_to_say():
    done = django("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "for-development-only-" + "x" * 40),
        ("SECRET_KEY", "django-insecure-kR7vQ2xW9mT4zN8bL3pY6hJ1sD5fG0cV-aEuIoXqZwBn"),
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("BASE_URL", None),
        ("BASE_URL", "http://portal.example"),
        ("DATABASE_URL", None),
        ("DATABASE_OWNER_URL", "postgres://portal_web@db.example/portal"),
        ("DATABASE_OWNER_URL", "postgres://portal_web:other@db.example:5432/portal"),
    ],
)
def test_it_does_not_start_with_what_is_missing_or_weak(name, value):
    done = django("check", **{name: value})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name}:" in done.stderr
    assert not value or len(value) < 20 or value not in done.stderr, "a secret is not repeated in the message"


def test_migrations_do_not_run_without_an_owner():
    assert "ImproperlyConfigured: DATABASE_OWNER_URL:" in django("migrate", "--plan", DATABASE_OWNER_URL=None).stderr


def test_a_secret_may_come_from_a_file(tmp_path):
    kept = tmp_path / "secret"
    kept.write_text(GOOD["SECRET_KEY"])
    assert django("check", SECRET_KEY=None, SECRET_KEY_FILE=str(kept)).returncode == 0


def test_it_is_what_a_server_starts_with_when_nothing_is_said():
    for door in ("manage.py", "site/portal/wsgi.py"):
        assert 'setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")' in (ROOT / door).read_text()


def test_nobody_makes_accounts_there_whose_password_everyone_knows():
    """Refused before the database is asked: this one does not even answer."""
    asked = django("demo")
    assert asked.returncode != 0
    assert "CommandError: The accounts of the demo world" in asked.stderr


def test_letters_of_development_are_not_served():
    shown = django("shell", "--no-imports", "-c", "from django.urls import reverse; print(reverse('dev:letters'))")
    assert "NoReverseMatch" in shown.stderr
