"""Candidates in tiers, then their score.

score = Σ groups ln(1 + N / (.5 + documents)) × best reading + .15 × the lesser of title and body, × 1.6 where the phrase
stands, ÷ (1 + .3 ln(1 + words of the title)). Scoring all documents that have any word takes seconds at 100,000 documents.
"""

import math
from collections.abc import Iterator

from search.documents import quoted
from search.engines.postgres.statement import (
    Statement,
    any_group,
    anywhere,
    has_every,
    has_reference,
    like,
    narrowed,
    one_reading,
    tsquery,
)
from search.question import Hit, Question
from search.reading import Asked, Group

TITLE = 3.0
WEIGHTS = {"B": 1.0, "C": 0.3, "D": 1.0}
NUMBER_IN_REFERENCE, KIND, REFERENCE, PHRASE = 3.0, 2.0, 50.0, 1.6
A_TIER, CANDIDATES = 500, 1_000
RARE = 0.1


def ranked(question: Question, asked: Asked, *, partial: bool) -> list[Hit]:
    """`partial`: no document has every group."""
    made = narrowed(question, asked)
    every = "false" if partial else has_every(asked, made)
    rows = made.rows(f"""
        SELECT kind, subject_id, {_score(asked, made)} AS score, {every} AS every FROM search_searchdocument
        WHERE id IN (SELECT id FROM ({_candidates(question, asked, made, partial=partial)} LIMIT {CANDIDATES}) AS candidate)
        ORDER BY every DESC, score DESC, published_at DESC NULLS LAST, id DESC
        LIMIT {int(question.size)} OFFSET {int((question.page - 1) * question.size)}
    """)
    return [Hit(kind, subject, float(score), every=has_all) for kind, subject, score, has_all in rows]


def _candidates(question: Question, asked: Asked, made: Statement, *, partial: bool) -> str:
    """The next tier is read only where those before it gave too few. Each is materialised, or its LIMIT would seduce the planner
    into reading the table from its beginning."""
    strict = not (partial or question.also_some)
    return " UNION ALL ".join(
        f"(WITH tier AS MATERIALIZED (SELECT id FROM search_searchdocument WHERE {made.where} AND {condition})"
        f" SELECT id FROM tier LIMIT {A_TIER})"
        for condition in _tiers(asked, made, partial=partial, strict=strict)
    )


def _tiers(asked: Asked, made: Statement, *, partial: bool, strict: bool) -> Iterator[str]:
    each = [made.query(tsquery(group)) for group in asked.groups]
    if asked.references:
        yield has_reference(asked, made)
    if not partial:
        yield " AND ".join(f"title_tokens @@ {query}" for query in each)
        yield " AND ".join(anywhere(query) for query in each)
    if strict:
        return
    rare = made.query(any_group(_rare(asked)))
    yield f"title_tokens @@ {rare}"
    yield f"tokens @@ {rare}"
    yield anywhere(made.query(any_group(asked.groups)))


def _rare(asked: Asked) -> list[Group]:
    few = [group for group in asked.groups if group.documents <= RARE * asked.documents]
    return few or [min(asked.groups, key=lambda group: group.documents)]


def _score(asked: Asked, made: Statement) -> str:
    groups = [f"{_rarity(group, asked):.4f} * ({_best(group, made)})" for group in asked.groups]
    score = " + ".join(groups)
    if asked.phrase:
        score = f"({score}) * (CASE WHEN folded LIKE {made.param(like(asked.phrase))} THEN {PHRASE} ELSE 1 END)"
    score = f"({score}) / (1 + 0.3 * ln(1 + title_words))"
    for reference in asked.references:
        query = made.query(quoted(f"ref:{reference}"))
        score += f" + (CASE WHEN tokens @@ {query} THEN {REFERENCE} ELSE 0 END)"
    return score


def _rarity(group: Group, asked: Asked) -> float:
    return math.log(1 + asked.documents / (0.5 + group.documents))


def _best(group: Group, made: Statement) -> str:
    """The group's best reading in this row, and a little more for standing in title and body both."""
    title = _part(group, made, "title_tokens", "", TITLE)
    weights = WEIGHTS | ({"B": NUMBER_IN_REFERENCE} if group.word.isdecimal() else {})
    rest = {weight: _part(group, made, "tokens", weight, worth) for weight, worth in weights.items()}
    kind = f"CASE WHEN kind = {made.param(group.kind)} THEN {KIND} ELSE 0 END" if group.kind else "0"
    return f"GREATEST({title}, {', '.join(rest.values())}, {kind}) + 0.15 * LEAST({title}, {rest['D']})"


def _part(group: Group, made: Statement, column: str, weight: str, worth: float) -> str:
    """What the best reading is worth in this part of the document; the dearest is asked first."""
    cases = []
    for each in sorted({reading.worth for reading in group.readings}, reverse=True):
        readings = [one_reading(reading, weight) for reading in group.readings if reading.worth == each]
        cases.append(f"WHEN {column} @@ {made.query(' | '.join(readings))} THEN {worth * each:.3f}")
    return f"CASE {' '.join(cases)} ELSE 0 END"
