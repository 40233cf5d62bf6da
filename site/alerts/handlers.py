from alerts import telling
from alerts.models import Frequency
from shared import outbox
from shared.clock import database_now


@outbox.handler("alerts.found", queue="bulk", outside=True)
def tell_at_once(message: outbox.Message) -> None:
    """Many letters, each in a transaction of its own: one that was cut short goes on where it was."""
    telling.tell(Frequency.INSTANT, at=database_now())
    with message.finish():
        pass
