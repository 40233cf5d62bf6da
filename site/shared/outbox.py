"""What must happen after a deed: written with it, delivered after it, at least once, with one effect.

`post` runs inside the deed's transaction. A relay hands deliveries to the queue; a worker calls `deliver`, which runs the
handler and marks the delivery done in one transaction. Whoever dies in between is replaced: the relay sends again.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from shared.clock import database_now
from shared.models import OutboxDelivery, OutboxMessage

logger = logging.getLogger("shared.outbox")

RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 15, *[60] * 24)]


class OutsideTransaction(RuntimeError):
    """`post` was called where nothing ties the message to the deed."""


class Unfinished(RuntimeError):
    """A handler that speaks to the outside returned without `with message.finish()`."""


@dataclass(frozen=True)
class Handler:
    name: str
    event: str
    queue: str
    outside: bool
    call: "Callable[[Message], None]"


@dataclass
class Message:
    """What a handler gets. `id` rises with time; `delivery_id` is the idempotency key towards the outside."""

    id: int
    delivery_id: int
    event: str
    payload: dict[str, Any]
    tries: int = 0
    _finished: bool = field(default=False, repr=False)

    @contextmanager
    def finish(self) -> Iterator[None]:
        """The short transaction of an outside handler: its effect and the done mark stand or fall together."""
        with transaction.atomic():
            delivery = OutboxDelivery.objects.select_for_update().get(pk=self.delivery_id)
            yield
            if delivery.done_at is None:
                _mark_done(delivery)
        self._finished = True


_handlers: dict[str, Handler] = {}


def handler(
    event: str, *, queue: str = "maintenance", outside: bool = False
) -> Callable[[Callable[[Message], None]], Callable[[Message], None]]:
    """Register a function for an event. It may be called twice for one message, so its effect must not add up."""

    def register(call: Callable[[Message], None]) -> Callable[[Message], None]:
        name = f"{call.__module__}.{call.__qualname__}:{event}"
        _handlers[name] = Handler(name, event, queue, outside, call)
        return call

    return register


def post(event: str, *, not_before: datetime | None = None, **ids: str | int | object) -> OutboxMessage:
    """Write the message and a delivery for each handler. Ids only: no names, no texts. Raises OutsideTransaction."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(event)
    payload = {name: value if isinstance(value, int) else str(value) for name, value in ids.items()}
    message = OutboxMessage.objects.create(event=event, payload=payload)
    listeners = [each for each in _handlers.values() if each.event == event]
    later = {"next_try_at": not_before} if not_before else {}
    OutboxDelivery.objects.bulk_create(
        OutboxDelivery(message=message, handler=each.name, queue=each.queue, **later) for each in listeners
    )
    if listeners:
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY outbox")
    return message


def deliver(delivery_id: int) -> bool:
    """Run one delivery; True when it is done. Errors are kept with the delivery and tried again by schedule."""
    try:
        return _run(delivery_id)
    except Exception as error:  # an outermost door: whatever a handler raises, the delivery must remember it
        logger.warning("delivery failed", extra={"delivery": delivery_id, "error": type(error).__name__})
        _remember_failure(delivery_id, error)
        return False


def deliver_all(*, leaving: Collection[str] = ()) -> int:
    """Run everything that is due, until nothing is left; how many were done. Errors are raised: for tests and the demo.

    `leaving` are queues that this process may not serve.
    """
    done = 0
    while due := list(_due().exclude(queue__in=leaving).values_list("pk", flat=True)[:100]):
        for delivery_id in due:
            done += _run(delivery_id)
    return done


def _due() -> "QuerySet[OutboxDelivery]":
    return OutboxDelivery.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=database_now()),
        done_at__isnull=True,
        dead_at__isnull=True,
        next_try_at__lte=database_now(),
    ).order_by("pk")


def _run(delivery_id: int) -> bool:
    if not _count_taking(delivery_id):
        return False
    with transaction.atomic():
        delivery = _take(delivery_id)
        if delivery is None:
            return False
        chosen = _handlers[delivery.handler]
        message = _message(delivery)
        if not chosen.outside:
            chosen.call(message)
            _mark_done(delivery)
            return True
        delivery.claimed_until = database_now() + timedelta(seconds=settings.OUTBOX_CLAIM)
        delivery.save(update_fields=["claimed_until"])
    chosen.call(message)
    if not message._finished:
        raise Unfinished(chosen.name)
    return True


def _count_taking(delivery_id: int) -> bool:
    """By itself and before the work, so that the count outlives a worker that does not outlive the message."""
    with transaction.atomic():
        if _take(delivery_id) is None:
            return False
        OutboxDelivery.objects.filter(pk=delivery_id).update(sent_without_news=F("sent_without_news") + 1)
        return True


def _take(delivery_id: int) -> OutboxDelivery | None:
    """The delivery under lock, or None where another worker has it or it needs nothing more."""
    open_one = OutboxDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("message")
    delivery = open_one.filter(pk=delivery_id, done_at__isnull=True, dead_at__isnull=True).first()
    if delivery is None or (delivery.claimed_until and delivery.claimed_until > database_now()):
        return None
    return delivery


def _message(delivery: OutboxDelivery) -> Message:
    message = delivery.message
    return Message(message.pk, delivery.pk, message.event, message.payload, delivery.tries)


def _mark_done(delivery: OutboxDelivery) -> None:
    delivery.done_at, delivery.error = database_now(), ""
    delivery.save(update_fields=["done_at", "error"])


def _remember_failure(delivery_id: int, error: Exception) -> None:
    with transaction.atomic():
        delivery = OutboxDelivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.done_at:
            return
        now = database_now()
        if delivery.tries < len(RETRY_AFTER):
            delivery.next_try_at = now + RETRY_AFTER[delivery.tries]
        else:
            delivery.dead_at = now
        delivery.tries += 1
        # The class alone: a message of an error may quote what a person typed.
        delivery.error = type(error).__name__[:120]
        delivery.sent_at, delivery.claimed_until, delivery.sent_without_news = None, None, 0
        delivery.save()


def retry(delivery: OutboxDelivery) -> None:
    """Put a dead letter back to its start; the schedule begins anew."""
    OutboxDelivery.objects.filter(pk=delivery.pk, done_at__isnull=True).update(
        dead_at=None, tries=0, sent_at=None, sent_without_news=0, claimed_until=None, next_try_at=database_now()
    )


def unsent(*, resend_after: timedelta, limit: int = 200) -> "QuerySet[OutboxDelivery]":
    """Deliveries to hand to the queue now: never sent, or sent long ago without news. Locked, others' skipped."""
    now = database_now()
    waiting = Q(sent_at__isnull=True) | Q(sent_at__lt=now - resend_after)
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return (
        OutboxDelivery.objects.select_for_update(skip_locked=True)
        .filter(waiting, free, done_at__isnull=True, dead_at__isnull=True, next_try_at__lte=now)
        .order_by("pk")[:limit]
    )


def mark_sent(delivery: OutboxDelivery, *, most_times: int = 8) -> bool:
    """Note a hand-over; False when workers took the delivery so often and left no news that it must be what kills them.

    Takings count, not hand-overs: what waits in a long queue, or for a worker that is not there, has killed nobody.
    """
    if delivery.sent_without_news >= most_times:
        OutboxDelivery.objects.filter(pk=delivery.pk).update(dead_at=database_now(), error="WorkerLost")
        return False
    OutboxDelivery.objects.filter(pk=delivery.pk).update(sent_at=database_now())
    return True


def mark_unsent(deliveries: Collection[OutboxDelivery]) -> None:
    """The hand-over did not come about: the next round tries again."""
    OutboxDelivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(sent_at=None)


def purge() -> int:
    """Forget messages of a week ago whose consequences all happened; how many. The web role itself may delete none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shared_purge_outbox()")
        return int(cursor.fetchone()[0])
