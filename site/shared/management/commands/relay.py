import signal
from typing import Any

from django.core.management.base import BaseCommand

from shared import relay


class Command(BaseCommand):
    help = "Hand outbox deliveries to the queue until told to end. Two of them are harmless."

    def handle(self, **options: Any) -> None:
        told: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, frame: told.append(received))
        relay.run(should_stop=lambda: bool(told))
