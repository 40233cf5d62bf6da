"""Vacancies and applications of the demo world, made by the deeds; a second run on the same day changes nothing."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from recruitment.demo import applications, vacancies


def build(world: Any) -> None:
    # What the demo world shows was decided long ago: nobody waits half an hour until he reads it.
    settings.DECISION_UNDO = timedelta(0)
    vacancies.build(world)
    applications.build(world)
