"""What somebody asks of the search over all kinds: the page, the API and feeds read the same parameters."""

from dataclasses import dataclass, replace
from typing import get_args

from django.http import QueryDict

import search
from search import facets, registry, terms
from search.analysis import tokens
from search.analysis.normalise import words
from search.question import Hit, Question, Result, Sort

PER_PAGE = 20
SORTS: tuple[Sort, ...] = get_args(Sort)
FAINT = 0.2


@dataclass(frozen=True)
class Asking:
    """`kind` is "" for all kinds; an unknown one has no documents."""

    asked: facets.Asked
    kind: str
    sort: Sort

    @property
    def narrowed(self) -> bool:
        return bool(self.kind) or any(self.asked.filters.values())

    def question(self, *, size: int = PER_PAGE, picks_in: str = "") -> Question:
        filters = dict(self.asked.filters)
        return Question(
            words=self.asked.words,
            kinds=(self.kind,) if self.kind else (),
            closing_within_days=facets.days_within(filters.pop("within")),
            filters=filters,
            sort=self.sort,
            page=self.asked.page,
            size=size,
            facets=("kind", *(facet.name for facet in self.asked.facets)),
            also_some=True,
            picks_in=picks_in,
        )


@dataclass(frozen=True)
class Answer:
    """`browsing`: the words say nothing, so everything is answered."""

    result: Result
    browsing: bool

    @property
    def found_nothing(self) -> bool:
        """That has all the words."""
        return self.result.partial or not self.result.total


def read(query: QueryDict) -> Asking:
    """Raises Http404 for a page that cannot be, UnreadableWords."""
    asked = facets.read(query, named())
    wanted = query.get("sort", "")
    return Asking(asked, query.get("kind", ""), next((sort for sort in SORTS if sort == wanted), "relevance"))


def named() -> list[facets.Named]:
    known = registry.facets().items()
    return [*(facets.registered(name, title) for name, (title, _names) in known), facets.within()]


def answer(asking: Asking, *, picks_in: str = "") -> Answer:
    question = asking.question(picks_in=picks_in)
    result = search.find(question)
    browsing = tokens.says_nothing(question.words) and not (words(question.words) and result.total)
    if browsing and question.words:
        result = search.find(replace(question, words=""))
    meant = terms.as_written(result.meant, question.words) if result.meant else ""
    return Answer(replace(result, hits=_telling(result), meant=meant), browsing)


def _telling(result: Result) -> list[Hit]:
    """Without the faintest of those that fill the page up: a word of theirs says little beside what was found."""
    best = max((hit.score for hit in result.hits), default=0.0)
    return [hit for hit in result.hits if hit.every or result.partial or hit.score >= FAINT * best]
