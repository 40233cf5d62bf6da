"""What happens to a tender while somebody is at it, and deadlines that cannot be, are told where they are met."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shared.clock import database_now
from supply import adjourning
from supply.models import Tender
from tests.factories.bids import attended, close, drafted, open_tender, person_of, sealed
from tests.factories.changes import approved, extension
from tests.factories.days import later
from tests.factories.supply import TenderFactory

pytestmark = pytest.mark.django_db


def typed(instant):
    return timezone.localtime(instant).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.promise("SUP-1.13")
def test_an_extension_meanwhile_leaves_the_draft_as_it_is_and_the_seal_goes_through(client):
    bid = drafted()
    client.force_login(person_of(bid.supplier))
    door = f"/en/tenders/{bid.tender.reference}/bid/seal/"
    assert client.get(door).status_code == 200
    change = approved(extension(bid.tender))
    answer = client.post(door, {"version": bid.row_version, "idempotency_key": f"{bid.pk}-{bid.row_version}"})
    assert (answer.status_code, "/receipts/" in answer["Location"]) == (302, True)
    page = client.get(f"/en/tenders/{bid.tender.reference}/bid/").content.decode()
    assert change.closes_at.isoformat() in page


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("case", ["saturday", "midnight", "after the opening", "in ten minutes", "past"])
def test_a_deadline_that_cannot_be_is_told_beside_its_field_and_what_was_typed_stays(client, settings, case):
    settings.TENDER_LEAST_WORKING_DAYS = 10
    monday = later()
    closes_at, opens_at, field = {
        "saturday": (monday + timedelta(days=5), None, "closes_at"),
        "midnight": (timezone.localtime(monday).replace(hour=0), None, "closes_at"),
        "after the opening": (monday, monday - timedelta(hours=1), "opens_at"),
        "in ten minutes": (database_now() + timedelta(minutes=10), None, "closes_at"),
        "past": (database_now() - timedelta(days=3), None, "closes_at"),
    }[case]
    draft = TenderFactory()
    client.force_login(draft.author)
    posted = {
        "title_ar": "عنوان كتبته الآن", "governing_language": "ar", "price_basis": "net", "bid_validity_days": "90",
        "closes_at": typed(closes_at), "opens_at": typed(opens_at) if opens_at else "", "version": draft.row_version,
    }  # fmt: skip
    answer = client.post(reverse("supply_staff:edit_tender", args=[draft.pk]), posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "عنوان كتبته الآن" in page
    assert typed(closes_at) in page
    assert Tender.objects.get().title_ar == draft.title_ar


@pytest.mark.promise("SUP-1.8")
def test_the_public_page_says_until_when_a_session_is_adjourned_but_not_why(client, behind_the_clock):
    tender = sealed().tender
    sealed(tender)
    close(tender, behind_the_clock)
    session = attended(tender)
    address = f"/en/tenders/{tender.reference}/"
    assert "adjourned" not in client.get(address).content.decode()
    until = database_now() + timedelta(days=1)
    adjourning.adjourn_opening(session.pk, by=tender.author, reason="رئيس اللجنة مريض", resumes_at=until)
    page = client.get(address).content.decode()
    assert "The session is adjourned until" in page
    assert until.isoformat() in page
    assert "رئيس اللجنة مريض" not in page


@pytest.mark.promise("SUP-1.12")
def test_following_changes_nothing_on_any_page_of_others(client):
    tender = open_tender()
    pages = [f"/en/tenders/{tender.reference}/", f"/en/tenders/{tender.reference}/data.json"]
    before = [len(client.get(page).content) for page in pages]
    bid = sealed(tender)
    client.force_login(person_of(bid.supplier))
    client.post(f"/en/tenders/{tender.reference}/follow/")
    client.logout()
    assert [len(client.get(page).content) for page in pages] == before
