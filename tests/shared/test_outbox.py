import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from entities.models import Entity
from shared import audit, outbox
from shared.clock import database_now
from shared.models import AuditEntry, OutboxDelivery, OutboxMessage


@pytest.fixture
def handlers():
    """Handlers of this test alone."""
    before = dict(outbox._handlers)
    outbox._handlers.clear()
    yield outbox.handler
    outbox._handlers.clear()
    outbox._handlers.update(before)


def an_entity() -> Entity:
    return Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity")


def delivery() -> OutboxDelivery:
    return OutboxDelivery.objects.get()


def make_due() -> None:
    OutboxDelivery.objects.update(next_try_at=database_now())


@pytest.mark.promise("FND-1.4")
@pytest.mark.django_db(transaction=True)
def test_a_deed_that_fails_afterwards_leaves_no_audit_entry_and_no_message(handlers):
    handlers("tests.happened")(lambda message: None)
    with pytest.raises(RuntimeError, match="deed"), transaction.atomic():
        entity = an_entity()
        audit.record("tests:entity:make", entity, by=None, at=database_now())
        outbox.post("tests.happened", entity=entity.pk)
        raise RuntimeError("deed")

    assert not AuditEntry.objects.exists()
    assert not OutboxMessage.objects.exists()
    assert not OutboxDelivery.objects.exists()


@pytest.mark.promise("FND-1.5")
@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_raises_and_writes_nothing(handlers):
    with pytest.raises(outbox.OutsideTransaction):
        outbox.post("tests.happened", entity=1)
    assert not OutboxMessage.objects.exists()


@pytest.mark.promise("FND-1.6")
@pytest.mark.django_db(transaction=True)
def test_a_handler_that_fails_twice_and_then_works_has_one_effect(handlers):
    calls = []

    @handlers("tests.happened")
    def make_entity(message):
        calls.append(message.id)
        an_entity()
        if len(calls) < 3:
            raise ConnectionError("the world is away")

    with transaction.atomic():
        outbox.post("tests.happened", number=7)
    answers = []
    for _ in range(3):
        make_due()
        answers.append(outbox.deliver(delivery().pk))

    assert answers == [False, False, True]
    assert Entity.objects.filter(code="TST").count() == 1
    assert delivery().done_at is not None
    assert outbox.deliver(delivery().pk) is False, "a done delivery runs no more"


@pytest.mark.promise("FND-1.6")
@pytest.mark.django_db(transaction=True)
def test_a_handler_that_always_fails_is_dead_after_the_schedule_and_health_says_so(handlers, capsys):
    @handlers("tests.happened")
    def fail(message):
        raise ConnectionError("with a name in the text: Salma")

    with transaction.atomic():
        outbox.post("tests.happened", number=7)
    waits = []
    while delivery().dead_at is None:
        make_due()
        started = database_now()
        outbox.deliver(delivery().pk)
        waits.append(delivery().next_try_at - started)

    minutes = [round(wait / timedelta(minutes=1)) for wait in waits[:-1]]
    assert minutes == [1, 5, 15, *[60] * 24]
    with pytest.raises(SystemExit) as ended:
        call_command("health")
    assert ended.value.code == 2
    shown = capsys.readouterr().out
    assert "dead letters" in shown
    assert "Salma" not in shown
    assert delivery().error == "ConnectionError"


@pytest.mark.promise("FND-1.7")
@pytest.mark.django_db(transaction=True)
def test_a_delivery_handed_out_twice_at_once_has_one_effect(handlers):
    together = threading.Barrier(2, timeout=10)
    effects = []

    @handlers("tests.happened")
    def count(message):
        effects.append(message.id)

    with transaction.atomic():
        outbox.post("tests.happened", number=7)
    number = delivery().pk

    def work():
        connection.ensure_connection()
        together.wait()
        outbox.deliver(number)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(effects) == 1


@pytest.mark.promise("FND-1.7")
@pytest.mark.django_db(transaction=True)
def test_a_delivery_to_the_outside_is_claimed_so_that_a_twin_leaves_it_alone(handlers):
    calls = []

    @handlers("tests.happened", outside=True)
    def speak(message):
        assert not connection.in_atomic_block
        calls.append(message.delivery_id)
        assert outbox.deliver(message.delivery_id) is False, "the twin finds it claimed"
        with message.finish():
            an_entity()

    with transaction.atomic():
        outbox.post("tests.happened", number=7)
    outbox.deliver(delivery().pk)

    assert len(calls) == 1
    assert delivery().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_an_outside_handler_that_forgets_to_finish_is_an_error(handlers):
    handlers("tests.happened", outside=True)(lambda message: None)
    with transaction.atomic():
        outbox.post("tests.happened", number=7)

    assert outbox.deliver(delivery().pk) is False
    assert delivery().error == "Unfinished"


@pytest.mark.django_db(transaction=True)
def test_what_may_still_be_undone_waits_for_its_instant(handlers):
    handlers("tests.happened")(lambda message: None)
    with transaction.atomic():
        outbox.post("tests.happened", not_before=database_now() + timedelta(minutes=30), number=7)

    assert outbox.deliver_all() == 0
    with transaction.atomic():
        assert list(outbox.unsent(resend_after=timedelta(seconds=60))) == []


@pytest.mark.django_db(transaction=True)
def test_a_message_that_kills_its_workers_is_put_aside_after_eight_of_them(handlers):
    class Killed(BaseException):
        """Nothing catches it, as nothing catches a kill."""

    @handlers("tests.happened")
    def kill(message):
        raise Killed

    with transaction.atomic():
        outbox.post("tests.happened", number=7)

    killed = 0
    while outbox.mark_sent(delivery()):
        with pytest.raises(Killed):
            outbox.deliver(delivery().pk)
        killed += 1

    assert killed == 8
    assert delivery().error == "WorkerLost"
    assert delivery().dead_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_message_that_nobody_took_is_sent_as_often_as_it_takes(handlers):
    effects = []
    handlers("tests.happened")(lambda message: effects.append(message.id))
    with transaction.atomic():
        outbox.post("tests.happened", number=7)

    for _number in range(50):
        assert outbox.mark_sent(delivery())
    assert outbox.deliver(delivery().pk)

    assert len(effects) == 1


@pytest.mark.django_db(transaction=True)
def test_what_happened_a_week_ago_is_forgotten_and_what_is_still_open_is_not(handlers, behind_the_clock):
    handlers("tests.happened")(lambda message: None)
    with transaction.atomic():
        young, done, still_open = (outbox.post("tests.happened", number=number) for number in range(3))
    for message in (young, done):
        outbox.deliver(OutboxDelivery.objects.get(message=message).pk)
    for message in (done, still_open):
        behind_the_clock(message, created_at=timedelta(days=-7, seconds=-1))

    assert outbox.purge() == 1
    assert set(OutboxMessage.objects.all()) == {young, still_open}
    assert OutboxDelivery.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_forgets_earlier(handlers, as_owner):
    with transaction.atomic():
        message = outbox.post("tests.happened", number=1)
    with as_owner(), pytest.raises(DatabaseError, match="append_only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM shared_outboxmessage WHERE id = %s", [message.pk])


def test_a_delivery_to_the_outside_is_claimed_for_longer_than_its_task_may_run(settings):
    assert settings.OUTBOX_CLAIM > settings.CELERY_TASK_TIME_LIMIT
