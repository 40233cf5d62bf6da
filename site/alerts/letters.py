"""The letters of alerts can be stopped by their reader."""

from alerts import stopping
from messaging import letters
from messaging.models import Letter


def _stop(letter: Letter) -> str:
    assert letter.user is not None
    return stopping.address(letter.user)


letters.stoppable("alerts:alerts_found", _stop)
