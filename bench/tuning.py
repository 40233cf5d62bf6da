"""Are the recipe's weights fitted to the set that they are measured on? Five folds: chosen on four of them, measured on the fifth.

What can be chosen is a small declared grid around the values in use, so that the search is bounded: each weight is tried by itself, and
the changes that gain most are joined, one after the other, as long as the four folds gain.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bench.marking import Answers, Query, mean
from search.recipe import Recipe

FOLDS, SEED, MOST_JOINED = 5, 20261126, 4
IN_USE = Recipe()
# Not here: the body and the word itself, which all else is in proportion to, and a whole reference, which stands above everything.
GRID: dict[str, tuple[float, float]] = {
    "title": (2.0, 4.5), "reference": (0.5, 2.0), "number_in_reference": (2.0, 4.5), "entity": (0.1, 0.6), "both": (0.0, 0.3),
    "kind": (1.0, 3.0), "phrase": (1.3, 2.0), "long_title": (0.15, 0.5),
    "synonym": (0.7, 0.95), "correction": (0.6, 0.95), "translation": (0.5, 0.85), "alike": (0.5, 0.85), "beginning": (0.15, 0.5),
}  # fmt: skip

AnswersOf = Callable[[Recipe], Answers]


@dataclass(frozen=True)
class Fold:
    """Queries that had no say in what was `chosen`."""

    held_out: list[Query]
    chosen: Recipe

    def __str__(self) -> str:
        changes = [f"{name} {getattr(self.chosen, name)}" for name in GRID if differs(self.chosen, name)]
        return ", ".join(changes) or "as in use"


def differs(recipe: Recipe, name: str) -> bool:
    return bool(getattr(recipe, name) != getattr(IN_USE, name))


def folds(queries: list[Query], seed: int = SEED) -> list[list[Query]]:
    """Equal shares of each language; queries with one need (a pair, or the same right answers) stay together."""
    needs: dict[tuple[tuple[str, int], ...], list[Query]] = defaultdict(list)
    of_pair: dict[int, tuple[tuple[str, int], ...]] = {}
    for query in queries:
        needs[of_pair.setdefault(query.pair, query.relevant) if query.pair else query.relevant].append(query)
    strata: dict[tuple[str, ...], list[list[Query]]] = defaultdict(list)
    for need in needs.values():
        strata[tuple(sorted(query.language for query in need))].append(need)
    chance, parts = random.Random(seed), [[] for _ in range(FOLDS)]
    dealt = 0
    for languages in sorted(strata):
        chance.shuffle(strata[languages])
        for need in strata[languages]:
            parts[dealt % FOLDS] += need
            dealt += 1
    return parts


def cross_validate(queries: list[Query], answers: AnswersOf) -> Iterator[Fold]:
    parts = folds(queries)
    for held_out in parts:
        others = [query for part in parts if part is not held_out for query in part]
        if held_out and others:
            yield Fold(held_out, chosen(others, answers))


def chosen(queries: list[Query], answers: AnswersOf) -> Recipe:
    """The best for these queries; of equals the one nearest to what is in use."""

    def gain(recipe: Recipe) -> float:
        return _worth(queries, answers(recipe)) - in_use

    in_use = _worth(queries, answers(IN_USE))
    alone = [
        max(({name: value} for value in values), key=lambda each: gain(replace(IN_USE, **each)))
        for name, values in GRID.items()
    ]
    gaining = sorted(
        (each for each in alone if gain(replace(IN_USE, **each)) > 0), key=lambda each: -gain(replace(IN_USE, **each))
    )
    best = IN_USE
    for change in gaining[:MOST_JOINED]:
        best = max(best, replace(best, **change), key=gain)
    return best


def _worth(queries: list[Query], answers: Answers) -> float:
    found = mean(queries, answers)
    return (found.recall + found.ndcg) / 2
