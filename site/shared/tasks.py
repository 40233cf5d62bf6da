from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session

from shared import files, health, limits, outbox
from shared.clock import database_now
from shared.models import IdempotencyKey

KEEP_KEYS = timedelta(hours=48)
KEEP_UNATTACHED = timedelta(hours=24)
# Longer than a database may stand restored to an older day: until it is the right one again, its newest files have no row.
KEEP_UNNAMED = timedelta(days=30)
SWEEP_STORE_S = 86_400


@shared_task(name="shared.deliver")
def deliver(delivery_id: int) -> None:
    outbox.deliver(delivery_id)


@shared_task(name="shared.pulse")
def pulse() -> None:
    """Beat sends it, a worker runs it: one heartbeat proves both."""
    health.beat("worker", period_s=60)


@shared_task(name="shared.sweep")
def sweep() -> None:
    now = database_now()
    IdempotencyKey.objects.filter(created_at__lt=now - KEEP_KEYS).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    limits.forget(at=now)
    files.sweep(before=now - KEEP_UNATTACHED)
    while outbox.purge():
        pass


@shared_task(name="shared.sweep_store")
def sweep_store() -> None:
    """Red after two days on which it did not end well."""
    files.sweep_store(before=database_now() - KEEP_UNNAMED)
    health.beat("file store", period_s=SWEEP_STORE_S)
