"""A tender ends with an award or with none, by two people; every bidder gets a letter with the reason, the public a notice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from entities.models import Role
from search.models import SearchDocument
from shared import audit, outbox
from shared.moves import MoveNotAllowed
from supply import bid_status, bidding, changing, following
from supply.change_refusals import AmountMissing, NoWinner, OwnFirmBids, OwnRequest
from supply.states import TenderResult, TenderState
from tests.factories.bids import close, firm, open_tender, opened, person_of, sealed, started
from tests.factories.changes import WHY, approved, approver, cancellation, conclusion
from tests.factories.people import EntityFactory, also, staff
from tests.factories.supply import SupplierUserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.17")]
CHEAPER = {"net": "11000.00", "vat": "550.00", "gross": "11550.00"}


def english(client, door):
    return client.get(door, headers={"accept-language": "en"}).content.decode()


def forget_letters():
    outbox.deliver_all()
    mail.outbox.clear()


@pytest.fixture
def two(behind_the_clock):
    """(tender, cheaper bid, dearer bid), opened."""
    dear = sealed()
    cheap = sealed(dear.tender, price=CHEAPER)
    opened(dear.tender, behind_the_clock)
    return stored(dear.tender), stored(cheap), stored(dear)


def stored(record):
    return type(record)._default_manager.get(pk=record.pk)


def letters():
    outbox.deliver_all()
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert len(told) == len(mail.outbox), "nobody is told twice"
    mail.outbox.clear()
    return told


def test_it_is_awarded_when_another_person_approves(two):
    tender, cheap, _dear = two
    change = conclusion(tender, cheap)
    assert stored(tender).state == TenderState.OPENED
    approved(change)
    tender = stored(tender)
    assert (tender.state, tender.result, tender.winner) == (TenderState.CONCLUDED, TenderResult.AWARDED, cheap)
    assert tender.award_amount == Decimal(CHEAPER["net"]), "the price of the bid on the basis of the tender"
    acts = [entry.action for entry in audit.history(tender)][-2:]
    assert acts == ["supply:tender:ask_change", "supply:tender:conclude"]


def test_every_bidder_gets_a_letter_with_the_reason_and_the_last_day_to_object(two, settings):
    settings.OBJECTION_DAYS = 10
    tender, cheap, dear = two
    follower = firm()
    following.follow_tender(tender.pk, by=person_of(follower))
    change = conclusion(tender, cheap)
    forget_letters()
    approved(change)
    told = letters()
    assert set(told) == {person_of(each).email for each in (cheap.supplier, dear.supplier, follower)}
    for bid in (cheap, dear):
        assert WHY["reason_ar"] in told[person_of(bid.supplier).email]
    lost = told[person_of(dear.supplier).email]
    assert cheap.supplier.legal_name_ar in lost
    with translation.override("ar"):
        for letter in (lost, told[person_of(cheap.supplier).email]):
            assert f"11,000 درهم ({tender.get_price_basis_display()})" in letter, "no price without its basis"
    until = timezone.localdate(stored(tender).concluded_at) + timedelta(days=10)
    assert f" {until.day} " in lost
    assert str(until.year) in lost
    assert tender.entity.email in lost


def test_the_result_stands_on_the_public_page_in_the_list_in_search_and_in_the_data(client, two):
    tender, cheap, _dear = two
    approved(conclusion(tender, cheap))
    outbox.deliver_all()
    page = client.get(f"/en/tenders/{tender.reference}/").content.decode()
    for words in (cheap.supplier.legal_name_en, WHY["reason_en"], "11,000", "Awarded"):
        assert words in page
    assert tender.title_en in client.get("/en/tenders/?status=awarded").content.decode()
    data = client.get(reverse("supply:tender_data", args=[tender.reference])).json()
    assert data["tender"]["status"] == "complete"
    assert data["awards"][0]["value"]["amount"] == "11000.00"
    assert len(data["bids"]) == 2
    assert SearchDocument.objects.get(subject_id=str(tender.pk)).facets["state"] == ["concluded"]


def test_it_may_be_awarded_to_nobody_and_then_reads_as_ended_without_award(client, two):
    tender, cheap, dear = two
    change = conclusion(tender)
    forget_letters()
    approved(change)
    tender = stored(tender)
    assert (tender.result, tender.winner, tender.award_amount) == (TenderResult.NONE, None, None)
    assert set(letters()) == {person_of(each.supplier).email for each in (cheap, dear)}
    assert tender.title_en in client.get("/en/tenders/?status=unsuccessful").content.decode()
    assert WHY["reason_en"] in client.get(f"/en/tenders/{tender.reference}/").content.decode()
    assert (
        client.get(reverse("supply:tender_data", args=[tender.reference])).json()["tender"]["status"] == "unsuccessful"
    )


def test_a_corrected_amount_is_kept_and_one_without_a_winner_is_refused(two):
    tender, cheap, _dear = two
    with pytest.raises(AmountMissing):
        conclusion(tender, cheap, award_amount=Decimal(0))
    with pytest.raises(NoWinner):
        conclusion(tender, award_amount=Decimal(5))
    approved(conclusion(tender, cheap, award_amount=Decimal("10999.50")))
    assert stored(tender).award_amount == Decimal("10999.50")


def test_the_approver_sees_what_the_envelope_said_where_the_amount_is_another(client, two):
    tender, cheap, _dear = two
    client.force_login(approver(tender))
    warning = "not the price of the bid"
    change = conclusion(tender, cheap, award_amount=Decimal("10999.50"))
    page = english(client, reverse("supply_staff:change", args=[change.pk]))
    for words in ("AED 11,000", "AED 10,999.50", warning):
        assert words in page
    changing.return_change(change.pk, by=approver(tender), reason="السعر كما في العرض")
    same = conclusion(stored(tender), cheap)
    assert warning not in english(client, reverse("supply_staff:change", args=[same.pk]))


def test_only_a_bid_of_this_tender_that_was_opened_soundly_wins(two, behind_the_clock):
    tender, *_ = two
    other = sealed()
    opened(other.tender, behind_the_clock)
    with pytest.raises(NoWinner):
        conclusion(tender, other)
    late = sealed()
    withdrawn = bidding.withdraw_bid(late.pk, by=person_of(late.supplier))
    with pytest.raises(NoWinner):
        conclusion(tender, withdrawn)


def test_nothing_is_concluded_before_the_opening_or_twice(two):
    tender, cheap, _dear = two
    with pytest.raises(MoveNotAllowed):
        conclusion(open_tender())
    approved(conclusion(tender, cheap))
    for again in (conclusion, cancellation):
        with pytest.raises(MoveNotAllowed):
            again(tender)


def test_neither_whoever_asked_nor_a_rival_decides(two):
    tender, cheap, dear = two
    both = also(Role.TENDER_APPROVER, staff(Role.BUYER, tender.entity), tender.entity)
    change = conclusion(tender, cheap, by=both)
    with pytest.raises(OwnRequest):
        approved(change, both)
    rival = approver(tender)
    SupplierUserFactory(supplier=dear.supplier, user=rival)
    with pytest.raises(OwnFirmBids):
        approved(change, rival)


def test_the_firm_reads_on_its_own_pages_how_its_bid_ended(client, two):
    tender, cheap, dear = two
    approved(conclusion(tender, cheap))
    tender = stored(tender)
    for bid, status in ((stored(cheap), bid_status.WON), (stored(dear), bid_status.NOT_AWARDED)):
        assert bid_status.status_of(bid, tender.concluded_at) == status
        client.force_login(person_of(bid.supplier))
        with translation.override("ar"):
            for page in (f"/ar/tenders/{tender.reference}/bid/", "/ar/account/company/bids/"):
                assert str(status.label) in client.get(page).content.decode()
    assert WHY["reason_en"] in client.get(f"/en/tenders/{tender.reference}/bid/").content.decode()
    client.force_login(person_of(cheap.supplier))
    assert "AED 11,000" in client.get(f"/en/tenders/{tender.reference}/bid/").content.decode()


def test_a_tender_without_bids_ended_in_its_session_and_those_who_followed_it_are_told(behind_the_clock):
    tender, follower = open_tender(), firm()
    following.follow_tender(tender.pk, by=person_of(follower))
    close(tender, behind_the_clock)
    letters()
    started(tender)
    assert stored(tender).state == TenderState.UNSUCCESSFUL
    assert person_of(follower).email in letters()
    with pytest.raises(MoveNotAllowed):
        conclusion(tender)


def test_the_database_brings_back_no_tender_that_has_ended(two):
    """To award it once more, say, to somebody else."""
    tender, cheap, _dear = two
    approved(conclusion(tender, cheap))
    again = """UPDATE supply_tender SET state = 'opened', result = '', concluded_at = NULL, winner_id = NULL,
        award_amount = NULL, end_reason_ar = '', end_reason_en = '' WHERE id = %s"""
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again, [tender.pk])
    assert stored(tender).winner == cheap


def test_the_database_keeps_no_end_without_its_reason_and_no_award_without_its_winner(two):
    tender, cheap, _dear = two
    for change in (
        "state = 'concluded', concluded_at = now(), result = 'none'",
        "state = 'concluded', concluded_at = now(), result = 'awarded', end_reason_ar = 'ا', end_reason_en = 'a'",
        f"state = 'concluded', concluded_at = now(), result = 'none', end_reason_ar = 'ا', end_reason_en = 'a', winner_id = '{cheap.pk}'",
        "state = 'cancelled', cancelled_at = now()",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE supply_tender SET {change} WHERE id = %s", [tender.pk])


def test_the_screen_offers_the_opened_bids_with_their_prices_and_says_what_is_wrong_beside_the_field(client, two):
    tender, cheap, dear = two
    door = reverse("supply_staff:conclude", args=[tender.pk])
    client.force_login(staff(Role.BUYER, EntityFactory()))
    assert client.get(door).status_code == 404
    client.force_login(tender.author)
    page = client.get(door).content.decode()
    for bid in (cheap, dear):
        assert str(bid.pk) in page
        assert bid.supplier.legal_name_ar in page
    assert "12,500.50" in page
    refused = client.post(door, {"winner": "none", "award_amount": "5", **WHY})
    assert refused.status_code == 422
    assert 'id="id_award_amount_error"' in refused.content.decode()
    for bad in ({}, {"winner": "0"}, {"winner": str(cheap.pk), "award_amount": "12.500,50"}):
        refused = client.post(door, {**WHY, **bad})
        assert (refused.status_code, WHY["reason_ar"] in refused.content.decode()) == (422, True)
    assert client.post(door, {"winner": str(cheap.pk), "award_amount": "١١٬٠٠٠٫٥٠", **WHY}).status_code == 302
    assert tender.changes.get().award_amount == Decimal("11000.50")


def test_the_list_of_the_staff_holds_it_as_due_until_it_has_an_end(client, two):
    tender, cheap, _dear = two
    client.force_login(tender.author)
    door, due = reverse("supply_staff:tenders"), "To be concluded; the bids are valid until"
    assert due in english(client, door)
    approved(conclusion(tender, cheap))
    page = english(client, door)
    assert due not in page
    assert "Awarded" in page
