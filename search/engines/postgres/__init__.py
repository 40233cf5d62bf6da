"""The engine that needs nothing but the portal's own database: GIN over our tokens, scored by the recipe."""

from dataclasses import replace

from search.documents import quoted
from search.engines.postgres import ranking
from search.engines.postgres.counting import Counted, count
from search.engines.postgres.statement import Statement, by_index, everything, matching
from search.question import Hit, Question, Result, Typed
from search.reading import Asked


def find(question: Question, asked: Asked) -> Result:
    with by_index(asked):
        return _found(question, asked)


def _found(question: Question, asked: Asked) -> Result:
    if not asked.groups:
        found = everything(question)
        return _result(_listed(question, found), count(question, found))
    found = matching(question, asked, every=True)
    counted = count(question, found)
    partial = counted.of_any_kind == 0
    if partial:
        if len(asked.groups) > 1:  # of one word, all is any
            found = matching(question, asked, every=False)
            counted = count(question, found)
        if asked.must_have_phrases and counted.of_any_kind == 0:
            # Nobody wrote the phrase like this: its words, in any form, are the next best.
            return replace(_found(question, replace(asked, must_have_phrases=())), partial=True)
        if counted.of_any_kind == 0:
            return _result([], counted)
    if question.sort == "relevance":
        hits = ranking.ranked(question, asked, counted, partial=partial) if question.size else []
    else:
        hits = _listed(question, found)
    return _result(hits, counted, partial=partial and counted.total > 0)


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
