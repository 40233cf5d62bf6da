"""A tender can be watched for; it is news as long as it takes bids."""

from django.urls import reverse

from alerts.offers import Offer, offer
from supply.listing import list_facets

offer(
    Offer(
        "tender",
        facets=list_facets,
        address=lambda: reverse("supply:tenders"),
        is_open=lambda tender, now: tender.takes_bids_at(now),
    ),
    event="supply.tender.published",
)
