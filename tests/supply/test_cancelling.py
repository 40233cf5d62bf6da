"""A cancelled tender: bidders are told, envelopes stay closed for good, receipts still verify, the page stays with the reason."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from entities.models import Role
from messaging.models import Letter
from search.models import SearchDocument
from shared import audit, outbox, receipts
from shared.models import AuditEntry
from shared.moves import MoveNotAllowed
from shared.receipts import Outcome
from supply import bidding, changing, following, opening
from supply.bid_refusals import TenderCancelled
from supply.bid_states import BidState, SessionState
from supply.change_refusals import ApprovedBefore, CodeMissing, OwnFirmBids
from supply.models import Bid, Envelope, OpenedBid, OpeningSession, Tender
from supply.states import TenderState
from tests.factories.bids import (
    PRICE,
    attended,
    called,
    close,
    drafted,
    filled,
    firm,
    member,
    open_tender,
    opened,
    opening_worker,
    person_of,
    sealed,
)
from tests.factories.changes import WHY, approved, approver, cancellation, cancelled
from tests.factories.people import EntityFactory, also, staff
from tests.factories.supply import SupplierUserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.16")]


def stored(record):
    return type(record)._default_manager.get(pk=record.pk)


def letters():
    outbox.deliver_all()
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert len(told) == len(mail.outbox), "nobody is told twice"
    mail.outbox.clear()
    return told


def forget_letters():
    outbox.deliver_all()
    mail.outbox.clear()


@pytest.fixture
def open_one():
    """An open tender with a sealed bid."""
    return sealed().tender


@pytest.fixture
def opened_one(behind_the_clock):
    tender = sealed().tender
    sealed(tender)
    opened(tender, behind_the_clock)
    return stored(tender)


def test_an_open_tender_is_cancelled_by_two_and_its_envelopes_are_kept_and_never_opened(open_one, behind_the_clock):
    bid, receipt = Bid.objects.get(), Bid.objects.get().receipt
    tender = cancelled(open_one)
    assert (tender.state, tender.end_reason_en) == (TenderState.CANCELLED, WHY["reason_en"])
    assert stored(bid).state == BidState.UNOPENED
    assert stored(bid).receipt == receipt
    assert Envelope.objects.count() == 1
    close(tender, behind_the_clock)
    with pytest.raises(MoveNotAllowed):
        opening.call_opening(tender.pk, by=tender.author)
    opening_worker()
    assert not OpenedBid.objects.exists()


def test_the_receipt_still_verifies_and_says_how_the_bid_stands(client, open_one):
    receipt = Bid.objects.get().receipt
    cancelled(open_one)
    assert receipts.verify(receipt.document()).outcome == Outcome.VALID
    client.force_login(person_of(Bid.objects.get().supplier))
    page = client.get(f"/en/receipts/{receipt.pk}/").content.decode()
    assert "kept closed" in page


def test_bidders_drafts_and_followers_are_told_once_each_and_bidders_until_when_they_may_object(open_one):
    bidder, drafting, follower = Bid.objects.get().supplier, firm(), firm()
    drafted(open_one, drafting)
    following.follow_tender(open_one.pk, by=person_of(follower))
    following.follow_tender(open_one.pk, by=person_of(bidder))
    change = cancellation(open_one)
    letters()
    approved(change)
    told = letters()
    assert set(told) == {person_of(each).email for each in (bidder, drafting, follower)}
    assert all(WHY["reason_ar"] in body for body in told.values())
    assert open_one.entity.email in told[person_of(bidder).email]
    assert Bid.objects.filter(state=BidState.DRAFT).get().has_draft, "a draft stays its author's to read"


def test_whoever_acts_for_two_firms_hears_of_both_bids(open_one):
    other = firm()
    person = person_of(Bid.objects.get().supplier)
    SupplierUserFactory(supplier=other, user=person)
    sealed(open_one, other)
    change = cancellation(open_one)
    letters()
    approved(change)
    outbox.deliver_all()
    assert [letter.to[0] for letter in mail.outbox].count(person.email) == 2


def test_nobody_learns_from_a_cancellation_how_many_bids_there_were(client, open_one):
    other = open_tender(entity=open_one.entity, author=open_one.author, title_ar=open_one.title_ar)
    for tender in (open_one, other):
        cancelled(tender)
    client.force_login(open_one.author)
    pages = []
    for tender in (open_one, other):
        page = client.get(reverse("supply_staff:tender", args=[tender.pk])).content.decode()
        room = client.get(reverse("supply_staff:opening", args=[tender.pk])).content.decode()
        pages.append(len(page) + len(room))
    assert abs(pages[0] - pages[1]) < 40  # names of the committee differ by a letter or two
    entry = audit.history(open_one).get(action="supply:tender:cancel")
    assert set(entry.facts) == {"code"}
    assert not AuditEntry.objects.filter(action="supply:bid:keep_closed").exclude(entity_id="").exists()


@pytest.mark.parametrize("stage", ["called", "adjourned", "in_progress"])
def test_a_session_that_was_called_or_runs_is_called_off(open_one, behind_the_clock, stage):
    sealed(open_one)
    close(open_one, behind_the_clock)
    session = called(open_one) if stage == "called" else attended(open_one)
    if stage == "in_progress":
        opening.start_opening(session.pk, by=member(open_one))
    change = cancellation(open_one)
    approved(change)
    session = stored(session)
    assert (session.state, session.cancelled_at) == (SessionState.CANCELLED, stored(open_one).cancelled_at)
    opening_worker()
    outbox.deliver_all()
    called_off = Letter.objects.filter(template="supply:opening_called_off")
    assert {each.user_id for each in called_off} == {each.user_id for each in open_one.opening_plan.members.all()}
    assert not OpenedBid.objects.exists()
    assert {bid.state for bid in Bid.objects.all()} == {BidState.UNOPENED}
    with pytest.raises(MoveNotAllowed):
        opening.start_opening(session.pk, by=member(open_one))


def test_the_worker_that_had_read_already_records_nothing(open_one, behind_the_clock):
    close(open_one, behind_the_clock)
    session = opening.start_opening(attended(open_one).pk, by=member(open_one))
    cancelled(open_one)
    assert opening.open_bids(session.pk, []).state == SessionState.CANCELLED


def test_after_the_opening_two_approvers_have_to_agree(opened_one):
    change = cancellation(opened_one)
    first, second = approver(opened_one), approver(opened_one)
    forget_letters()
    assert approved(change, first).decided_at is None
    assert stored(opened_one).state == TenderState.OPENED
    assert second.email in letters()
    with pytest.raises(ApprovedBefore):
        approved(change, first)
    assert approved(change, second).decided_at
    assert stored(opened_one).state == TenderState.CANCELLED
    assert {bid.state for bid in Bid.objects.all()} == {BidState.OPENED}
    told = letters()
    assert {person_of(bid.supplier).email for bid in Bid.objects.all()} == set(told)


def test_a_government_whose_law_asks_for_one_approver_has_one(opened_one, settings):
    settings.TENDER_CANCELLATION_AFTER_OPENING_BY_TWO = False
    assert approved(cancellation(opened_one)).decided_at


@pytest.mark.parametrize("stage", ["open_one", "opened_one"])
def test_nobody_decides_about_his_own_firms_bid(request, stage):
    tender = request.getfixturevalue(stage)
    change = cancellation(tender)
    rival = approver(tender)
    SupplierUserFactory(supplier=Bid.objects.first().supplier, user=rival)
    with pytest.raises(OwnFirmBids):
        approved(change, rival)
    assert stored(change).first_approved_by is None


def test_it_needs_a_kind_of_reason(open_one):
    with pytest.raises(CodeMissing):
        cancellation(open_one, cancel_code="")


def test_a_bidder_who_was_still_at_it_reads_that_the_tender_was_cancelled_and_keeps_his_draft(client, open_one):
    bid = drafted(open_one)
    cancelled(open_one)
    with pytest.raises(TenderCancelled):
        bidding.save_step(bid.pk, "price", PRICE, by=person_of(bid.supplier), version=bid.row_version)
    client.force_login(person_of(bid.supplier))
    door = f"/ar/tenders/{open_one.reference}/bid/seal/"
    refused = client.post(door, {"version": stored(bid).row_version, "idempotency_key": "a"})
    assert refused.status_code == 409
    assert WHY["reason_ar"] in refused.content.decode()
    page = client.get(f"/ar/tenders/{open_one.reference}/bid/").content.decode()
    assert "12,500.50" in page
    assert client.get(reverse("supply:bids")).status_code == 200


def test_a_new_version_that_was_not_sealed_stays_readable_beside_the_closed_envelope(open_one):
    bid = Bid.objects.get()
    filled(bidding.start_bid(open_one.pk, supplier_id=bid.supplier_id, by=person_of(bid.supplier)))
    cancelled(open_one)
    assert (stored(bid).state, stored(bid).has_draft) == (BidState.UNOPENED, True)


def test_the_page_stays_with_the_reason_and_the_lists_say_cancelled(client, open_one):
    cancelled(open_one)
    outbox.deliver_all()
    page = client.get(f"/en/tenders/{open_one.reference}/").content.decode()
    assert WHY["reason_en"] in page
    assert "The funds are not available" in page
    assert open_one.title_en not in client.get("/en/tenders/").content.decode()
    assert open_one.title_en in client.get("/en/tenders/?status=cancelled").content.decode()
    data = client.get(reverse("supply:tender_data", args=[open_one.reference])).json()
    assert (data["tender"]["status"], data["bids"], data["awards"]) == ("cancelled", [], [])
    assert SearchDocument.objects.get(subject_id=str(open_one.pk)).facets["state"] == ["cancelled"]


def test_the_database_opens_no_envelope_of_a_cancelled_tender_and_takes_it_up_no_more(open_one):
    bid = Bid.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE supply_bid SET state = 'unopened' WHERE id = %s", [bid.pk])
    cancelled(open_one)
    for statement, record in (
        ("UPDATE supply_bid SET state = 'sealed' WHERE id = %s", bid),
        ("UPDATE supply_tender SET state = 'published' WHERE id = %s", open_one),
    ):
        refused = pytest.raises(Exception, match=r"pgtrigger|does not move")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [record.pk])


def test_it_is_a_screen_of_its_own_and_another_entitys_is_not_found(client, open_one):
    door = reverse("supply_staff:cancel", args=[open_one.pk])
    client.force_login(staff(Role.BUYER, EntityFactory()))
    assert client.get(door).status_code == 404
    client.force_login(open_one.author)
    assert client.get(door).status_code == 200
    refused = client.post(door, {"reason_ar": WHY["reason_ar"]})
    assert refused.status_code == 422
    assert refused.content.decode().count('aria-invalid="true"') >= 2
    assert client.post(door, {"cancel_code": "budget", **WHY}).status_code == 302
    approving = also(Role.TENDER_APPROVER, staff(Role.AUDITOR, open_one.entity), open_one.entity)
    client.force_login(approving)
    assert client.post(reverse("supply_staff:approve_change", args=[open_one.changes.get().pk])).status_code == 302
    assert Tender.objects.get().state == TenderState.CANCELLED
    assert client.get(reverse("supply_staff:opening", args=[open_one.pk])).status_code == 200
    assert not OpeningSession.objects.exists()


def test_a_request_overtaken_by_the_opening_asks_for_both_approvers(behind_the_clock):
    tender = sealed().tender
    sealed(tender)
    change = cancellation(tender)
    opened(tender, behind_the_clock)
    assert changing.approve_change(change.pk, by=approver(tender)).decided_at is None
