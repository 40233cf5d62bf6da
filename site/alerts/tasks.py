from celery import shared_task

from alerts import keeping, telling
from shared import health
from shared.clock import database_now

TELL_S = 300


@shared_task(name="alerts.tell")
def tell() -> None:
    """Often, so that an hour at which nobody was at work is made up for."""
    telling.tell_all(at=database_now())
    health.beat("alerts", period_s=TELL_S)


@shared_task(name="alerts.keep")
def keep() -> None:
    keeping.read_again()
    keeping.forget(at=database_now())
