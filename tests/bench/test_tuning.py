"""How weights are tried on queries that had no say in them; the marks are worked out by hand."""

import math

import pytest

from bench import marking, tuning
from bench.marking import Mark, Query, in_both, mark
from bench.tuning import FOLDS, IN_USE, Recipe, chosen, cross_validate, folds

pytestmark = pytest.mark.promise("SEA-2.4")

# 40 needs asked in both languages, 20 in Arabic alone, 10 in both at once.
QUERIES = [
    *(Query(f"{language} {n}", language, ((f"d{n}", 3),), pair=n) for n in range(1, 41) for language in ("ar", "en")),
    *(Query(f"ar {n}", "ar", ((f"d{n}", 3),)) for n in range(41, 61)),
    *(Query(f"mixed {n}", "mixed", ((f"d{n}", 3),)) for n in range(61, 71)),
]


def test_every_query_is_held_out_once():
    parts = folds(QUERIES)
    assert len(parts) == FOLDS
    assert sorted(query.words for part in parts for query in part) == sorted(query.words for query in QUERIES)
    held_out = [query for fold in cross_validate(QUERIES, nothing) for query in fold.held_out]
    assert sorted(query.words for query in held_out) == sorted(query.words for query in QUERIES)


def test_each_fold_has_its_share_of_each_language():
    counts = [
        [sum(query.language == name for query in part) for name in ("ar", "en", "mixed")] for part in folds(QUERIES)
    ]
    assert counts == [[12, 8, 2]] * FOLDS


def test_what_asks_the_same_is_held_out_together():
    same_answers = Query("once more", "ar", (("d7", 3),))
    judged_otherwise = Query("en 80", "en", (("d81", 3),), pair=80)
    queries = [*QUERIES, same_answers, Query("ar 80", "ar", (("d80", 3),), pair=80), judged_otherwise]
    for part in folds(queries):
        words = {query.words for query in part}
        for pair in (*range(1, 41), 80):
            assert (f"ar {pair}" in words) == (f"en {pair}" in words)
        assert ("once more" in words) == ("ar 7" in words)


def test_folds_are_the_same_twice_and_others_with_another_seed():
    assert folds(QUERIES) == folds(QUERIES)
    assert folds(QUERIES) != folds(QUERIES, seed=1)


def nothing(_recipe: Recipe) -> marking.Answers:
    return {key: [] for key in QUERIES}


def test_weights_that_change_nothing_stay_as_they_are():
    assert chosen(QUERIES, nothing) == IN_USE
    assert {str(fold) for fold in cross_validate(QUERIES, nothing)} == {"as in use"}


def test_changes_that_gain_are_joined_as_long_as_they_gain_together():
    def answers(recipe: Recipe) -> marking.Answers:
        """A dear title finds the first half, a cheap beginning the second, but a cheap synonym only while the title is cheap."""
        half = len(QUERIES) // 2
        found = {
            query: recipe.title > 3
            if place < half
            else recipe.beginning < 0.3 or (place > 1.8 * half and recipe.title == 3 and recipe.synonym < 0.8)
            for place, query in enumerate(QUERIES)
        }
        return {query: [query.relevant[0][0]] if its else [] for query, its in found.items()}

    best = chosen(QUERIES, answers)
    assert (best.title, best.beginning, best.synonym) == (4.5, 0.15, IN_USE.synonym)


def test_the_held_out_fold_has_no_say():
    """A weight that would help one fold alone is chosen by all the others, never by itself."""
    alone = folds(QUERIES)[0]

    def answers(recipe: Recipe) -> marking.Answers:
        return {q: [q.relevant[0][0]] if q in alone and recipe.kind > 2 else [] for q in QUERIES}

    assert [fold.chosen.kind for fold in cross_validate(QUERIES, answers)] == [2.0, 3.0, 3.0, 3.0, 3.0]


def test_the_grid_stands_on_both_sides_of_what_is_in_use():
    for name, (lower, upper) in tuning.GRID.items():
        assert lower < getattr(IN_USE, name) < upper


@pytest.mark.parametrize(
    ("relevant", "ids", "expected"),
    [
        ({"a": 3, "b": 1}, ["a", "b", "x"], Mark(1.0, 1.0)),
        ({"a": 3, "b": 1}, ["x", "a"], Mark(0.5, 7 / math.log2(3) / (7 + 1 / math.log2(3)))),
        ({"c": 2}, [], Mark(0.0, 0.0)),
        ({"c": 2}, ["x"] * 10 + ["c"], Mark(0.0, 0.0)),
        ({str(n): 1 for n in range(15)}, [str(n) for n in range(20)], Mark(1.0, 1.0)),
    ],
)
def test_marks(relevant, ids, expected):
    found = mark(Query("q", "ar", tuple(sorted(relevant.items()))), ids)
    assert (found.recall, found.ndcg) == pytest.approx((expected.recall, expected.ndcg))


def test_only_what_is_asked_in_both_languages_is_compared():
    assert {query.pair for query in in_both(QUERIES)} == set(range(1, 41))
    assert in_both(marking.of_language(QUERIES, "ar")) == []
