"""Doors inside the Wagtail admin, under /admin/supply/; name space supply_staff."""

from importlib.util import find_spec

from supply.views import staff, verifying

app_name = "supply_staff"
urlpatterns = [*staff.urls, *verifying.urls]
if find_spec("supply.views.opening"):
    from supply.views.opening import opening_urls

    urlpatterns += opening_urls
