"""Real connections at one moment: a change approved twice, sealed into a cancellation, extended into the deadline."""

from threading import Event

import pytest

from shared import audit
from shared.clock import database_now
from shared.models import Receipt
from supply import changing
from supply.bid_refusals import TenderCancelled
from supply.bid_states import BidState
from supply.change_refusals import ChangeOpen, ChangeOvertaken, ClosingPassed
from supply.models import Bid, Tender, TenderChange
from supply.states import TenderState
from tests.factories.bids import drafted, firm, open_tender
from tests.factories.changes import approver, cancellation, extension
from tests.supply.test_bid_races import at_one_moment, close_now, seal, waits_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.promise("SUP-1.15")
def test_a_change_approved_by_ten_at_once_takes_effect_once():
    change = extension(open_tender())
    people = [approver(change.tender) for _ in range(10)]
    answers = at_one_moment([lambda by=by: changing.approve_change(change.pk, by=by) for by in people])
    assert [type(answer) for answer in answers].count(ChangeOvertaken) == 9
    assert audit.history(change.tender).filter(action="supply:tender:extend").count() == 1


@pytest.mark.promise("SUP-1.15")
def test_ten_requests_at_once_are_one_that_waits():
    tender = open_tender()
    answers = at_one_moment([lambda: extension(tender)] * 10)
    assert [type(answer) for answer in answers].count(ChangeOpen) == 9
    assert TenderChange.objects.count() == 1


@pytest.mark.promise("SUP-1.15")
def test_an_approval_that_stood_before_the_lock_at_the_deadline_is_too_late():
    tender = open_tender()
    change, by, locked = extension(tender), approver(tender), Event()

    def close() -> None:
        close_now(tender, meanwhile=lambda: (locked.set(), waits_for_a_lock()))

    def approve() -> None:
        assert locked.wait(timeout=60)
        changing.approve_change(change.pk, by=by)

    closed, approved = at_one_moment([close, approve])
    assert closed is None
    assert isinstance(approved, ClosingPassed)
    assert Tender.objects.get().closes_at < database_now()


@pytest.mark.promise("SUP-1.16")
def test_seals_into_a_cancellation_are_received_and_kept_closed_or_refused_with_the_draft_kept():
    tender = open_tender()
    drafts = [drafted(tender, firm()) for _ in range(8)]
    change, by = cancellation(tender), approver(tender)
    answers = at_one_moment([*map(seal, drafts), lambda: changing.approve_change(change.pk, by=by)])
    assert all(isinstance(answer, Receipt | TenderCancelled) for answer in answers[:-1])
    assert Tender.objects.get().state == TenderState.CANCELLED
    kept = Bid.objects.filter(state=BidState.UNOPENED)
    refused = Bid.objects.filter(state=BidState.DRAFT)
    assert kept.count() + refused.count() == len(drafts)
    assert kept.count() == Receipt.objects.count()
    assert all(bid.has_draft for bid in refused)
