"""Doors inside the Wagtail admin, under /admin/search/; name space search_staff."""

from search.editing.views import picks, reports, words

app_name = "search_staff"
urlpatterns = [*words.urls, *picks.urls, *reports.urls]
