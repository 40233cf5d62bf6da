import threading

import pytest
from celery import current_app
from django.db import OperationalError, connection, transaction

from shared import outbox, relay
from shared.models import OutboxDelivery


@pytest.fixture
def three(monkeypatch):
    """Deliveries that wait for the relay."""
    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.handler("tests.relayed")(lambda _message: None)
    with transaction.atomic():
        for number in range(3):
            outbox.post("tests.relayed", number=number)


def send(monkeypatch, how):
    """The broker of these tests is what happens to the number of a delivery."""
    monkeypatch.setattr(current_app, "send_task", lambda _name, args, **_options: how(*args))


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("FND-1.4")
def test_a_worker_may_be_quicker_than_the_relay(three, monkeypatch):
    """It takes the message the moment it is sent; passed by, the delivery would wait to be sent again, for minutes."""

    def at_once(delivery):
        def work():
            outbox.deliver(delivery)
            connection.close()

        worker = threading.Thread(target=work)
        worker.start()
        worker.join()

    send(monkeypatch, at_once)
    assert relay.relay_once() == 3
    assert not OutboxDelivery.objects.filter(done_at=None).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("FND-1.4")
def test_what_a_broker_did_not_take_is_sent_in_the_next_round(three, monkeypatch):
    taken = []

    def one_alone(delivery):
        if taken:
            raise ConnectionRefusedError
        taken.append(delivery)

    send(monkeypatch, one_alone)
    assert relay.relay_once() == 1
    assert list(OutboxDelivery.objects.exclude(sent_at=None).values_list("pk", flat=True)) == taken
    send(monkeypatch, taken.append)
    assert relay.relay_once() == 2
    assert relay.relay_once() == 0
    assert len(set(taken)) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("FND-1.4")
def test_a_connection_that_was_cut_is_an_error_that_the_relay_outlives():
    """`run` waits and goes on after an error of Django's; the driver's own ended the whole relay at a restart of the database."""
    connection.ensure_connection()
    mine = connection.connection.info.backend_pid

    def cut():
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")  # the web's role may end no connection
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
        connection.close()

    other = threading.Thread(target=cut)
    other.start()
    other.join()
    try:
        with pytest.raises(OperationalError):
            relay.wait_for_news()
    finally:
        connection.close()
