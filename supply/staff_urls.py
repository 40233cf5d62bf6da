"""Doors inside the Wagtail admin, under /admin/supply/; name space supply_staff."""

from supply.views import opening, staff, staff_changes, verifying

app_name = "supply_staff"
urlpatterns = [*staff.urls, *staff_changes.change_urls, *opening.opening_urls, *verifying.urls]
