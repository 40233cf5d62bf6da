"""Whether the named people can open bids together."""

from collections.abc import Collection
from enum import StrEnum


class Flaw(StrEnum):
    TOO_FEW = "too_few"
    NO_CHAIR = "no_chair"
    QUORUM_TOO_LOW = "quorum_too_low"
    QUORUM_TOO_HIGH = "quorum_too_high"
    AUTHOR_NAMED = "author_named"


def committee_flaws(
    members: Collection[str], *, has_chair: bool, author: str, quorum: int, least_members: int, least_quorum: int
) -> list[Flaw]:
    flaws = []
    if len(members) < least_members:
        flaws.append(Flaw.TOO_FEW)
    if not has_chair:
        flaws.append(Flaw.NO_CHAIR)
    if author in members:
        flaws.append(Flaw.AUTHOR_NAMED)
    if quorum < least_quorum:
        flaws.append(Flaw.QUORUM_TOO_LOW)
    elif quorum > len(members):
        flaws.append(Flaw.QUORUM_TOO_HIGH)
    return flaws
