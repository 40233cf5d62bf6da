"""Pages of tenders that were extended, cancelled, concluded or ended without a bid: valid, light, few questions to the database."""

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities.models import Role
from supply.models import Tender
from tests.factories.bids import close, drafted, open_tender, opened, person_of, sealed, started
from tests.factories.changes import approved, cancellation, cancelled, conclusion, extension
from tests.factories.people import staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.14")]
LIGHT = 60_000
ENDS = ("extended", "cancelled", "awarded", "none", "unsuccessful")


def ended(end, behind_the_clock):
    """(tender, bid or None)"""
    if end == "unsuccessful":
        tender = open_tender()
        close(tender, behind_the_clock)
        started(tender)
        return Tender.objects.get(), None
    bid = sealed()
    if end == "extended":
        approved(extension(bid.tender))
    elif end == "cancelled":
        cancelled(bid.tender)
    else:
        sealed(bid.tender)
        opened(bid.tender, behind_the_clock)
        approved(conclusion(bid.tender, bid if end == "awarded" else None))
    return Tender.objects.get(), bid


def read(client, address, *, queries):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    page = answer.content
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    assert answer.status_code == 200
    assert parser.errors == []
    assert len(page) < LIGHT
    assert len(asked) <= queries, [each["sql"] for each in asked]
    return page.decode()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("end", ENDS)
def test_the_public_page_and_the_bidders_own(client, behind_the_clock, end, language):
    tender, bid = ended(end, behind_the_clock)
    address = f"/{language}/tenders/{tender.reference}/"
    page = read(client, address, queries=20)
    assert (tender.end_reason in page) or not tender.end_reason
    if bid:
        client.force_login(person_of(bid.supplier))
        read(client, f"{address}bid/", queries=24)
        read(client, f"/{language}/account/company/bids/", queries=24)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_on_which_a_copy_is_loaded(client, language):
    bid = drafted()
    client.force_login(person_of(bid.supplier))
    read(client, f"/{language}/tenders/{bid.tender.reference}/bid/load/", queries=20)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("ask", [extension, cancellation])
def test_the_screens_of_buyer_and_approver(client, ask, language):
    tender = sealed().tender
    change = ask(tender)
    shared = [
        reverse("supply_staff:tenders"),
        reverse("supply_staff:tender", args=[tender.pk]),
        reverse("supply_staff:change", args=[change.pk]),
    ]
    approver = staff(Role.TENDER_APPROVER, tender.entity)
    for person, own in (
        (tender.author, reverse(f"supply_staff:{change.kind}", args=[tender.pk])),
        (approver, reverse("supply_staff:return_change", args=[change.pk])),
    ):
        client.force_login(person)
        for address in (*shared, own):
            answer = client.get(address, headers={"accept-language": language})
            assert (answer.status_code, len(answer.content) < LIGHT) == (200, True)
