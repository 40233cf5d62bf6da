import os
import signal

from shared import outbox
from shared.outbox import Message


@outbox.handler("faults.poison", queue="maintenance")
def swallow(message: Message) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
