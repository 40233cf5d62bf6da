from django.utils.translation import gettext_lazy

from ._environment import env

# In the reader's language where locale/ knows the name.
WAGTAIL_SITE_NAME = gettext_lazy(env.str("PORTAL_NAME", default="Oasis City Government Portal"))
WAGTAILADMIN_BASE_URL = BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "content.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.PortalDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.media_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.media_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Otherwise the English page would go live at once with the Arabic text in it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# The admin's own finder stays in the database; only search/ speaks to a search engine.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Addresses and passwords change at the portal's own pages, with proof; the staff area's shortcuts around them are closed.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/account/sign-in/"
# A draft kept by itself while "publish" is pressed gave the editor an error instead of his page; he saves when he means it.
WAGTAIL_AUTOSAVE_INTERVAL = 0
