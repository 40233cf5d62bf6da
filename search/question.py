"""What a person asks and what an engine answers, in words of no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Sort = Literal["relevance", "newest", "closing"]
Status = Literal["", "open", "closed"]
MOST_WORDS = 200
MOST_PAGES = 100
WITHIN_DAYS = (3, 7, 30)


@dataclass(frozen=True)
class Question:
    """`kinds` narrows to these kinds (all if empty); `filters` maps a facet to the values of which one must hold.

    `also_some` fills the page with documents that have some of the words, after those that have them all and are counted.
    `picks_in`: put what editors picked for readers of this language on top; `without` leaves out these (kind, subject id).
    `status` "open" leaves out what is closed by the database clock at this instant, "closed" shows only that.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Status = ""
    closing_within_days: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    size: int = 20
    facets: tuple[str, ...] = ("entity",)
    also_some: bool = False
    picks_in: str = ""
    without: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Hit:
    kind: str
    subject_id: str
    score: float
    every: bool = True  # has every word that was asked for
    picked: bool = False  # by an editor, for these words


@dataclass(frozen=True)
class Result:
    """`facets`: {facet: {value: count}} without paging; each is counted as if nothing had been chosen of it, so that what may be
    added to a choice has a count too. "kind" counts kinds, "within" what closes within so many days.

    `partial`: no document has all the words, so these have some of them. `meant`: the words as they may have been meant,
    where one is unknown. `without_server`: the search server did not answer, PostgreSQL did. `at`: by the database's
    clock, where it was asked.
    """

    hits: list[Hit]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partial: bool = False
    capped: bool = False
    meant: str = ""
    without_server: bool = False
    at: datetime | None = None


@dataclass(frozen=True)
class Typed:
    """What somebody has typed so far: tokens of each word that is finished, and what the last word's may begin with."""

    whole: tuple[frozenset[str], ...]
    beginnings: tuple[str, ...]
