"""Doors inside the Wagtail admin, under /admin/recruitment/; name space recruitment_staff."""

from importlib.util import find_spec

from recruitment.views import staff_vacancies

app_name = "recruitment_staff"
urlpatterns = [*staff_vacancies.urls]
if find_spec("recruitment.views.staff_applications"):
    from recruitment.views.staff_applications import staff_application_urls

    urlpatterns += staff_application_urls
