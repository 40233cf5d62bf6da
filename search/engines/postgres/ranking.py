"""Candidates in tiers, then their score.

score = Σ groups ln(1 + N / (.5 + documents)) × best reading + .15 × that in the body of what is in the title too, × 1.6 where the phrase
stands, ÷ (1 + .3 ln(1 + words of the title)). Scoring all documents that have any word takes seconds at 100,000 documents.
"""

import math
from collections.abc import Iterator

from search.documents import quoted
from search.engines.postgres.counting import Counted, reach
from search.engines.postgres.statement import (
    Statement,
    Tier,
    any_group,
    every_group,
    like,
    narrowed,
    one_reading,
    references,
    tsquery,
)
from search.question import Hit, Question
from search.reading import Asked, Group
from search.recipe import followed

TIERS_A_SCORE = 2
RARE = 0.1


def ranked(question: Question, tier: Tier, counted: Counted) -> list[Hit]:
    """`counted` are those of the tier; the page is filled up with others where that was asked for."""
    asked, partial = tier.asked, not tier.every
    made = narrowed(question, asked)
    every = "false" if partial else f"tokens @@ {made.query(every_group(asked))}"
    filled = not partial and (counted.total >= question.page * question.size or not question.also_some)
    depth = reach(question)
    tiers = _tiers(asked, made, counted, depth, partial=partial, filled=filled)
    # Read and unpacked once a row; each mention of the column would do so again.
    rows = made.rows(f"""
        SELECT kind, subject_id, {_score(asked, made)} AS score, {every} AS every FROM (
            SELECT id, kind, subject_id, published_at, title_words, ' ' || folded || ' ' AS folded, tokens || '' AS tokens
            FROM search_searchdocument WHERE id IN (SELECT id FROM ({tiers} LIMIT {TIERS_A_SCORE * depth}) AS candidate) OFFSET 0
        ) AS candidate
        ORDER BY every DESC, score DESC, published_at DESC NULLS LAST, id DESC
        LIMIT {int(question.size)} OFFSET {int((question.page - 1) * question.size)}
    """)
    return [Hit(kind, subject, float(score), every=has_all) for kind, subject, score, has_all in rows]


def _tiers(asked: Asked, made: Statement, counted: Counted, depth: int, *, partial: bool, filled: bool) -> str:
    """Each tier is read only where those before it gave too few."""
    tiers = [
        f"(SELECT id FROM search_searchdocument WHERE {made.where} AND {condition} LIMIT {depth})"
        for condition in _conditions(asked, made, partial=partial, filled=filled)
    ]
    known = f"(SELECT unnest({made.param(counted.ids)}::bigint[]) AS id)"
    return " UNION ALL ".join([*tiers, known] if partial else [known, *tiers])


def _conditions(asked: Asked, made: Statement, *, partial: bool, filled: bool) -> Iterator[str]:
    if asked.references:
        yield f"tokens @@ {made.query(references(asked))}"
    if not partial:
        yield f"title_tokens @@ {made.query(' & '.join(f'({tsquery(group)})' for group in asked.groups))}"
    if filled:
        return
    rare = made.query(any_group(_rare(asked)))
    yield f"title_tokens @@ {rare}"
    yield f"tokens @@ {rare}"
    yield f"tokens @@ {made.query(any_group(asked.groups))}"


def _rare(asked: Asked) -> list[Group]:
    few = [group for group in asked.groups if group.documents <= RARE * asked.documents]
    return few or [min(asked.groups, key=lambda group: group.documents)]


def _score(asked: Asked, made: Statement) -> str:
    recipe = followed()
    groups = [f"{_rarity(group, asked):.4f} * ({_best(group, made)})" for group in asked.groups]
    score = " + ".join(groups)
    if asked.phrase:
        score = f"({score}) * (CASE WHEN folded LIKE {made.param(like(asked.phrase))} THEN {recipe.phrase} ELSE 1 END)"
    score = f"({score}) / (1 + {recipe.long_title} * ln(1 + title_words))"
    for reference in asked.references:
        query = made.query(quoted(f"ref:{reference}"))
        score += f" + (CASE WHEN tokens @@ {query} THEN {recipe.whole_reference} ELSE 0 END)"
    return score


def _rarity(group: Group, asked: Asked) -> float:
    return math.log(1 + asked.documents / (0.5 + group.documents))


def _best(group: Group, made: Statement) -> str:
    """The group's best reading in this row, and a little more for standing in title and body both."""
    recipe = followed()
    parts = {weight: _part(group, made, weight, worth) for weight, worth in recipe.parts(group.word).items()}
    kind = f"CASE WHEN kind = {made.param(group.kind)} THEN {recipe.kind} ELSE 0 END" if group.kind else "0"
    both = f"CASE WHEN {parts['A']} > 0 THEN {recipe.both} * ({parts['D']}) ELSE 0 END"
    return f"GREATEST({', '.join(parts.values())}, {kind}) + {both}"


def _part(group: Group, made: Statement, weight: str, worth: float) -> str:
    """What the best reading is worth in this part of the document; the dearest is asked first."""
    cases = []
    for each in sorted({reading.worth for reading in group.readings}, reverse=True):
        readings = [one_reading(reading, weight) for reading in group.readings if reading.worth == each]
        cases.append(f"WHEN tokens @@ {made.query(' | '.join(readings))} THEN {worth * each:.3f}")
    return f"CASE {' '.join(cases)} ELSE 0 END"
