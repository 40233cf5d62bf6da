"""«نسختي»: what a firm kept before sealing is loaded into a new version; a file that is none, or another's, is refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shared import audit
from supply import bidding
from supply.bid_refusals import BidChanged, ReadsOnly
from supply.bidding.copies import LARGEST, CopyRefused
from supply.models import Bid
from supply.states import SupplierRole
from tests.factories.bids import PRICE, drafted, firm, open_tender, person_of, seal, sealed
from tests.factories.supply import SupplierUserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.6")]


def revising():
    """(bid with an empty new draft, the copy that was kept before it was sealed)"""
    bid = drafted()
    copy = json.loads(json.dumps(bidding.copy_of(bid)))
    seal(bid)
    bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=person_of(bid.supplier))
    return Bid.objects.get(pk=bid.pk), copy


def load(bid, copy, **more):
    facts = {"by": person_of(bid.supplier), "version": bid.row_version, **more}
    return bidding.load_copy(bid.pk, copy, **facts)


def post(client, bid, content, name="copy.json"):
    client.force_login(person_of(bid.supplier))
    upload = SimpleUploadedFile(name, content)
    door = f"/en/tenders/{bid.tender.reference}/bid/load/"
    return client.post(door, {"copy": upload, "version": bid.row_version})


def test_the_answers_stand_in_the_new_draft_but_the_declaration_is_made_anew_and_files_are_named():
    bid, copy = revising()
    assert load(bid, copy) == ["العرض الفني.pdf"]
    again = Bid.objects.get(pk=bid.pk)
    draft = again.read_draft()
    assert draft["price"] == PRICE
    assert set(draft) == {"company", "price", "answers"}
    assert set(again.completed_steps) == {"company", "price", "answers"}
    assert again.row_version == bid.row_version + 1
    assert [entry.action for entry in audit.history(again)].count("supply:bid:load_copy") == 1


def test_a_copy_serves_a_new_bid_after_a_withdrawal():
    bid, copy = revising()
    bidding.withdraw_bid(bid.pk, by=person_of(bid.supplier))
    new = bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=person_of(bid.supplier))
    assert new.reference != copy["bid"]
    load(new, copy)
    assert Bid.objects.get(pk=new.pk).read_draft()["price"] == PRICE


def test_what_does_not_hold_any_more_is_kept_as_an_open_step():
    bid, copy = revising()
    copy["answers"]["price"]["gross"] = "1.00"
    load(bid, copy)
    again = Bid.objects.get(pk=bid.pk)
    assert "price" not in again.completed_steps
    assert again.read_draft()["price"]["gross"] == "1.00"


def test_the_copy_of_another_tender_or_firm_is_refused_and_nothing_changes():
    bid, copy = revising()
    rival = sealed(bid.tender)
    for wrong in ({"tender": open_tender().reference}, {"bid": rival.reference}, {"bid": None}, {"bid": ["x"]}):
        with pytest.raises(CopyRefused) as refused:
            load(bid, copy | wrong)
        assert refused.value.field == "copy"
    again = Bid.objects.get(pk=bid.pk)
    assert (again.read_draft(), again.row_version) == ({}, bid.row_version)


def test_only_whoever_prepares_bids_loads_it_and_not_over_what_was_saved_meanwhile():
    bid, copy = revising()
    viewer = SupplierUserFactory(supplier=bid.supplier, role=SupplierRole.VIEWER).user
    with pytest.raises(ReadsOnly):
        load(bid, copy, by=viewer)
    with pytest.raises(Bid.DoesNotExist):
        load(bid, copy, by=person_of(firm()))
    with pytest.raises(BidChanged):
        load(bid, copy, version=bid.row_version - 1)


def test_it_is_uploaded_on_a_page_that_says_what_is_replaced(client):
    bid, copy = revising()
    client.force_login(person_of(bid.supplier))
    page = reverse("supply:bid", args=[bid.tender.reference])
    assert reverse("supply:bid_load", args=[bid.tender.reference]) in client.get(page).content.decode()
    answer = post(client, bid, json.dumps(copy).encode())
    assert answer.status_code == 302
    shown = client.get(f"/en/tenders/{bid.tender.reference}/bid/").content.decode()
    assert "العرض الفني.pdf" in shown
    bid.refresh_from_db()
    client.force_login(person_of(bid.supplier))
    assert "is replaced" in client.get(f"/en/tenders/{bid.tender.reference}/bid/load/").content.decode()


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b'{"answers": {}}',
        b"[" * 5000,
        b"%PDF-1.7",
        b'{"a": "' + b"x" * LARGEST + b'"}',
        b'{"tender": "TND", "bid": "BID", "answers": []}',
        b'{"tender": "TND", "bid": "\\u0000", "answers": {}}',
        b'{"tender": "TND", "bid": "\\ud800", "answers": {}}',
    ],
)
def test_a_file_that_is_no_copy_is_refused_beside_its_field(client, content):
    bid, _copy = revising()
    answer = post(client, bid, content)
    assert answer.status_code == 422
    assert 'id="id_copy_error"' in answer.content.decode()


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("unreadable", ["\0", "\ud800"])
def test_a_copy_with_text_that_nothing_can_show_is_refused_and_the_bid_stays_readable(client, unreadable):
    """Only escapes in JSON can name it; a form cannot send it."""
    bid, copy = revising()
    for written in (
        copy | {"bid": unreadable},
        copy | {"answers": {"answers": {"approach": unreadable}}},
        copy | {"files": [{"name": unreadable}]},
    ):
        assert post(client, bid, json.dumps(written).encode()).status_code == 422
    assert client.get(f"/en/tenders/{bid.tender.reference}/bid/").status_code == 200


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("answers", [{"price": []}, {"price": {"net": {}}}, {"price": "x"}, {"unknown": {}}])
def test_a_copy_whose_steps_are_not_those_of_a_bid_is_refused(answers):
    bid, copy = revising()
    with pytest.raises(CopyRefused):
        load(bid, copy | {"answers": answers})


@pytest.mark.promise("SUP-1.11")
def test_a_strangers_bid_is_not_found(client):
    bid, _copy = revising()
    client.force_login(person_of(firm()))
    assert client.get(reverse("supply:bid_load", args=[bid.tender.reference])).status_code == 404
