"""Who has to be in the room before bids are opened."""

from collections.abc import Sequence
from dataclasses import dataclass

CHAIR = "chair"
COUNTING = (CHAIR, "member")


@dataclass(frozen=True)
class Present:
    person: str
    office: str


@dataclass(frozen=True)
class Missing:
    """`chair`: he is not here; `members`: how many are still needed for the quorum. Falsy when nobody is missing."""

    chair: bool
    members: int

    def __bool__(self) -> bool:
        return self.chair or self.members > 0


def missing(present: Sequence[Present], *, quorum: int) -> Missing:
    """The quorum counts the chair and the members; the secretary writes the minutes and does not count."""
    counted = {each.person for each in present if each.office in COUNTING}
    return Missing(
        chair=not any(each.office == CHAIR for each in present),
        members=max(0, quorum - len(counted)),
    )
