"""A deadline moves later, before it has passed, with a reason and by two people; everyone interested is told once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from entities.models import Role
from search.models import SearchDocument
from shared import audit, outbox
from shared.models import AuditEntry
from supply import changing, following
from supply.change_refusals import ChangeOpen, ChangeOvertaken, ClosingPassed, NotLater, OwnRequest, ReasonMissing
from supply.models import Tender, TenderChange, TenderInterest
from supply.publication import OnTheCommittee, OwnWork
from supply.states import SupplierRole
from supply.tendering import NotPermitted, UnfitClosing
from tests.factories import bids
from tests.factories.bids import close, drafted, firm, member, open_tender, person_of, sealed
from tests.factories.changes import WHY, approved, approver, cancelled, extension
from tests.factories.days import later
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.supply import SupplierUserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.15")]


@pytest.fixture
def tender():
    return open_tender()


def stored(record):
    return type(record)._default_manager.get(pk=record.pk)


def english(client, door):
    return client.get(door, headers={"accept-language": "en"}).content.decode()


def letters():
    """Who was told what since the last time it was asked; nobody twice."""
    outbox.deliver_all()
    told = {letter.to[0]: letter for letter in mail.outbox}
    assert len(told) == len(mail.outbox), "nobody is told twice"
    mail.outbox.clear()
    return told


def test_nothing_moves_before_another_person_approves_and_then_every_place_shows_one_instant(client, tender):
    before, change = tender.closes_at, extension(tender)
    assert stored(tender).closes_at == before
    approved(change)
    change = stored(change)
    assert (stored(tender).closes_at, change.closes_from) == (change.closes_at, before)
    outbox.deliver_all()
    instant = change.closes_at.isoformat()
    page = client.get(f"/ar/tenders/{tender.reference}/").content.decode()
    assert instant in page
    assert WHY["reason_ar"] in page
    assert instant in client.get(reverse("supply:tenders")).content.decode()
    data = client.get(reverse("supply:tender_data", args=[tender.reference])).json()["tender"]
    assert data["tenderPeriod"]["endDate"] == data["amendments"][0]["to"] == instant
    assert SearchDocument.objects.get(subject_id=str(tender.pk)).closes_at == change.closes_at


def test_everyone_interested_is_told_once_in_his_language_and_nobody_else(tender):
    drafting, bidding, follower, stranger = firm(), firm(), firm(), firm()
    drafted(tender, drafting)
    sealed(tender, bidding)
    english = SupplierUserFactory(supplier=bidding, user=PersonFactory(language="en"), role=SupplierRole.BIDDER).user
    SupplierUserFactory(supplier=bidding, role=SupplierRole.VIEWER)
    following.follow_tender(tender.pk, by=person_of(follower))
    following.follow_tender(tender.pk, by=person_of(bidding))
    change = extension(tender)
    letters()
    approved(change)
    told = letters()
    assert set(told) == {each.email for each in (*map(person_of, (drafting, bidding, follower)), english)}
    assert person_of(stranger).email not in told
    assert WHY["reason_en"] in told[english.email].body
    assert WHY["reason_ar"] in told[person_of(follower).email].body


def test_a_letter_to_one_says_nothing_of_the_others_and_the_audit_holds_no_number(tender):
    sealed(tender)
    follower = firm()
    following.follow_tender(tender.pk, by=person_of(follower))
    change = extension(tender)
    letters()
    approved(change)
    for letter in letters().values():
        assert len(letter.to) == 1
        assert not letter.cc
        assert not letter.bcc
    assert set(audit.history(tender).get(action="supply:tender:extend").facts) == {"was", "now"}
    assert not AuditEntry.objects.filter(action="supply:interest:follow").exclude(entity_id="").exists()


def test_the_approvers_are_asked_by_letter_but_not_whoever_asked(tender):
    both = also(Role.TENDER_APPROVER, staff(Role.BUYER, tender.entity), tender.entity)
    other = approver(tender)
    extension(tender, by=both)
    told = letters()
    assert other.email in told
    assert both.email not in told


@pytest.mark.parametrize("missing", ["reason_ar", "reason_en"])
def test_the_reason_stands_in_both_languages(tender, missing):
    with pytest.raises(ReasonMissing) as refused:
        extension(tender, **{missing: ""})
    assert refused.value.field == missing
    assert not TenderChange.objects.exists()


def test_it_moves_later_only(tender):
    with pytest.raises(NotLater):
        extension(tender, closes_at=tender.closes_at)
    with pytest.raises(NotLater):
        extension(tender, closes_at=tender.closes_at - timedelta(hours=1))


def test_the_new_deadline_lies_on_a_working_day_or_says_why(tender):
    saturday = later() + timedelta(days=5)
    with pytest.raises(UnfitClosing) as unfit:
        extension(tender, closes_at=saturday)
    assert unfit.value.field == "closes_at"
    with pytest.raises(UnfitClosing) as unfit:
        extension(tender, opens_at=later() - timedelta(days=1))
    assert unfit.value.field == "opens_at"
    assert extension(tender, closes_at=saturday, closing_reason="يوم الزيارة").closes_at == saturday


def test_nothing_is_extended_once_the_deadline_has_passed(tender, behind_the_clock):
    change = extension(tender)
    close(tender, behind_the_clock)
    with pytest.raises(ClosingPassed):
        approved(change)
    assert changing.return_change(change.pk, by=approver(tender), reason="فات الموعد").outcome == "returned"
    with pytest.raises(ClosingPassed):
        extension(tender)


def test_only_a_buyer_of_the_entity_asks(tender):
    for other in (staff(Role.BUYER, EntityFactory()), approver(tender), person_of(firm())):
        with pytest.raises(NotPermitted):
            extension(tender, by=other)


def test_neither_asker_nor_author_nor_committee_nor_a_stranger_approves(tender):
    asker = also(Role.TENDER_APPROVER, staff(Role.BUYER, tender.entity), tender.entity)
    change = extension(tender, by=asker)
    cases = {
        asker: OwnRequest,
        also(Role.TENDER_APPROVER, tender.author, tender.entity): OwnWork,
        also(Role.TENDER_APPROVER, member(tender), tender.entity): OnTheCommittee,
        staff(Role.TENDER_APPROVER, EntityFactory()): NotPermitted,
    }
    for person, refusal in cases.items():
        with pytest.raises(refusal):
            approved(change, person)
        with pytest.raises(refusal):
            changing.return_change(change.pk, by=person, reason="لا")
    assert stored(change).decided_at is None


def test_one_change_at_a_time_and_each_is_decided_once(tender):
    change = extension(tender)
    with pytest.raises(ChangeOpen):
        extension(tender)
    approved(change)
    with pytest.raises(ChangeOvertaken):
        approved(change)
    assert extension(tender, closes_at=later(90)).pk


def test_whoever_asked_reads_why_it_was_returned(tender):
    change = extension(tender)
    letters()
    changing.return_change(change.pk, by=approver(tender), reason="المهلة كافية.")
    assert "المهلة كافية." in letters()[tender.author.email].body
    assert stored(tender).closes_at == tender.closes_at


def test_the_database_keeps_a_decided_change_and_its_two_people(tender):
    change = approved(extension(tender))
    for statement in (
        "UPDATE supply_tenderchange SET return_reason = 'x' WHERE id = %s",
        "DELETE FROM supply_tenderchange WHERE id = %s",
    ):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [change.pk])
    again = extension(tender, closes_at=later(90))
    asked = "UPDATE supply_tenderchange SET closes_at = closes_at + interval '1 day', opens_at = opens_at + interval '1 day' WHERE id = %s"
    with pytest.raises(Exception, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked, [again.pk])  # between the request and its approval
    alone = "UPDATE supply_tenderchange SET decided_by_id = asked_by_id, decided_at = now(), outcome = 'approved' WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(alone, [again.pk])


def test_each_act_is_audited_once(tender):
    approved(extension(tender))
    acts = [entry.action for entry in audit.history(tender)]
    assert sorted(acts) == ["supply:tender:ask_change", "supply:tender:extend"]


def test_the_screen_asks_beside_the_field_and_keeps_what_was_typed(client, tender):
    client.force_login(tender.author)
    door = reverse("supply_staff:extend", args=[tender.pk])
    assert client.get(door).status_code == 200
    refused = client.post(door, {"closes_at": "2020-01-01 10:00", **WHY})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count('aria-invalid="true"') == 1
    assert WHY["reason_ar"] in page
    posted = {"closes_at": later().strftime("%Y-%m-%dT12:00"), **WHY}
    assert client.post(door, posted).status_code == 302
    change = TenderChange.objects.get()
    assert change.opens_at == change.closes_at


def test_the_approver_reads_both_languages_and_decides_and_another_entity_finds_nothing(client, tender):
    change = extension(tender)
    doors = [
        reverse(f"supply_staff:{name}", args=[change.pk]) for name in ("change", "approve_change", "return_change")
    ]
    client.force_login(staff(Role.TENDER_APPROVER, EntityFactory()))
    assert client.get(doors[0]).status_code == client.post(doors[1]).status_code == 404
    assert client.get(doors[2]).status_code == client.post(doors[2], {"reason": "x"}).status_code == 404
    assert client.post(reverse("supply_staff:extend", args=[tender.pk]), {}).status_code == 404
    client.force_login(approver(tender))
    page = client.get(doors[0]).content.decode()
    assert WHY["reason_ar"] in page
    assert WHY["reason_en"] in page
    assert client.post(doors[2], {"reason": " "}).status_code == 422
    assert client.post(doors[1]).status_code == 302
    assert stored(change).outcome == "approved"


def test_a_firm_follows_and_stops_following_and_its_staff_never_sees_it(client, tender):
    follower = firm()
    client.force_login(person_of(follower))
    page = reverse("supply:tender", args=[tender.reference])
    assert reverse("supply:follow", args=[tender.reference]) in client.get(page).content.decode()
    for _twice in range(2):
        assert client.post(reverse("supply:follow", args=[tender.reference])).status_code == 302
    assert TenderInterest.objects.count() == 1
    assert reverse("supply:unfollow", args=[tender.reference]) in client.get(page).content.decode()
    client.force_login(tender.author)
    assert follower.legal_name_ar not in client.get(reverse("supply_staff:tender", args=[tender.pk])).content.decode()
    client.force_login(person_of(follower))
    client.post(reverse("supply:unfollow", args=[tender.reference]))
    assert not TenderInterest.objects.exists()


def test_whoever_acts_for_no_firm_follows_nothing_and_nobody_follows_what_has_ended(client, tender):
    client.force_login(PersonFactory())
    assert client.post(reverse("supply:follow", args=[tender.reference])).status_code == 403
    client.force_login(person_of(firm()))
    cancelled(tender)
    assert client.post(reverse("supply:follow", args=[tender.reference])).status_code == 409
    assert Tender.objects.get().followers.count() == 0


def test_the_list_of_the_staff_says_what_is_due(client, tender, behind_the_clock):
    client.force_login(tender.author)
    door, called = reverse("supply_staff:tenders"), "The committee has to be called"
    extension(tender)
    assert "To be approved: Extend the deadline for bids" in english(client, door)
    approved(tender.changes.get())
    assert "To be approved" not in english(client, door)
    close(tender, behind_the_clock)
    assert called in english(client, door)
    bids.called(tender)
    page = english(client, door)
    assert called not in page
    assert "The opening session has been called" in page
