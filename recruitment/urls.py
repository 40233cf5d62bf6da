from recruitment.views import (
    application_documents,
    application_entries,
    applications,
    information,
    my_applications,
    profile,
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
    *profile.urls,
    *information.urls,
]
