"""The public door to vacancies: the list and one vacancy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from recruitment import listing, own_applications, queries
from recruitment.models import Vacancy
from shared.clock import database_now


@require_GET
def vacancy_list(request: HttpRequest) -> HttpResponse:
    now = database_now()
    found = listing.find(request.GET, now=now)
    return render(request, "recruitment/vacancies.html", {"listing": found, "now": now})


@require_GET
def vacancy(request: HttpRequest, reference: str) -> HttpResponse:
    """One vacancy; what is not published is a 404 for everybody at this door."""
    found = get_object_or_404(Vacancy.objects.public().select_related("entity"), reference=reference)
    now = database_now()
    is_open = found.takes_applications_at(now)
    context = {
        "vacancy": found,
        "is_open": is_open,
        "mine": own_applications.live(request.user, found),
        "similar": [] if is_open else queries.similar(found, now=now),
        "now": now,
    }
    return render(request, "recruitment/vacancy.html", context)


urls = [
    path("jobs/", vacancy_list, name="vacancies"),
    path("jobs/<slug:reference>/", vacancy, name="vacancy"),
]
