import logging

from celery import shared_task
from django.utils import timezone

from search import clicks, unfound, upkeep
from search.engines import has_server
from shared import health

logger = logging.getLogger("search")
RECONCILE_S, FORGET_S = 3600, 600


@shared_task(name="search.reconcile")
def reconcile() -> None:
    """An event that was lost, or a record changed behind the portal's back, is found within the hour."""
    _log("index mended", upkeep.difference(mend=True))
    if has_server():
        _log("search server mended", upkeep.server_difference(mend=True))
    upkeep.study()
    health.beat("search index", period_s=RECONCILE_S)


def _log(event: str, found: upkeep.Difference) -> None:
    if found:
        logger.warning(event, extra={name: len(subjects) for name, subjects in vars(found).items()})


@shared_task(name="search.study")
def study() -> None:
    upkeep.study_what_is_new()


@shared_task(name="search.forget")
def forget() -> None:
    """Often, so that what tells sessions apart does not outlive its day by more than minutes."""
    today = timezone.localdate()
    unfound.forget(today)
    clicks.forget(today)
    health.beat("search words", period_s=FORGET_S)
