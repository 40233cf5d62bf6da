"""Vacancies and applications of the demo world, made by the deeds; a second run on the same day changes nothing."""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings

from recruitment.demo import applicants, applications, endings, vacancies

# What closes while the demo world is being built: long enough for all who apply to it, on a slow machine too.
CLOSES_AFTER = timedelta(seconds=10)
SLACK = 3


def build(world: Any) -> None:
    # What the demo world shows was decided long ago: nobody waits half an hour until he reads it.
    settings.DECISION_UNDO = timedelta(0)
    vacancies.build(world)
    written = applications.written()
    started = time.monotonic()
    applications.build(world, written)
    each = (time.monotonic() - started) / len(written)
    closing = [key for key, facts in vacancies.written().items() if facts["ends"] in vacancies.CLOSED]
    crowd = applicants.written()
    first = [facts for facts in crowd if facts["vacancy"] in closing]
    closes_after = max(CLOSES_AFTER, timedelta(seconds=SLACK * each * len(first)))
    for key in closing:
        vacancies.closing_in(world, key, closes_after)
    applications.build(world, first)
    applications.build(world, [facts for facts in crowd if facts["vacancy"] not in closing])
    endings.change(world)


def finish(world: Any) -> None:
    """What has closed meanwhile is concluded."""
    endings.conclude(world)
