from importlib.util import find_spec

from recruitment.views import vacancies

app_name = "recruitment"
urlpatterns = [*vacancies.urls]
if find_spec("recruitment.views.applications"):
    from recruitment.views.applications import application_urls

    urlpatterns += application_urls
