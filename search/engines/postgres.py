"""The engine that needs nothing but the portal's own database: GIN over our tokens, scored by the recipe.

score = Σ groups ln(1 + N / (.5 + df)) × best reading (weights × factor) + .15 × the lesser of title and body, × 1.6 where the
phrase stands, ÷ (1 + .3 ln(1 + words of the title)); only the candidates are scored, taken in tiers.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from search import registry
from search.analysis import tokens
from search.analysis.synonyms import Thesaurus
from search.documents import quoted
from search.engines.thesaurus import current_thesaurus
from search.question import MOST_WORDS, Hit, Question, Result
from search.reading import Asked, Group, Reading, read

WEIGHTS = {"A": 5.0, "B": 1.0, "D": 1.0, "C": 0.3}
KIND_WEIGHT, REFERENCE_WEIGHT = 5.0, 50.0
CANDIDATES = 1_000
MOST_COUNTED = 10_000
TABLE = "search_searchdocument"


def find(question: Question, *, thesaurus: Thesaurus | None = None, table: str = TABLE) -> Result:
    asked = read(question.words[:MOST_WORDS], thesaurus or current_thesaurus(), _kind_words())
    where, params = _filters(question)
    if not asked.groups:
        return _page(question, table, where, params, order=_order(question), partial=False)
    every = " & ".join(f"({_query(group)})" for group in asked.groups)
    some = " | ".join(f"({_query(group)})" for group in asked.groups)
    where, params = _with_phrases(asked, where, params)
    counted = _count(table, where, params, every)
    partial = counted == 0
    matching = some if partial else every
    if question.sort != "relevance":
        return _page(
            question,
            table,
            f"{where} AND tokens @@ %s::tsquery",
            [*params, matching],
            order=_order(question),
            partial=partial,
        )
    ranked = _ranked(question, asked, table, where, params, every=every, some=some) if question.size else []
    facets, total = _facets(question, table, f"{where} AND tokens @@ %s::tsquery", [*params, matching])
    return Result(ranked, total, facets, partial=partial and total > 0, capped=total >= MOST_COUNTED)


def _kind_words() -> dict[str, str]:
    return {
        token: kind
        for kind, each in registry.kinds().items()
        for word in each.kind_words
        for token in tokens.of_text(word)
        if token.startswith("=")
    }


# ---- the query ----


def _query(group: Group, weight: str = "") -> str:
    parts = [_reading(reading, weight) for reading in group.readings]
    if group.kind and weight in ("", "B"):
        parts += [
            f"{quoted(f'kind:{token}')}" for reading in group.readings[:1] for token in sorted(reading.alternatives[0])
        ]
    return " | ".join(parts)


def _reading(reading: Reading, weight: str) -> str:
    if reading.prefix:
        return f"{quoted(reading.prefix)}:*{weight}"
    label = f":{weight}" if weight else ""
    terms = [
        "(" + " | ".join(f"{quoted(token)}{label}" for token in sorted(words)) + ")" for words in reading.alternatives
    ]
    return "(" + " & ".join(terms) + ")"


def _filters(question: Question) -> tuple[str, list[Any]]:
    where, params = ["found"], list[Any]()
    if question.kinds:
        where.append("kind = ANY(%s)")
        params.append(list(question.kinds))
    for name, values in question.filters.items():
        if values:
            where.append("(" + " OR ".join("facets @> %s::jsonb" for _ in values) + ")")
            params += [_json({name: [value]}) for value in values]
    # What the clock decides is asked at this instant; nothing is re-indexed at a deadline.
    if question.status == "open":
        where.append("(closes_at IS NULL OR closes_at > clock_timestamp())")
    elif question.status == "closed":
        where.append("closes_at <= clock_timestamp()")
    if question.closing_within_days is not None:
        where.append("closes_at > clock_timestamp() AND closes_at <= clock_timestamp() + make_interval(days => %s)")
        params.append(question.closing_within_days)
    return " AND ".join(where), params


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _with_phrases(asked: Asked, where: str, params: list[Any]) -> tuple[str, list[Any]]:
    for phrase in asked.must_have_phrases:
        where, params = f"{where} AND folded LIKE %s", [*params, f"%{_like(phrase)}%"]
    return where, params


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _count(table: str, where: str, params: Sequence[Any], query: str) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {where} AND tokens @@ %s::tsquery LIMIT 1) AS one"
    return int(_rows(sql, [*params, query])[0][0])


# ---- ranking ----


def _ranked(
    question: Question, asked: Asked, table: str, where: str, params: Sequence[Any], *, every: str, some: str
) -> list[Hit]:
    tiers = [every, some]
    if asked.references:
        tiers.insert(0, " | ".join(quoted(f"ref:{reference}") for reference in asked.references))
    candidates = " UNION ".join(
        f"(SELECT id FROM {table} WHERE {where} AND tokens @@ %s::tsquery LIMIT {CANDIDATES})" for _ in tiers
    )
    found = [value for tier in tiers for value in (*params, tier)]
    score, scored = _score(asked, table)
    sql = f"""
        SELECT kind, subject_id, {score} AS score FROM {table}
        WHERE id IN ({candidates}) ORDER BY score DESC, published_at DESC NULLS LAST, id DESC LIMIT %s OFFSET %s
    """
    rows = _rows(sql, [*scored, *found, question.size, (question.page - 1) * question.size])
    return [Hit(kind, subject, float(worth)) for kind, subject, worth in rows]


def _score(asked: Asked, table: str) -> tuple[str, list[Any]]:
    parts, params = [], list[Any]()
    for group in asked.groups:
        rarity = f"ln(1 + (SELECT count(*) FROM {table} WHERE found) / (0.5 + (SELECT count(*) FROM {table} WHERE tokens @@ %s::tsquery)))"
        best, more = _best(group)
        parts.append(f"{rarity} * ({best})")
        params += [_query(group), *more]
    total = " + ".join(parts)
    if asked.phrase:
        total = f"({total}) * (CASE WHEN folded LIKE %s THEN 1.6 ELSE 1 END)"
        params.append(f"%{_like(asked.phrase)}%")
    total = f"({total}) / (1 + 0.3 * ln(1 + title_words))"
    for reference in asked.references:
        total += f" + (CASE WHEN tokens @@ %s::tsquery THEN {REFERENCE_WEIGHT} ELSE 0 END)"
        params.append(quoted(f"ref:{reference}"))
    return total, params


def _best(group: Group) -> tuple[str, list[Any]]:
    """The best reading of a group in this row: max over weights and factors, and a little for standing in title and body both."""
    sides: dict[str, str] = {}
    params: list[Any] = []
    for weight in WEIGHTS:
        cases = []
        for factor, readings in _by_factor(group):
            cases.append(f"CASE WHEN tokens @@ %s::tsquery THEN {WEIGHTS[weight] * factor} ELSE 0 END")
            params.append(" | ".join(_reading(reading, weight) for reading in readings))
        sides[weight] = f"GREATEST({', '.join(cases)})"
    kind = "0"
    if group.kind:
        kind = f"CASE WHEN kind = %s THEN {KIND_WEIGHT} ELSE 0 END"
        params.append(group.kind)
    return f"GREATEST({', '.join(sides.values())}, {kind}) + 0.15 * {_lesser(sides, group, params)}", params


def _lesser(sides: Mapping[str, str], group: Group, params: list[Any]) -> str:
    again = [params[index] for index in range(len(params) - bool(group.kind))]
    each = len(again) // len(sides)
    order = list(sides)
    for weight in ("A", "D"):
        start = order.index(weight) * each
        params.extend(again[start : start + each])
    return f"LEAST({sides['A']}, {sides['D']})"


def _by_factor(group: Group) -> list[tuple[float, list[Reading]]]:
    factors = sorted({reading.factor for reading in group.readings}, reverse=True)
    return [(factor, [reading for reading in group.readings if reading.factor == factor]) for factor in factors]


# ---- pages and counts ----


def _order(question: Question) -> str:
    return {
        "closing": "(closes_at IS NULL OR closes_at <= clock_timestamp()), closes_at, id",
        "newest": "published_at DESC NULLS LAST, id DESC",
    }.get(question.sort, "published_at DESC NULLS LAST, id DESC")


def _page(question: Question, table: str, where: str, params: Sequence[Any], *, order: str, partial: bool) -> Result:
    sql = f"SELECT kind, subject_id FROM {table} WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s"
    rows = _rows(sql, [*params, question.size, (question.page - 1) * question.size])
    facets, total = _facets(question, table, where, params)
    return Result(
        [Hit(kind, subject, 0.0) for kind, subject in rows], total, facets, partial, capped=total >= MOST_COUNTED
    )


def _facets(question: Question, table: str, where: str, params: Sequence[Any]) -> tuple[dict[str, dict[str, int]], int]:
    """Counts by kind and by each facet over the same set that is counted, in one query, capped."""
    rows = _rows(f"SELECT kind, facets FROM {table} WHERE {where} LIMIT {MOST_COUNTED}", params)
    counts: dict[str, Counter[str]] = {"kind": Counter(), **{name: Counter() for name in question.facets}}
    for kind, facets in rows:
        counts["kind"][kind] += 1
        values = facets if isinstance(facets, dict) else _parsed(facets)
        for name in question.facets:
            counts[name].update(str(value) for value in values.get(name, ()))
    return {name: dict(found) for name, found in counts.items()}, len(rows)


def _parsed(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
