"""The engine that needs nothing but the portal's own database: GIN over our tokens, scored by the recipe."""

from search.documents import quoted
from search.engines.postgres import ranking
from search.engines.postgres.counting import Counted, count
from search.engines.postgres.statement import Statement, everything, matching, narrowed, taken, tiers
from search.question import Hit, Question, Result, Typed
from search.reading import Asked


def find(question: Question, asked: Asked) -> Result:
    if not asked.groups:
        found = everything(question)
        counted = count(question, found)
        return _result(_listed(question, found), counted)
    ways = tiers(asked)
    found = narrowed(question, Asked(documents=asked.documents))
    counted = count(question, found, [taken(found, tier) for tier in ways])
    if counted.tier is None:
        return _result([], counted)
    tier = ways[counted.tier]
    if question.sort != "relevance":
        hits = _listed(question, matching(question, tier))
    else:
        hits = ranking.ranked(question, tier, counted) if question.size else []
    return _result(hits, counted, partial=counted.tier > 0 and counted.total > 0)


def _listed(question: Question, found: Statement) -> list[Hit]:
    """In an order that needs no score."""
    order = {
        "closing": "(closes_at IS NULL OR closes_at <= clock_timestamp()), closes_at, id",
    }.get(question.sort, "published_at DESC NULLS LAST, id DESC")
    rows = found.rows(
        f"SELECT kind, subject_id FROM search_searchdocument WHERE {found.where} ORDER BY {order}"
        f" LIMIT {int(question.size)} OFFSET {int((question.page - 1) * question.size)}"
    )
    return [Hit(kind, subject, 0.0) for kind, subject in rows]


def _result(hits: list[Hit], counted: Counted, *, partial: bool = False) -> Result:
    return Result(hits, counted.total, counted.facets, partial=partial, capped=counted.capped, at=counted.at)


def suggest(typed: Typed, most: int) -> list[Hit]:
    """Short titles first."""
    made = Statement()
    beginnings = " | ".join(f"{quoted(each)}:*" for each in typed.beginnings)
    asked = [" | ".join(quoted(token) for token in sorted(word)) for word in typed.whole] + [beginnings]
    made.conditions.append(f"title_tokens @@ {made.query(' & '.join(f'({each})' for each in asked))}")
    rows = made.rows(
        f"SELECT kind, subject_id FROM search_searchdocument WHERE {made.where}"
        f" ORDER BY title_words, published_at DESC NULLS LAST, id DESC LIMIT {int(most)}"
    )
    return [Hit(kind, subject, 0.0) for kind, subject in rows]
