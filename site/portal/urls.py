from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts import views as account_views
from content import views as content_views
from portal import api, open_data, pages, probes, site_map, standing_files
from shared import views as shared_views

handler400, handler403, handler404, handler500 = (
    f"portal.errors.{name}" for name in ("unreadable", "forbidden", "missing", "unexpected")
)
handler429 = "portal.errors.too_many"
# As in wagtail.urls, whose serving view ours wraps.
WAGTAIL_PATH = r"^((?:[\w\-]+/)*)$"

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path(".well-known/receipt-keys.json", shared_views.receipt_keys, name="receipt-keys"),
    path(".well-known/security.txt", standing_files.security, name="security"),
    path("robots.txt", standing_files.robots, name="robots"),
    path("sitemap.xml", site_map.sitemap, name="sitemap"),
    re_path(r"^open-data/(?P<name>[a-z]+)\.(?P<ending>csv|json)$", open_data.data_set, name="open_data"),
    path("api/openapi.json", api.description, name="openapi"),
    path("api/", api.start),
    path("api/", api.api.urls),
    path("favicon.ico", standing_files.favicon, name="favicon"),
    path("admin/login/", account_views.staff_door, name="staff-door"),
    path("admin/password_reset/", account_views.staff_door),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<str:name>", content_views.picture, name="picture"),
]
_apps = ("recruitment", "supply", "search", "alerts", "entities", "accounts")
urlpatterns += i18n_patterns(
    path("manifest.webmanifest", standing_files.manifest, name="manifest"),
    path("site-map/", site_map.site_map, name="site_map"),
    path("", include("shared.urls")),
    *[path("", include(f"{app}.urls")) for app in _apps if find_spec(f"{app}.urls")],
    re_path(WAGTAIL_PATH, pages.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
if settings.DEV_LETTERS and find_spec("messaging.dev"):
    urlpatterns.insert(0, path("dev/letters/", include("messaging.dev", namespace="dev")))
