from celery import shared_task

from shared import outbox


@shared_task(name="shared.deliver")
def deliver(delivery_id: int) -> None:
    outbox.deliver(delivery_id)
