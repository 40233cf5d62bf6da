"""What a change of synonyms would do: the first results of some words as they stand, and as they would stand, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise

from search import finding, results, vocabulary
from search.analysis.normalise import is_arabic
from search.analysis.synonyms import build
from search.editing.groups import State
from search.question import Question, Result
from search.vocabulary import Vocabulary

FIRST = 5
MOST_TRIED = 4


@dataclass(frozen=True)
class Line:
    """`differs`: it is not in the other column."""

    kind_title: "str | Promise"
    title: str
    differs: bool


@dataclass(frozen=True)
class Compared:
    words: str
    language: str
    now: list[Line]
    then: list[Line]
    total_now: int
    total_then: int

    @property
    def same(self) -> bool:
        return [each.title for each in self.now] == [
            each.title for each in self.then
        ] and self.total_now == self.total_then


def compare(tried: Iterable[str], name: str, wanted: State | None) -> list[Compared]:
    """`wanted` are the words that the group would have; a new one has no name yet."""
    rows, learnt = list(vocabulary.terms()), vocabulary.current().learnt
    others = [each for each in rows if each[0] != name]
    mine = [(name, term) for _language, term in wanted or []]
    now, then = (Vocabulary(thesaurus=build(each), learnt=learnt) for each in (rows, [*others, *mine]))
    return [_compared(words, now, then) for words in list(dict.fromkeys(tried))[:MOST_TRIED]]


def _compared(words: str, standing: Vocabulary, changed: Vocabulary) -> Compared:
    language = "ar" if is_arabic(words) else "en"
    question = Question(words=words, size=FIRST, facets=())
    now, then = finding.answer(question, standing), finding.answer(question, changed)
    with translation.override(language):  # titles in the language of the words that are tried
        return Compared(words, language, _lines(now, beside=then), _lines(then, beside=now), _whole(now), _whole(then))


def _whole(result: Result) -> int:
    """What has some of the words only is no answer yet."""
    return 0 if result.partial else result.total


def _lines(result: Result, *, beside: Result) -> list[Line]:
    others = {(hit.kind, hit.subject_id) for hit in beside.hits}
    shown = results.read(result.hits, asked="")
    return [Line(each.kind_title, each.shown.title, (each.kind, each.subject_id) not in others) for each in shown]
