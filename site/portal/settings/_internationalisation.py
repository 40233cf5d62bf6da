from django.utils.translation import gettext_lazy as _

from ._environment import BASE_DIR, env

LANGUAGE_CODE = "ar"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
FORMAT_MODULE_PATH = ["portal.formats"]

USE_TZ = True
TIME_ZONE = env.str("PORTAL_TIME_ZONE", default="Asia/Dubai")
CURRENCY = env.str("PORTAL_CURRENCY", default="AED")
CURRENCIES = ("AED",)
