"""What the database itself holds about suppliers and tenders, also against raw SQL of the web role."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shared.clock import database_now
from supply.models import OpeningMember, Tender
from supply.states import Office, SupplierState
from tests.factories.supply import (
    PersonFactory,
    SupplierFactory,
    SupplierUserFactory,
    TenderDocumentFactory,
    TenderFactory,
    freeze,
    name_committee,
    published_tender,
    staff,
)

pytestmark = pytest.mark.django_db
LATER = "UPDATE supply_tender SET closes_at = closes_at + interval '2 days', opens_at = opens_at + interval '2 days'"


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.promise("SUP-1.1")
def test_one_licence_is_one_accepted_firm():
    SupplierFactory(licence_no="CN77")
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierFactory(licence_no="CN77")


@pytest.mark.promise("SUP-1.1")
def test_a_strangers_draft_does_not_lock_the_owner_out():
    SupplierFactory(licence_no="CN77", state=SupplierState.SUBMITTED)
    SupplierFactory(licence_no="CN77", state=SupplierState.RETURNED)
    SupplierFactory(licence_no="CN77")


def test_another_authority_may_use_the_same_number():
    SupplierFactory(licence_no="CN77", licence_authority="OED")
    SupplierFactory(licence_no="CN77", licence_authority="OFZ")


def test_a_firm_without_a_licence_file_cannot_be_accepted():
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierFactory(licence_file=None)


def test_a_person_has_one_seat_in_a_firm():
    seat = SupplierUserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierUserFactory(supplier=seat.supplier, user=seat.user)


def test_the_author_is_never_the_approver():
    tender = TenderFactory()
    with pytest.raises(IntegrityError):
        sql("UPDATE supply_tender SET approver_id = author_id WHERE id = %s", tender.pk)


@pytest.mark.parametrize("change", ["closes_at = published_at", "opens_at = closes_at - interval '1 second'"])
def test_instants_stand_in_their_order(change):
    tender = published_tender()
    with pytest.raises(IntegrityError):
        sql(f"UPDATE supply_tender SET {change} WHERE id = %s", tender.pk)


def test_nothing_is_published_without_approver_and_closing():
    tender = TenderFactory()
    with pytest.raises(IntegrityError):
        sql("UPDATE supply_tender SET state = 'published' WHERE id = %s", tender.pk)


def test_the_closing_instant_moves_later_only():
    tender = published_tender()
    with pytest.raises(IntegrityError, match="only move later"):
        sql("UPDATE supply_tender SET closes_at = closes_at - interval '1 second' WHERE id = %s", tender.pk)
    sql(f"{LATER} WHERE id = %s", tender.pk)


def test_a_closing_instant_that_has_passed_stays(behind_the_clock):
    tender = published_tender()
    behind_the_clock(tender, closes_at=timedelta(seconds=-1))
    with pytest.raises(IntegrityError, match="has passed"):
        sql(f"{LATER} WHERE id = %s", tender.pk)


def test_a_draft_may_move_its_closing_both_ways():
    tender = TenderFactory()
    sql("UPDATE supply_tender SET closes_at = closes_at - interval '3 days' WHERE id = %s", tender.pk)


@pytest.mark.promise("SUP-1.8")
def test_a_frozen_plan_and_its_members_stay():
    plan = freeze(name_committee(TenderFactory()))
    seat = plan.members.get(office=Office.MEMBER)
    attempts = [
        ("UPDATE supply_openingplan SET quorum = 1 WHERE id = %s", plan.pk),
        ("UPDATE supply_openingplan SET frozen_at = NULL WHERE id = %s", plan.pk),
        ("UPDATE supply_openingmember SET office = 'secretary' WHERE id = %s", seat.pk),
        ("DELETE FROM supply_openingmember WHERE id = %s", seat.pk),
        ("DELETE FROM supply_openingplan WHERE id = %s", plan.pk),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError):
            sql(*attempt)
    with pytest.raises(DatabaseError), transaction.atomic():
        OpeningMember.objects.create(plan=plan, user=PersonFactory(), office=Office.MEMBER)


def test_a_committee_has_one_chair():
    plan = name_committee(TenderFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningMember.objects.create(plan=plan, user=PersonFactory(), office=Office.CHAIR)


def test_documents_of_a_published_tender_stay_and_those_of_a_draft_do_not():
    draft, published = TenderDocumentFactory(), TenderDocumentFactory(tender=published_tender())
    draft.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        published.delete()
    with pytest.raises(IntegrityError):
        sql("UPDATE supply_tenderdocument SET title_en = 'Other' WHERE id = %s", published.pk)


def test_what_was_approved_and_who_edited_is_written_once():
    tender = published_tender()
    tender.editors.create(user=staff("buyer", tender.entity), first_at=database_now())
    for table in ("supply_tenderversion", "supply_tendereditor"):
        with pytest.raises(DatabaseError):
            sql(f"DELETE FROM {table} WHERE tender_id = %s", tender.pk)


def test_list_and_page_agree_about_open_and_closed(behind_the_clock):
    tenders = [published_tender() for _ in range(3)]
    behind_the_clock(tenders[0], closes_at=timedelta(days=1))
    behind_the_clock(tenders[1], closes_at=timedelta(seconds=-1))
    now = database_now()
    for tender in tenders:
        found = [phase for phase in ("open", "closing_soon", "closed") if tender in Tender.objects.in_phase(phase, now)]
        assert found == [tender.phase_at(now)]
        assert tender.takes_bids_at(now) == Tender.objects.open_at(now).filter(pk=tender.pk).exists()
    assert [tender.phase_at(now) for tender in tenders] == ["closing_soon", "closed", "open"]
