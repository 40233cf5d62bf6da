"""What changed between two frozen texts of a tender, for the one who approves."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Change(NamedTuple):
    name: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    names = [*after, *(name for name in before if name not in after)]
    return [Change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]
