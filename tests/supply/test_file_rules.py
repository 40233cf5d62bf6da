"""The files of tenders and firms are given to whom their pages name them, and to nobody else."""

import pytest
from django.urls import reverse

from shared import audit, files
from shared.clock import database_now
from supply import publication, registration, tendering
from supply.models import OpenedBid
from tests.factories.bids import firm, member, opened, person_of, sealed
from tests.factories.files import pdf, upload
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.factories.supply import TenderFactory, name_committee
from tests.supply.test_registration import facts

pytestmark = pytest.mark.django_db


def received(by, kind):
    return files.receive(upload(pdf()), kind=kind, by=by, at=database_now())


def answer_to(client, person, file):
    client.logout()
    if person is not None:
        client.force_login(person)
    return client.get(reverse("files:detail", args=[file.pk])).status_code


@pytest.fixture
def tender():
    """A whole draft with one document, as its buyer attached it."""
    draft = TenderFactory()
    name_committee(draft)
    tendering.add_document(
        draft.pk, file=received(draft.author, "tender_document"), by=draft.author, at=database_now(),
        version=draft.row_version, title_ar="كراسة", title_en="Terms", kind="terms", language="ar",
    )  # fmt: skip
    draft.refresh_from_db()
    return draft


def publish(tender):
    frozen = publication.send_for_approval(tender.pk, by=tender.author, at=database_now(), version=tender.row_version)
    publication.publish_tender(tender.pk, by=staff("tender_approver", tender.entity), approved=frozen.sha256)


@pytest.mark.promise("SUP-1.2")
def test_a_document_of_a_draft_is_read_by_those_who_prepare_it(client, tender):
    file, entity = tender.documents.get().file, tender.entity
    for colleague in (tender.author, staff("tender_approver", entity), staff("auditor", entity)):
        assert answer_to(client, colleague, file) == 200
    for stranger in (
        None,
        PersonFactory(),
        staff("recruiter", entity),
        staff("buyer", EntityFactory()),
        person_of(firm()),
    ):
        assert answer_to(client, stranger, file) == 404


@pytest.mark.promise("SUP-1.2")
def test_a_document_of_a_published_tender_is_read_by_anyone(client, tender):
    file = tender.documents.get().file
    assert answer_to(client, None, file) == 404
    publish(tender)
    for anyone in (None, PersonFactory(), staff("recruiter", EntityFactory())):
        assert answer_to(client, anyone, file) == 200
    page = client.get(f"/en/tenders/{tender.reference}/").content.decode()
    assert reverse("files:detail", args=[file.pk]) in page


@pytest.mark.promise("SUP-1.1")
def test_a_licence_is_read_by_the_firm_and_by_verifiers_once_it_is_handed_in(client):
    owner, verifier = PersonFactory(), staff("supplier_verifier")
    begun = registration.register_supplier(by=owner, at=database_now())
    file = received(owner, "licence")
    registration.attach_licence(begun.pk, file, by=owner)
    assert answer_to(client, owner, file) == 200
    assert answer_to(client, verifier, file) == 404
    registration.submit_registration(begun.pk, by=owner, at=database_now(), version=begun.row_version, **facts())
    assert answer_to(client, verifier, file) == 200
    for stranger in (None, PersonFactory(), staff("buyer", EntityFactory()), person_of(firm())):
        assert answer_to(client, stranger, file) == 404


@pytest.mark.promise("SUP-1.11")
def test_who_read_a_file_of_an_opened_bid_stands_in_the_log(behind_the_clock, client):
    bid = sealed()
    opened(bid.tender, behind_the_clock)
    file, reader = OpenedBid.objects.get().files.get(), member(bid.tender)
    assert answer_to(client, person_of(firm()), file) == 404
    assert answer_to(client, reader, file) == 200
    [entry] = audit.history(bid).filter(action="supply:bid:read")
    assert (entry.actor_id, entry.entity_id) == (reader.pk, str(bid.tender.entity_id))
    assert entry.facts == {"file": str(file.pk)}
