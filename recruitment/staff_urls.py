"""Doors inside the Wagtail admin, under /admin/recruitment/; name space recruitment_staff."""

from recruitment.views import staff_applications, staff_changes, staff_decisions, staff_lists, staff_vacancies

app_name = "recruitment_staff"
urlpatterns = [
    *staff_vacancies.urls,
    *staff_changes.urls,
    *staff_lists.urls,
    *staff_applications.urls,
    *staff_decisions.urls,
]
