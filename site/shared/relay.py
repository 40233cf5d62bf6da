"""Hands outbox deliveries to the queue. Woken by NOTIFY, polls every two seconds, one at a time by advisory lock."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from kombu.exceptions import OperationalError as BrokerDown

from shared import health, outbox

logger = logging.getLogger("shared.relay")
LOCK = 5_031_977
POLL_SECONDS = 2.0
CONFIRM_SECONDS = 5.0  # for a broker that says what it has taken


def relay_once() -> int:
    """Send what waits; how many. A broker that is down leaves the rest unsent for the next round.

    It is noted before it is sent: a worker that is quicker than our commit would find the delivery locked, and pass it by.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        waiting = outbox.unsent(resend_after=timedelta(seconds=settings.OUTBOX_RESEND_AFTER))
        mine = [delivery for delivery in waiting if outbox.mark_sent(delivery)]
    for sent, delivery in enumerate(mine):
        try:
            current_app.send_task(
                "shared.deliver",
                args=[delivery.pk],
                queue=delivery.queue,
                retry=False,
                confirm_timeout=CONFIRM_SECONDS,
            )
        except (BrokerDown, OSError):
            logger.warning("broker is down", extra={"left": "in the outbox"})
            outbox.mark_unsent(mine[sent:])
            return sent
    return len(mine)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def wait_for_news() -> None:
    """Return when something was posted, or after the poll interval."""
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors:
        raw.execute("LISTEN outbox")
        for _ in raw.notifies(timeout=POLL_SECONDS, stop_after=1):
            pass


def run(should_stop: Callable[[], bool]) -> None:
    while not should_stop():
        try:
            health.beat("relay", period_s=60)
            while relay_once():
                pass
            wait_for_news()
        except DatabaseError:
            logger.warning("database is away")
            connection.close()
            time.sleep(POLL_SECONDS)
