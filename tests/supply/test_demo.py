"""Suppliers, tenders and bids of the demo world, made by the deeds."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts.models import User
from portal.demo.accounts import ACCOUNTS
from portal.demo.world import World, build_entities, build_people
from shared import audit
from shared.clock import database_now
from shared.models import AuditEntry, OutboxMessage
from supply import demo, status
from supply.bid_states import BidState, SessionState
from supply.demo import tenders
from supply.models import Bid, OpenedBid, OpeningSession, Supplier, Tender
from supply.states import SupplierState, TenderState
from tests.factories.bids import opening_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    """As `manage.py demo` finds it."""
    settings.TENDER_LEAST_WORKING_DAYS = 0
    world = World(at=database_now(), say=lambda text: None)
    build_entities(world)
    build_people(world)
    return world


@pytest.fixture
def worker(monkeypatch, behind_the_clock):
    """The deadlines are moved, so that nobody waits for them; the opening worker works here, if it is let."""
    calls = []

    def without_waiting(seconds: float) -> None:
        times = {"published_at": -60, "closes_at": -2, "opens_at": -1}
        for key in tenders.keys(*demo.endings.CLOSED):
            behind_the_clock(
                tenders.published(key), **{name: timedelta(seconds=offset) for name, offset in times.items()}
            )

    def read() -> None:
        calls.append(1)
        if worker.runs:
            opening_worker()

    worker = SimpleNamespace(runs=True, calls=calls)
    monkeypatch.setattr(demo.endings, "time", SimpleNamespace(sleep=without_waiting))
    monkeypatch.setattr(demo.endings, "let_the_worker_read", read)
    monkeypatch.setattr(demo, "CLOSES_AFTER", timedelta(hours=1))
    return worker


@pytest.fixture
def built(world, worker):
    build(world)
    return world


def build(world):
    demo.build(world)
    demo.finish(world)


def shown(tender):
    return status.status_of(tender, database_now())


@pytest.mark.promise("FND-1.16")
def test_there_are_twenty_firms_and_tenders_in_every_state(built):
    assert Supplier.objects.count() == 20
    assert {state for (state,) in Supplier.objects.values_list("state")} == set(SupplierState.values)
    found = Counter(shown(tender) for tender in Tender.objects.all())
    assert sum(found.values()) >= 15
    assert set(found) == {*status.PUBLIC, status.DRAFT, status.IN_REVIEW}
    assert Tender.objects.filter(changes__kind="extend", changes__outcome="approved").count() == 1


@pytest.mark.promise("FND-1.16")
def test_every_bid_reads_as_its_tender_ended(built):
    assert set(Bid.objects.values_list("state", flat=True)) == {
        BidState.DRAFT, BidState.SEALED, BidState.OPENED, BidState.UNOPENED,
    }  # fmt: skip
    assert not OpenedBid.objects.filter(submission__bid__tender__state=TenderState.CANCELLED).exists()
    awarded = Tender.objects.filter(result="awarded")
    assert awarded.count() == 2
    assert all(tender.winner.tender == tender for tender in awarded)


@pytest.mark.promise("FND-1.16")
def test_bids_are_opened_by_the_opening_worker_alone_and_what_it_has_not_read_is_concluded_later(world, worker):
    worker.runs = False
    build(world)
    sessions = OpeningSession.objects.filter(result="")
    assert set(sessions.values_list("state", flat=True)) == {SessionState.IN_PROGRESS}
    assert not OpenedBid.objects.exists()
    opening_worker()
    build(world)
    assert Tender.objects.filter(state=TenderState.CONCLUDED).count() == 3
    chair = User.objects.get(email="chair@demo.example")
    started = AuditEntry.objects.filter(action="supply:opening:start")
    assert set(started.values_list("actor_id", flat=True)) == {chair.pk}


@pytest.mark.promise("FND-1.16")
def test_two_people_stand_behind_every_change(built):
    for tender in Tender.objects.filter(changes__isnull=False):
        change = tender.changes.get()
        assert change.decided_by != change.asked_by
        assert audit.history(tender).filter(action="supply:tender:ask_change").count() == 1


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
def test_a_second_run_changes_nothing(built, worker):
    before = (Bid.objects.count(), Tender.objects.count(), OutboxMessage.objects.count(), AuditEntry.objects.count())
    build(built)
    after = (Bid.objects.count(), Tender.objects.count(), OutboxMessage.objects.count(), AuditEntry.objects.count())
    assert after == before
    assert len(worker.calls) == 1
