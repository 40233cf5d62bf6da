"""A vacancy can be watched for; it is news as long as it takes applications."""

from django.urls import reverse

from alerts.offers import Offer, offer
from recruitment.listing import list_facets

offer(
    Offer(
        "vacancy",
        facets=list_facets,
        address=lambda: reverse("recruitment:vacancies"),
        is_open=lambda vacancy, now: vacancy.takes_applications_at(now),
    ),
    event="recruitment.vacancy.published",
)
