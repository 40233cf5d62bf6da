from recruitment.views import (
    application_documents,
    application_entries,
    applications,
    information,
    my_applications,
    vacancies,
)

app_name = "recruitment"
# The step that takes any word comes last.
urlpatterns = [
    *vacancies.urls,
    *applications.urls,
    *application_documents.urls,
    *application_entries.urls,
    *applications.step_urls,
    *my_applications.urls,
    *information.urls,
]
