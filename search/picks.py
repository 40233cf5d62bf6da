"""What editors put on top of the answer to certain words. Asked for at every answer, so that nothing shows that may no longer be seen."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from search.analysis.normalise import fold, words
from search.engines.postgres import picked
from search.question import Hit, Question, Result

MOST = 5


@dataclass(frozen=True)
class Pick:
    """`closing`: the days, of those that readers may choose, within which it closes; `unmet`: facets whose choice it does not meet."""

    kind: str
    subject_id: str
    facets: Mapping[str, list[str]]
    closing: list[str]
    unmet: list[str]

    def values(self, facet: str) -> list[str]:
        if facet == "kind":
            return [self.kind]
        return self.closing if facet == "within" else self.facets.get(facet, [])


@dataclass(frozen=True)
class Standing:
    """What holds at this instant: the version of the editors' words, and the picks for the question, whatever was chosen.

    `counted` are the documents of the tokens that were asked for.
    """

    version: int
    counted: Mapping[str, int]
    picks: tuple[Pick, ...] = ()

    @property
    def subjects(self) -> tuple[tuple[str, str], ...]:
        return tuple((each.kind, each.subject_id) for each in self.picks)

    def before(self, result: Result, question: Question) -> Result:
        """The picks that meet what the reader chose, before what the engine found without them, and counted with it."""
        if not self.picks:
            return result
        met = [each for each in self.picks if not each.unmet]
        on_top = [Hit(each.kind, each.subject_id, 0.0, picked=True) for each in met] if question.page == 1 else []
        if result.partial:  # what was picked is the whole answer; what has some of the words follows it
            rest = [replace(hit, every=False) for hit in result.hits]
            result = replace(result, hits=rest, total=0, facets={name: {} for name in question.facets}, partial=False)
        facets = {name: self._counted(name, counts) for name, counts in result.facets.items()}
        return replace(result, hits=[*on_top, *result.hits], total=result.total + len(met), facets=facets)

    def _counted(self, facet: str, counts: Mapping[str, int]) -> dict[str, int]:
        """As engines count: each facet as if nothing were chosen of it."""
        mine = [each for each in self.picks if set(each.unmet) <= {facet}]
        return dict(Counter(counts) + Counter(value for each in mine for value in each.values(facet)))


def one_form(text: str) -> str:
    """What all spellings of these words come down to: hamza, ta marbuta, alif maqsura, tatweel, vowel signs, case, marks."""
    return " ".join(filter(None, map(fold, words(text))))


def standing(question: Question, tokens: Iterable[str]) -> Standing:
    """In one query, with the counts of the tokens: every search begins with it."""
    rows = picked.standing(question, one_form(question.words), tokens)
    return Standing(
        rows[0][0],
        json.loads(rows[0][1]),
        tuple(
            Pick(kind, subject, json.loads(facets), closing, unmet)
            for _version, _counted, kind, subject, facets, closing, unmet in rows
            if kind
        ),
    )
