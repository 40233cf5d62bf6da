"""The staff's list of tenders: groups by how far they are, the first of each, and pages of one of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities import roles
from entities.models import Membership
from shared import heads
from shared.clock import database_now
from supply.due import staff_list
from supply.models import Supplier
from tests.factories import bids
from tests.factories.changes import cancelled, extension
from tests.factories.people import EntityFactory, staff
from tests.factories.supply import SupplierFactory, TenderFactory, published_tender

pytestmark = pytest.mark.django_db
DOOR, FIRMS = reverse("supply_staff:tenders"), reverse("supply_staff:suppliers")
MOST_QUERIES = 12


@pytest.fixture
def entity():
    return EntityFactory()


@pytest.fixture
def buyer(client, entity):
    person = staff("buyer", entity)
    client.force_login(person)
    return person


def groups(person):
    return {group.name: [row.tender for row in group.rows] for group in staff_list(person, at=database_now()).groups}


def test_each_tender_stands_where_it_waits_or_how_far_it_is(entity, buyer, behind_the_clock):
    approver, auditor = staff("tender_approver", entity), staff("auditor", entity)
    own, colleagues = {"entity": entity, "author": buyer}, {"entity": entity}
    draft, returned = TenderFactory(**own), TenderFactory(**own, return_reason="القيمة غير مقنعة")
    others_returned = TenderFactory(**colleagues, return_reason="القيمة غير مقنعة")
    open_tender, asked = published_tender(**own), published_tender(**own)
    extension(asked)
    to_call, early = published_tender(**own), published_tender(**own)
    called = published_tender(**own)
    for each in (to_call, called):
        bids.close(each, behind_the_clock)
    bids.called(called)
    behind_the_clock(early, closes_at=timedelta(seconds=-1), opens_at=timedelta(hours=1))
    ended = published_tender(**own)
    cancelled(ended)
    TenderFactory()  # of another entity

    assert groups(buyer) == {
        "waiting": [to_call, returned] if to_call.closes_at < returned.closes_at else [returned, to_call],
        "drafts": sorted([draft, others_returned], key=lambda each: each.closes_at),
        "open": sorted([open_tender, asked], key=lambda each: each.closes_at),
        "closed": sorted([called, early], key=lambda each: each.closes_at),
        "ended": [ended],
    }
    assert set(groups(approver)["waiting"]) == {asked}
    assert "waiting" not in groups(auditor)
    assert set(groups(auditor)["closed"]) == {to_call, called, early}


@pytest.mark.promise("REL-1.12")
def test_a_group_shows_its_first_and_leads_to_pages_of_all(client, buyer, entity, monkeypatch):
    monkeypatch.setattr(heads, "MOST", 2)
    came = [TenderFactory(entity=entity, author=buyer) for _number in range(3)]
    published = published_tender(entity=entity)
    overview = client.get(DOOR)
    shown = {group.name: group for group in overview.context["tenders"].groups}
    assert ([row.tender for row in shown["drafts"].rows], shown["drafts"].size) == (came[:2], 3)
    assert [row.tender for row in shown["open"].rows] == [published]
    assert 'href="?group=drafts"' in overview.content.decode()
    pages = [client.get(DOOR, {"group": "drafts", "page": number}).context["tenders"] for number in (1, 2)]
    found = [row.tender for page in pages for group in page.groups for row in group.rows]
    assert found == came
    assert published.reference not in client.get(DOOR, {"group": "drafts"}).content.decode()
    assert client.get(DOOR, {"group": "waiting"}).status_code == 200
    assert published.reference in client.get(DOOR, {"group": "nonsense", "page": "x"}).content.decode()


def own_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    ours = ("recruitment_", "supply_", "entities_", "shared_")
    return len([each for each in asked if any(f'"{app}' in each["sql"] for app in ours)])


@pytest.mark.promise("REL-1.12")
def test_the_list_asks_the_same_few_queries_however_many_there_are(client, buyer, entity):
    TenderFactory(entity=entity), published_tender(entity=entity)
    addresses = (DOOR, f"{DOOR}?group=open")
    of_one = {address: own_queries(client, address) for address in addresses}
    for _number in range(3):
        TenderFactory(entity=entity), published_tender(entity=entity)
    for address, before in of_one.items():
        assert own_queries(client, address) == before <= MOST_QUERIES


def test_a_role_that_ended_shows_nothing_at_the_next_request(client, buyer, entity):
    tender = TenderFactory(entity=entity)
    assert tender.reference in client.get(DOOR).content.decode()
    roles.end(Membership.objects.get(user=buyer), by=None, at=database_now())
    answer = client.get(DOOR)
    assert answer.status_code in (302, 403, 404)
    assert tender.reference not in answer.content.decode()


def test_registrations_come_in_pages(client, monkeypatch):
    monkeypatch.setattr(heads, "MOST", 2)
    now = database_now()
    for number in range(3):
        SupplierFactory(state="submitted", submitted_at=now + timedelta(seconds=number))
        SupplierFactory(state="active", submitted_at=now, decided_at=now + timedelta(seconds=number))
    client.force_login(staff("supplier_verifier"))
    overview = client.get(FIRMS)
    assert [len(overview.context[name]) for name in ("waiting", "decided")] == [2, 2]
    assert 'href="?group=waiting"' in overview.content.decode()
    for name, state in (("waiting", "submitted"), ("decided", "active")):
        pages = [client.get(FIRMS, {"group": name, "page": number}).context[name] for number in (1, 2)]
        found = [firm for page in pages for firm in page]
        assert len(found) == 3
        assert {firm.pk for firm in found} == set(Supplier.objects.filter(state=state).values_list("pk", flat=True))
