"""State machines as tables: read aloud, drawn into docs/, asked by deeds and by the buttons of a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shared.refusals import Refused


@dataclass(frozen=True)
class Move:
    """A step to another state: `deed` is the function's name, `role` who may do it."""

    to: str
    deed: str
    role: str


class MoveNotAllowed(Refused):
    """The record stands in a state from which this step is not possible (any more)."""

    def __init__(self, current: str, new: str) -> None:
        self.current, self.new = current, new
        super().__init__(_("This step is no longer possible: the record has changed since you opened the page."))


class Table(Mapping[str, frozenset[Move]]):
    """Maps each state to the moves that leave it; a state that no move leaves is final."""

    def __init__(self, moves: Mapping[str, set[Move]]) -> None:
        self._moves = {str(state): frozenset(steps) for state, steps in moves.items()}
        ends = {str(step.to) for steps in self._moves.values() for step in steps}
        self._moves |= {state: frozenset() for state in sorted(ends - self._moves.keys())}

    def __getitem__(self, state: str) -> frozenset[Move]:
        return self._moves[str(state)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._moves)

    def __len__(self) -> int:
        return len(self._moves)

    def allows(self, current: str, new: str, *, deed: str = "") -> bool:
        """Whether some deed, or the named one, leads there."""
        steps = self._moves.get(str(current), ())
        return any(str(step.to) == str(new) and deed in ("", step.deed) for step in steps)


def table(moves: Mapping[str, set[Move]]) -> Table:
    return Table(moves)


def check_move(moves: Table, current: str, new: str, *, deed: str = "") -> None:
    """Raise MoveNotAllowed unless the table knows this step; name the deed where several lead to the same state."""
    if not moves.allows(current, new, deed=deed):
        raise MoveNotAllowed(str(current), str(new))
