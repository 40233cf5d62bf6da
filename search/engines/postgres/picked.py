"""Picks of editors, asked for at every answer: the database knows at once what was unpublished, a search server a moment later."""

from collections.abc import Iterable
from typing import Any

from search.engines.postgres.statement import closes_within, everything
from search.question import WITHIN_DAYS, Question

ELSEWHERE = 100  # what was picked for readers of both languages comes after what was picked for this one


def standing(question: Question, asked: str, tokens: Iterable[str]) -> list[tuple[Any, ...]]:
    """(version of the editors' words, documents by token, kind, subject id, facets, days within which it closes, facets whose
    choice it does not meet).

    In order; one row without a kind where nothing is picked. Only what is found and open now.
    """
    made = everything(question)
    words, language, days = made.param(asked), made.param(question.picks_in), made.param(list(WITHIN_DAYS))
    counted = made.param(sorted(tokens))
    unmet = "".join(
        f", CASE WHEN {each} THEN NULL ELSE {made.param(name)} END" for name, each in made.narrowing.items()
    )
    return made.rows(f"""
        WITH picked AS (
            SELECT thing ->> 0 AS kind, thing ->> 1 AS subject_id,
                min(place + CASE language WHEN '' THEN {ELSEWHERE} ELSE 0 END) AS place
            FROM search_searchpick, jsonb_array_elements(things) WITH ORDINALITY AS one (thing, place)
            WHERE asked = {words} AND {language} <> '' AND language IN ('', {language})
            AND (until IS NULL OR until > clock_timestamp()) GROUP BY 1, 2
        )
        SELECT version, counted, kind, subject_id, facets, closing, unmet
        FROM (SELECT coalesce(max(id), 0) AS version FROM search_searchedit) AS latest CROSS JOIN (
            SELECT coalesce(jsonb_object_agg(token, documents), '{{}}') AS counted FROM search_searchterm WHERE token = ANY({counted})
        ) AS known LEFT JOIN (
            SELECT kind, subject_id, facets, place, array_remove(ARRAY[NULL::text{unmet}], NULL) AS unmet,
                ARRAY(SELECT within::text FROM unnest({days}::int[]) AS within WHERE {closes_within("within")}) AS closing
            FROM search_searchdocument JOIN picked USING (kind, subject_id)
            WHERE {" AND ".join(made.conditions)} AND (closes_at IS NULL OR closes_at > clock_timestamp())
        ) AS found ON true ORDER BY place
    """)
