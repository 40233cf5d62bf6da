"""How an answer is marked against a judged set: recall and nDCG of its first ten, as the set's own evaluator counts them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

CUT = 10


@dataclass(frozen=True)
class Query:
    """`relevant`: grade (1 to 3) by document. `pair` is shared by what asks the same in two languages."""

    words: str
    language: str
    relevant: tuple[tuple[str, int], ...]
    pair: int | None = None


Answers = dict[Query, list[str]]


@dataclass(frozen=True)
class Mark:
    recall: float
    ndcg: float

    def __str__(self) -> str:
        return f"{self.recall:.3f} · {self.ndcg:.3f}"


def mark(query: Query, ids: list[str]) -> Mark:
    grades = dict(query.relevant)
    first = ids[:CUT]
    best = sorted(grades.values(), reverse=True)[:CUT]
    found = len(grades.keys() & set(first)) / len(best)
    return Mark(found, _gain([grades.get(each, 0) for each in first]) / _gain(best))


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def mean(queries: Iterable[Query], answers: Answers) -> Mark:
    marks = [mark(each, answers[each]) for each in queries]
    return Mark(fmean(each.recall for each in marks), fmean(each.ndcg for each in marks))


def of_language(queries: Iterable[Query], language: str) -> list[Query]:
    return [each for each in queries if each.language == language]


def in_both(queries: list[Query]) -> list[Query]:
    """Those that somebody asks in the other language too."""
    arabic, english = ({each.pair for each in of_language(queries, name)} for name in ("ar", "en"))
    return [each for each in queries if each.pair in arabic & english - {None} and each.language != "mixed"]
