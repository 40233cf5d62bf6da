"""Lists that a page may show of the records of other apps. Each app says its own in its `listings.py`; this one knows none.

@listings.register("vacancies", _("Open vacancies"))
def open_vacancies(*, entity: str, most: int) -> list[Row]: ...
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Row:
    """What a reader sees of one record; `facts` are short: whose it is, until when, for how much."""

    title: str
    url: str
    text: str = ""
    facts: list[Any] = field(default_factory=list)


class Rows(Protocol):
    def __call__(self, *, entity: str, most: int) -> list[Row]:
        """Of the entity with this code, or of all; at most so many, in one query or two."""


@dataclass(frozen=True)
class Listing:
    title: Any
    none: Any
    rows: Rows


_registered: dict[str, Listing] = {}


def register(name: str, title: Any, *, none: Any) -> Callable[[Rows], Rows]:
    """`title` is its name in the editor's list, `none` what a reader reads while there is nothing to show."""

    def keep(rows: Rows) -> Rows:
        _registered[name] = Listing(title, none, rows)
        return rows

    return keep


def find(name: str) -> Listing | None:
    return _registered.get(name)


def choices() -> list[tuple[str, Any]]:
    return [(name, listing.title) for name, listing in sorted(_registered.items())]
