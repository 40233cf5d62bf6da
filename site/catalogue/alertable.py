"""A service can be watched for: new ones of an entity, for somebody, at some moment of life."""

from django.utils.translation import get_language

from alerts.offers import Offer, offer
from catalogue.models import ServiceIndexPage
from catalogue.views import list_facets


def _address() -> str:
    page = ServiceIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    return page.get_url() or "" if page else ""


offer(
    Offer("service", facets=list_facets, address=_address, is_open=lambda service, now: True),
    event="catalogue.service.published",
)
