"""What a page of a bid saves by itself goes through the step's own door and overwrites nobody's text."""

import pytest

from supply import bidding
from supply.bid_keys import platform_key_id
from supply.models import Bid
from tests.factories.supply import SupplierUserFactory, published_tender

pytestmark = [pytest.mark.django_db, pytest.mark.promise("FND-1.9")]


def test_half_an_answer_is_kept_and_a_second_tab_is_told(client):
    seat, tender = SupplierUserFactory(), published_tender(platform_key=platform_key_id())
    bid = bidding.start_bid(tender.pk, supplier_id=seat.supplier_id, by=seat.user)
    client.force_login(seat.user)
    address = f"/en/tenders/{tender.reference}/bid/answers/"
    typed = {"autosave": "1", "version": bid.row_version, "approach": "Three crews"}
    first = client.post(address, typed)
    assert first.json()["words"].startswith("Saved at")
    kept = Bid.objects.get(pk=bid.pk)
    assert first.json()["version"] == kept.row_version
    assert kept.read_draft()["answers"]["approach"] == "Three crews"
    assert "answers" not in kept.completed_steps
    late = client.post(address, {**typed, "approach": "Two crews"})
    assert (late.status_code, "version" in late.json()) == (409, False)
    assert Bid.objects.get(pk=bid.pk).read_draft()["answers"]["approach"] == "Three crews"
