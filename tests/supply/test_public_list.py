"""The public list of tenders: what closes soon is counted beside its choice."""

from datetime import timedelta

import pytest

from tests.crawl.world import index
from tests.factories import bids

pytestmark = pytest.mark.django_db


def test_what_closes_soon_is_counted_whatever_is_chosen(client, behind_the_clock):
    tenders = [bids.open_tender() for _each in range(3)]
    for tender, days in zip(tenders, (2, 6, 25), strict=True):
        behind_the_clock(tender, closes_at=timedelta(days=days), opens_at=timedelta(days=days))
    index(*tenders)

    def closing(query=""):
        facets = {facet.name: facet for facet in client.get(f"/en/tenders/{query}").context["listing"].facets}
        return [(each.value, each.count, each.chosen) for each in facets["within"].values]

    assert closing() == [("3", 1, False), ("7", 2, False), ("30", 3, False)]
    assert closing("?within=7") == [("3", 1, False), ("7", 2, True), ("30", 3, False)]
    assert closing("?status=closed") == []


def test_a_reader_with_a_phone_meets_the_deadline_and_the_way_to_a_bid_before_the_long_text(client):
    page = client.get(f"/en/tenders/{bids.open_tender().reference}/").content.decode()
    assert page.index('id="summary"') < page.index("Prepare a bid") < page.index('id="about"')
