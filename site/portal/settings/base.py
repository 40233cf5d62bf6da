"""Safe values and no demands: production adds the demands, dev and test loosen what they must."""

from typing import Any

from ._accounts import *
from ._celery import *
from ._database import *
from ._environment import env
from ._files import *
from ._internationalisation import *
from ._logging import *
from ._mail import *
from ._rules import *
from ._search import *
from ._security import *
from ._wagtail import *

DEBUG = False
# Everyone may read the password of its accounts, and one of them administers the platform.
DEMO_WORLD = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

INSTALLED_APPS = [
    "portal",
    "recruitment",
    "supply",
    "catalogue",
    "content",
    "alerts",
    "search",
    "entities",
    "messaging",
    "accounts",
    "shared",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "djmoney",
    "django_htmx",
    "pgtrigger",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.CompressPages",
    "portal.middleware.AdminContentSecurityPolicy",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "shared.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageInPath",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.PrivatePages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.sessions.SessionLimits",
    "entities.staff_groups.GroupsFollowRoles",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.StaffNeedSecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.MethodNotAllowed",
    "shared.refusals.RefusalMiddleware",
    "content.doors.OthersAreNotFound",
    "content.middleware.AtomicAdmin",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.context_processors.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if _cache_url := env.str("CACHE_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "shared.redis_cache.ForgetfulRedisCache",
            "LOCATION": _cache_url,
            # A page waits for what only makes it faster: not long.
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }
# What guards a door is counted for all processes together, with or without Redis. No page needs it to be shown.
CACHES["limits"] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "shared_limitcache",
    "KEY_FUNCTION": "shared.limits.cache_key",
    # More than that is an attack, and the oldest counts go; hourly those that are over do.
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
