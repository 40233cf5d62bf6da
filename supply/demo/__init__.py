"""Suppliers and tenders of the demo world, made by the deeds; a second run on the same day changes nothing."""

from typing import Any

from supply.demo import suppliers, tenders


def build(world: Any) -> None:
    suppliers.build(world)
    tenders.build(world)
