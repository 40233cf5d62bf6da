"""A new version beside the one that counts; and the largest bid, sealed and opened without holding it in memory."""

import tracemalloc
from datetime import timedelta

import pytest

from shared import audit, files
from shared.clock import database_now
from shared.models import Receipt
from supply import bidding
from supply.bid_refusals import TenderClosed
from supply.bid_states import BidState
from supply.models import Bid, Envelope, OpenedBid, Submission
from tests.factories.bids import (
    PRICE,
    close,
    drafted,
    filled,
    open_tender,
    opened,
    opening_worker,
    person_of,
    seal,
    sealed,
    started,
)

pytestmark = pytest.mark.django_db
CHEAPER = {"net": "11000.00", "vat": "550.00", "gross": "11550.00"}
MEGABYTE = 1_000_000


def revised(bid: Bid, **steps) -> Bid:
    """A new draft beside the sealed bid, complete."""
    again = bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=person_of(bid.supplier))
    return filled(again, **steps)


@pytest.mark.promise("SUP-1.6")
def test_the_earlier_version_counts_until_the_new_one_is_sealed():
    bid = sealed()
    first = bid.receipt
    bid = revised(bid, price=CHEAPER)
    assert (bid.state, bid.revision, bid.has_draft, bid.receipt) == (BidState.SEALED, 1, True, first)
    bid = seal(bid)
    assert (bid.state, bid.revision, bid.has_draft) == (BidState.SEALED, 2, False)
    assert bid.receipt != first
    assert [each.revision for each in bid.submissions.order_by("revision")] == [1, 2]
    assert Receipt.objects.count() == 2


@pytest.mark.promise("SUP-1.6")
def test_the_last_version_is_opened_and_no_other(behind_the_clock):
    bid = seal(revised(sealed(), price=CHEAPER))
    opened(bid.tender, behind_the_clock)
    found = OpenedBid.objects.get()
    assert (found.submission.revision, found.facts["price"]["net"]) == (2, CHEAPER["net"])
    assert Envelope.objects.count() == 2, "the earlier one is kept and stays closed"


@pytest.mark.promise("SUP-1.6")
def test_a_version_that_was_not_sealed_in_time_changes_nothing(behind_the_clock):
    bid = revised(sealed(), price=CHEAPER)
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1), opens_at=timedelta(seconds=-1))
    with pytest.raises(TenderClosed):
        seal(bid)
    opened(bid.tender, behind_the_clock)
    assert OpenedBid.objects.get().facts["price"]["net"] == PRICE["net"]
    bid.refresh_from_db()
    assert (bid.state, bid.read_draft()["price"]) == (BidState.OPENED, CHEAPER), "it stays its author's to read"


@pytest.mark.promise("SUP-1.6")
def test_withdrawing_takes_every_version_and_the_draft_beside_it():
    bid = revised(sealed())
    bid = bidding.withdraw_bid(bid.pk, by=person_of(bid.supplier))
    assert (bid.state, bid.has_draft, bid.submission, bid.receipt) == (BidState.WITHDRAWN, False, None, None)


@pytest.mark.promise("SUP-1.10")
def test_a_revision_is_an_act_of_its_own():
    bid = seal(revised(sealed()))
    acts = [entry.action.rpartition(":")[2] for entry in audit.history(bid)]
    assert acts == ["start", "add_file", "seal", "revise", "add_file", "seal"]


@pytest.mark.promise("SUP-1.6")
def test_beside_a_sealed_bid_lies_one_draft_whoever_asks_again():
    bid = sealed()
    by = person_of(bid.supplier)
    first = bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=by)
    again = bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=by)
    assert (first.pk, first.row_version) == (again.pk, again.row_version) == (bid.pk, bid.row_version + 1)


@pytest.fixture
def large(tmp_path):
    """A draft with 60 MB in two files."""
    bid = drafted()
    for number in range(2):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(b"%PDF-1.4\n" + bytes(30 * MEGABYTE))
        file = files.receive_unseen(path, kind="bid_file", given_name=path.name, at=database_now())
        files.attach(file, to=bid)
        bid.files.create(file=file, added_at=database_now())
    return bid


def peak(deed) -> int:
    """The most that Python held at once beyond what it held before."""
    tracemalloc.start()
    try:
        deed()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.promise("SUP-1.9")
def test_the_largest_bid_is_sealed_and_opened_in_little_memory(large, behind_the_clock):
    assert peak(lambda: seal(large)) < 8 * MEGABYTE
    close(large.tender, behind_the_clock)
    started(large.tender)
    assert peak(opening_worker) < 8 * MEGABYTE
    assert OpenedBid.objects.get().files.count() == 3
    assert Submission.objects.get().envelopes.get().size > 60 * MEGABYTE


@pytest.mark.promise("SUP-1.6")
def test_two_firms_revise_without_touching_each_other():
    tender = open_tender()
    first, second = sealed(tender), sealed(tender)
    seal(revised(first))
    second.refresh_from_db()
    assert (second.revision, second.submissions.count()) == (1, 1)
