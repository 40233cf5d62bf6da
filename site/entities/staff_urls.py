"""Doors inside the Wagtail admin, under /admin/people/; name space entities_staff."""

from entities.views import people

app_name = "entities_staff"
urlpatterns = people.urls
