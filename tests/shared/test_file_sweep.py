"""What nobody attached is not kept for ever; what a record holds is."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages

from shared import files, tasks
from shared.clock import database_now
from shared.models import StoredFile
from supply import registration, tendering
from tests.factories.bids import sealed
from tests.factories.files import pdf, upload
from tests.factories.people import EntityFactory, PersonFactory
from tests.factories.supply import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(behind_the_clock):
    """An upload of two days ago whose page was left."""
    file = files.receive(upload(pdf()), kind="cv", by=PersonFactory(), at=database_now())
    behind_the_clock(file, uploaded_at=timedelta(days=-2))
    return file


@pytest.mark.promise("SUP-1.5")
def test_a_file_that_nobody_attached_goes_with_its_object(received, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert not StoredFile.objects.filter(pk=received.pk).exists()
    assert not storages["private"].exists(received.key)


def test_a_fresh_one_stays(received):
    StoredFile.objects.filter(pk=received.pk).update(uploaded_at=database_now())
    tasks.sweep()
    assert StoredFile.objects.filter(pk=received.pk).exists()


@pytest.mark.promise("SUP-1.1")
def test_a_licence_file_that_was_replaced_goes_and_the_new_one_stays(
    received, behind_the_clock, django_capture_on_commit_callbacks
):
    firm = registration.register_supplier(by=received.owner, at=database_now())
    registration.attach_licence(firm.pk, received, by=received.owner)
    tasks.sweep()
    assert StoredFile.objects.filter(pk=received.pk).exists()

    new = files.receive(upload(pdf()), kind="cv", by=received.owner, at=database_now())
    behind_the_clock(new, uploaded_at=timedelta(days=-2))
    registration.attach_licence(firm.pk, new, by=received.owner)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert set(StoredFile.objects.all()) == {new}
    assert not storages["private"].exists(received.key)
    assert storages["private"].exists(new.key)


@pytest.mark.promise("SUP-1.2")
def test_the_file_of_a_document_that_was_removed_goes(received, django_capture_on_commit_callbacks):
    entity = EntityFactory()
    buyer = staff("buyer", entity)
    tender = tendering.draft_tender(entity, by=buyer, at=database_now())
    document = tendering.add_document(
        tender.pk, file=received, by=buyer, at=database_now(), version=tender.row_version,
        title_ar="كراسة", title_en="Terms", kind="terms", language="ar",
    )  # fmt: skip
    tender.refresh_from_db()
    tasks.sweep()
    assert StoredFile.objects.filter(pk=received.pk).exists()

    tendering.remove_document(tender.pk, document.pk, by=buyer, at=database_now(), version=tender.row_version)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert not StoredFile.objects.filter(pk=received.pk).exists()
    assert not storages["private"].exists(received.key)


@pytest.mark.promise("SUP-1.4")
def test_what_a_record_holds_stays_even_without_a_rule_of_reading():
    envelope = sealed().submission.envelopes.get()
    StoredFile.objects.filter(pk=envelope.file_id).update(guard="", uploaded_at=database_now() - timedelta(days=2))
    tasks.sweep()
    assert StoredFile.objects.filter(pk=envelope.file_id).exists()
