"""For a person who tries the portal on his own machine: `make run`."""

from datetime import timedelta

from .base import *

SECRET_KEY = env.str("SECRET_KEY", default="for-development-only-" + "x" * 40)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "session", "csrf", "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
DEV_LETTERS = DEMO_WORLD = True
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
TENDER_LEAST_WORKING_DAYS = env.int("TENDER_LEAST_WORKING_DAYS", default=0)
VACANCY_LEAST_OPEN = timedelta(0)
