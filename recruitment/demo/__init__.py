"""Vacancies and applications of the demo world, made by the deeds; a second run on the same day changes nothing."""

from typing import Any

from recruitment.demo import applications, vacancies


def build(world: Any) -> None:
    vacancies.build(world)
    applications.build(world)
