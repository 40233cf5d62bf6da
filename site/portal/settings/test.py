import os
from pathlib import Path

# Tests keep their files beside their own database cluster, away from those of `make run`.
TEST_CLUSTER = Path(os.environ.get("PORTAL_TEST_CLUSTER", Path(__file__).parents[3] / "var" / "test" / "postgres"))
# Each process that runs tests has a folder of its own: some look at what lies in the store.
os.environ["PORTAL_VAR"] = f"{TEST_CLUSTER}-files{os.environ.get('PYTEST_XDIST_WORKER', '')}"
os.environ["DATABASE_ROLE"] = "owner"

from .base import *  # noqa: E402  (base reads the environment)

SECRET_KEY = "tests-only-" + "t" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "session", "csrf", "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
# A slow machine is no reason to part with a connection in the middle of a test.
DATABASES["default"]["CONN_MAX_AGE"] = None
CELERY_BROKER_URL = "memory://"
ELASTICSEARCH_URL = ""  # tests of the search server take its address from the environment themselves
DEV_LETTERS = False
STAFF_SECOND_FACTOR = False  # tests of the second factor turn it on
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter", "zeal"]
# A page of ours that asks a query a row fails its test. What is read twice is not read once a row:
MIDDLEWARE = [*MIDDLEWARE, "tests.one_query_more.RaiseOnNPlusOne"]
ZEAL_ALLOWLIST = [
    {"model": "*", "field": "get()"},  # one record by its key, by a door and again by its deed; lists are counted
    {"model": "recruitment.Application", "field": "snapshots"},  # a letter says several things of its one record
    {"model": "content.PortalImage", "field": "renditions"},  # once a picture, then from the cache
    {"model": "usersessions.UserSession"},  # allauth's, a row a device
]
