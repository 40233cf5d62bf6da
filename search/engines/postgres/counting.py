"""How many documents, by kind and by each facet, over the set that is counted; capped."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from search.engines.postgres.statement import Statement, closes_within
from search.question import WITHIN_DAYS, Question

MOST_COUNTED, REACH, DEEP_REACH = 10_000, 500, 2_000


def reach(question: Question) -> int:
    """How many candidates each tier may give: the same for all pages that people turn to, so that they hold each hit once."""
    return REACH if question.page * question.size <= REACH else DEEP_REACH


@dataclass(frozen=True)
class Counted:
    """`of_any_kind`: how many there are besides the kinds that were asked for, where kinds are counted. `ids`: some of them.

    `at`: by the database's clock.
    """

    total: int
    of_any_kind: int
    facets: dict[str, dict[str, int]]
    ids: list[int]
    at: datetime | None

    @property
    def capped(self) -> bool:
        return self.total >= MOST_COUNTED


def count(question: Question, found: Statement) -> Counted:
    """In one query; a facet of which something is chosen is counted without that choice, over a set of its own."""
    rows = found.rows(f"""
        WITH matching AS MATERIALIZED (
            SELECT id, kind, facets, closes_at FROM search_searchdocument WHERE {found.where} LIMIT {MOST_COUNTED}
        )
        SELECT '', '', count(*), (SELECT array_agg(id) FROM (SELECT id FROM matching LIMIT {reach(question)}) AS named),
            clock_timestamp() FROM matching
        {" ".join(f"UNION ALL {each}" for each in _counts(question, found))}
    """)
    facets: dict[str, dict[str, int]] = defaultdict(dict, {name: {} for name in question.facets})
    ids: list[int] = []
    now = None
    for name, value, number, its, at in rows:
        facets[name][value] = number
        ids, now = [*ids, *(its or [])], now or at
    total = facets.pop("")[""]
    of_any_kind = sum(facets["kind"].values()) if "kind" in question.facets else total
    return Counted(total, of_any_kind, dict(facets), ids, now)


def _counts(question: Question, found: Statement) -> Iterator[str]:
    """Each gives name, value, number and nothing more; facets of documents that nothing is chosen of are counted in one go."""
    together = []
    for name in question.facets:
        if name == "kind":
            yield f"SELECT 'kind', kind, count(*), NULL, NULL FROM {_source(name, found)} GROUP BY kind"
        elif name == "within":
            yield f"""
                SELECT 'within', days::text, count(*), NULL, NULL FROM {_source(name, found)}
                JOIN unnest({found.param(list(WITHIN_DAYS))}::int[]) AS days ON {closes_within("days")} GROUP BY days
            """
        elif name in found.narrowing:
            yield _values([name], found, _source(name, found))
        else:
            together.append(name)
    if together:
        yield _values(together, found, "matching")


def _values(names: list[str], found: Statement, source: str) -> str:
    return f"""
        SELECT name, value, count(*), NULL, NULL FROM {source}, unnest({found.param(names)}::text[]) AS name,
            jsonb_array_elements_text(facets -> name) AS value GROUP BY name, value
    """


def _source(facet: str, found: Statement) -> str:
    if facet not in found.narrowing:
        return "matching"
    where = found.where_without(facet)
    return f"""(
        SELECT kind, facets, closes_at FROM search_searchdocument WHERE {where} LIMIT {MOST_COUNTED}
    ) AS not_narrowed"""
