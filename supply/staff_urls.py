"""Doors inside the Wagtail admin, under /admin/supply/; name space supply_staff."""

from supply.views import staff, verifying

app_name = "supply_staff"
urlpatterns = [*staff.urls, *verifying.urls]
