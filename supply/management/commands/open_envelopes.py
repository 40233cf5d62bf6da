from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shared import outbox


class Command(BaseCommand):
    help = "Read the envelopes that opening sessions wait for, then end. Only where OPENING_KEY_PATH names the key."

    def handle(self, **options: Any) -> None:
        if not settings.OPENING_KEY_PATH:
            raise CommandError("OPENING_KEY_PATH names no key: this process cannot open envelopes.")
        outbox.deliver_all(leaving=settings.QUEUES)
