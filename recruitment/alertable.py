"""A vacancy can be watched for; it is news as long as it takes applications."""

from django.urls import reverse

from alerts.offers import Offer, entity, offer
from recruitment.listing import FACETS
from search.facets import Named


def _facets() -> list[Named]:
    others = [Named(name, title, names((), ())) for name, (title, names) in FACETS.items() if name != "entity"]
    return [entity(), *others]


offer(
    Offer(
        "vacancy",
        facets=_facets,
        address=lambda: reverse("recruitment:vacancies"),
        is_open=lambda vacancy, now: vacancy.takes_applications_at(now),
    ),
    event="recruitment.vacancy.published",
)
