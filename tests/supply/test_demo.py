"""Suppliers, tenders and bids of the demo world, made by the deeds."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.models import User
from portal.demo.accounts import ACCOUNTS
from portal.demo.world import World, build_entities, build_people
from shared import audit
from shared.clock import database_now
from shared.models import OutboxMessage
from supply import demo
from supply.bid_states import BidState, SessionState
from supply.demo import tenders
from supply.models import Bid, OpenedBid, OpeningSession, Tender
from supply.states import TenderState
from tests.factories.bids import opening_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    """As `manage.py demo` finds it; the deadline is moved, so that nobody waits for it."""
    settings.TENDER_LEAST_WORKING_DAYS = 0
    world = World(at=database_now(), say=lambda text: None)
    build_entities(world)
    build_people(world)
    return world


@pytest.fixture
def built(world, behind_the_clock, monkeypatch):
    def without_waiting(seconds: float) -> None:
        tender = tenders.published(demo.CLOSING)
        times = {"published_at": -60, "closes_at": -2, "opens_at": -1}
        behind_the_clock(tender, **{name: timedelta(seconds=offset) for name, offset in times.items()})

    monkeypatch.setattr(demo.bids, "time", SimpleNamespace(sleep=without_waiting))
    monkeypatch.setattr(demo, "CLOSES_AFTER", timedelta(hours=1))
    demo.build(world)
    return world


@pytest.mark.promise("FND-1.16")
def test_three_sealed_bids_are_opened_by_the_opening_worker_alone(built):
    session = OpeningSession.objects.get()
    assert (session.state, OpenedBid.objects.count()) == (SessionState.IN_PROGRESS, 0)
    opening_worker()
    session.refresh_from_db()
    assert (session.state, session.tender) == (SessionState.COMPLETED, tenders.published(demo.CLOSING))
    assert OpenedBid.objects.filter(outcome="opened").count() == 3
    assert Tender.objects.get(pk=session.tender_id).state == TenderState.OPENED
    chair = User.objects.get(email="chair@demo.example")
    assert audit.history(session).get(action="supply:opening:start").actor_id == chair.pk


@pytest.mark.promise("FND-1.16")
def test_the_printed_supplier_has_a_draft_and_a_sealed_bid(built):
    mine = Bid.objects.for_user(built.people["supplier@demo.example"])
    assert sorted(mine.filter(tender__closes_at__gt=database_now()).values_list("state", flat=True)) == [
        BidState.DRAFT,
        BidState.SEALED,
    ]
    assert "supplier@demo.example" in ACCOUNTS
    assert all(bid.receipt for bid in mine.filter(state=BidState.SEALED))


@pytest.mark.promise("FND-1.16")
def test_a_second_run_changes_nothing(built):
    opening_worker()
    before = (Bid.objects.count(), Tender.objects.count(), OutboxMessage.objects.count())
    demo.build(built)
    assert (Bid.objects.count(), Tender.objects.count(), OutboxMessage.objects.count()) == before
