from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.demo import world
from search import upkeep
from search.engines import has_server
from shared import outbox


class Command(BaseCommand):
    help = "Build the demo world by the deeds themselves; a second run the same day changes nothing."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO_WORLD:
            raise CommandError("The accounts of the demo world have a password that everyone knows: not in production.")
        # What is lost in a crash is made again at the next run: no step waits for the disk.
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
        world.build(say=lambda text: self.stdout.write(f"    {text}"))
        # Letters and index are worked off here, so that the portal is whole when it says it is ready. Sealed bids are
        # read by the opening worker alone, as soon as it runs: no other process has the key. What is for a search server
        # that does not answer waits for its worker.
        answers = not has_server() or upkeep.begin_server()
        outbox.deliver_all(leaving=("opening",) if answers else ("opening", "index"))
        upkeep.study_what_is_new()
