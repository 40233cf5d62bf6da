"""Real connections at one moment: the draft that is sealed twenty times, the deadline minute, two chairs."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from messaging.models import Letter
from shared import outbox
from shared.clock import database_now
from shared.idempotency import Once, no_key
from shared.models import IdempotencyKey, OutboxDelivery, OutboxMessage, Receipt, Scan, StoredFile
from shared.moves import MoveNotAllowed
from shared.refusals import Refused
from supply import bidding, opening
from supply.bid_refusals import TenderClosed
from supply.bid_states import BidState, SessionState
from supply.models import Bid, Envelope, OpenedBid, Submission, Tender
from tests.conftest import as_owner
from tests.factories.bids import attended, close, drafted, firm, member, open_tender, opening_worker, person_of, sealed

pytestmark = pytest.mark.django_db(transaction=True)


def at_one_moment(deeds: list[Callable[[], Any]]) -> list[Any]:
    """What each answered, a connection each, all let go together; a refusal is an answer too."""
    gate, answers = threading.Barrier(len(deeds), timeout=60), [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            answers[place] = deed()
        except Exception as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def seal(bid: Bid) -> Callable[[], Receipt]:
    by, version = person_of(bid.supplier), bid.row_version
    return lambda: bidding.seal_bid(bid.pk, by=by, version=version, once=no_key)


def withdraw(bid: Bid) -> Callable[[], Bid]:
    by = person_of(bid.supplier)
    return lambda: bidding.withdraw_bid(bid.pk, by=by)


def close_now(tender: Tender, *, meanwhile: Callable[[], Any] = lambda: None) -> None:
    """The deadline is this instant: nobody waits for it, the *record* moves while others stand before its lock."""
    with transaction.atomic(), as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM supply_tender WHERE id = %s FOR UPDATE", [tender.pk])
        meanwhile()
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE supply_tender SET closes_at = clock_timestamp() WHERE id = %s", [tender.pk])


def waits_for_a_lock() -> None:
    """Return when another connection of this database stands before the lock that this one holds."""
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone():
                return
    raise AssertionError("nobody came")


@pytest.mark.promise("SUP-1.5")
def test_twenty_seals_of_one_draft_are_one_submission_one_receipt_one_letter():
    bid = drafted()
    answers = at_one_moment([seal(bid)] * 20)
    assert {getattr(answer, "number", answer) for answer in answers} == {Receipt.objects.get().number}
    assert (Submission.objects.count(), Envelope.objects.count()) == (1, 1)
    assert StoredFile.objects.filter(scan=Scan.SEALED).count() == 1, "the other envelopes are gone"
    outbox.deliver_all()
    assert Letter.objects.filter(template="supply:bid_sealed").count() == 1


@pytest.mark.promise("REL-1.10")
def test_the_same_key_twenty_times_is_one_row_and_one_receipt():
    bid = drafted()
    by, version = person_of(bid.supplier), bid.row_version

    def seal_with_key() -> Receipt:
        once = Once(actor=str(by.pk), door="supply:bid:seal", key=f"{bid.pk}:{version}", body_hash="x")
        return bidding.seal_bid(bid.pk, by=by, version=version, once=once)

    answers = at_one_moment([seal_with_key] * 20)
    assert {answer.pk for answer in answers} == {IdempotencyKey.objects.get().receipt_id}
    assert Submission.objects.count() == 1


@pytest.mark.promise("SUP-1.5")
def test_twenty_first_clicks_begin_one_bid():
    tender, supplier = open_tender(), firm()
    by = person_of(supplier)
    answers = at_one_moment([lambda: bidding.start_bid(tender.pk, supplier_id=supplier.pk, by=by)] * 20)
    assert {answer.pk for answer in answers} == {Bid.objects.get().pk}


@pytest.mark.promise("SUP-1.4")
def test_fifty_clients_across_the_deadline_lose_nothing_and_let_nothing_in_late():
    """Twenty-five firms seal and twenty-five withdraw; the deadline passes among them, the last ten come after it."""
    tender = open_tender()
    drafts = [drafted(tender) for _ in range(25)]
    handed_in = [sealed(tender) for _ in range(25)]
    answered, closed = threading.Semaphore(0), threading.Event()

    def then_say_so(deed: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: (deed(), answered.release())[0]

    def after_it(deed: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: closed.wait(timeout=60) and deed()

    def deadline() -> None:
        for _ in range(8):
            assert answered.acquire(timeout=60)
        close_now(tender)
        closed.set()

    deeds = [deed for pair in zip(map(seal, drafts), map(withdraw, handed_in), strict=True) for deed in pair]
    answers = at_one_moment([*map(then_say_so, deeds[:40]), *map(after_it, deeds[40:]), deadline])
    sealing, withdrawing = answers[:50:2], answers[1:50:2]
    tender.refresh_from_db()

    refusals = [answer for answer in answers if isinstance(answer, Exception)]
    assert not [refusal for refusal in refusals if not isinstance(refusal, TenderClosed)]
    assert 10 <= len(refusals) <= 42
    assert not Submission.objects.filter(received_at__gte=tender.closes_at).exists()
    assert not Bid.objects.filter(withdrawn_at__gte=tender.closes_at).exists()
    for bid, answer in zip(drafts, sealing, strict=True):
        bid.refresh_from_db()
        if isinstance(answer, Receipt):
            assert (bid.state, bid.receipt) == (BidState.SEALED, answer)
            assert Envelope.objects.filter(submission__bid=bid).count() == 1
        else:
            assert (bid.state, bid.submissions.count(), bid.has_draft) == (BidState.DRAFT, 0, True)
    for bid, answer in zip(handed_in, withdrawing, strict=True):
        bid.refresh_from_db()
        assert bid.state == (BidState.WITHDRAWN if isinstance(answer, Bid) else BidState.SEALED)


@pytest.mark.promise("SUP-1.4")
def test_a_seal_that_waits_for_the_tender_past_its_deadline_is_late():
    """The instant is taken after the lock: whoever had to wait is not let in with the time at which he came."""
    bid = drafted()
    holds_it = threading.Event()

    def somebody_else() -> None:
        close_now(bid.tender, meanwhile=lambda: (holds_it.set(), waits_for_a_lock()))

    def late() -> Receipt:
        assert holds_it.wait(timeout=30)
        return seal(bid)()

    nothing, answer = at_one_moment([somebody_else, late])
    assert nothing is None
    assert isinstance(answer, TenderClosed)
    assert not Submission.objects.exists()


@pytest.mark.promise("SUP-1.4")
def test_a_skewed_clock_of_the_web_server_changes_nothing(behind_the_clock, time_machine):
    bid, late = drafted(), drafted()
    behind_the_clock(late.tender, closes_at=timedelta(seconds=-1))
    real = database_now()
    time_machine.move_to(real + timedelta(days=365))
    assert seal(bid)()
    time_machine.move_to(real - timedelta(days=365))
    with pytest.raises(TenderClosed):
        seal(late)()


@pytest.mark.promise("SUP-1.8")
def test_two_chairs_at_one_moment_start_one_session(behind_the_clock):
    tender = sealed().tender
    sealed(tender)
    close(tender, behind_the_clock)
    session, chair = attended(tender), member(tender)
    answers = at_one_moment([lambda: opening.start_opening(session.pk, by=chair)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["MoveNotAllowed", "OpeningSession"]
    assert OutboxMessage.objects.filter(event="supply.opening.started").count() == 1
    assert any(isinstance(answer, MoveNotAllowed) for answer in answers)


@pytest.mark.promise("SUP-1.8")
def test_two_opening_workers_at_one_moment_open_once(behind_the_clock, settings):
    tender = open_tender()
    sealed(tender)
    sealed(tender)
    close(tender, behind_the_clock)
    session = opening.start_opening(attended(tender).pk, by=member(tender))
    settings.OPENING_KEY_PATH = str(settings.KEYS_DIR / "opening.key")
    delivery = OutboxDelivery.objects.get(queue="opening").pk
    at_one_moment([lambda: outbox.deliver(delivery)] * 2)
    session.refresh_from_db()
    assert (session.state, OpenedBid.objects.count()) == (SessionState.COMPLETED, 2)
    assert OutboxMessage.objects.filter(event="supply.tender.opened").count() == 1


@pytest.mark.promise("SUP-1.8")
def test_a_late_bid_and_the_start_of_the_session_do_not_meet(behind_the_clock):
    """Whatever order they come in: a bid that was acknowledged is opened, one that is not opened was refused."""
    tender = open_tender()
    sealed(tender)
    sealed(tender)
    late = drafted(tender)
    close(tender, behind_the_clock)
    session, chair = attended(tender), member(tender)
    answers = at_one_moment(
        [
            seal(late),
            lambda: opening.start_opening(session.pk, by=chair),
        ]
    )
    opening_worker()
    assert isinstance(answers[0], Refused)
    assert OpenedBid.objects.count() == Submission.objects.count() == 2
