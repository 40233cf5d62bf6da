"""How many documents, by kind and by each facet, over the set that is counted; capped."""

from collections import defaultdict
from dataclasses import dataclass

from search.engines.postgres.statement import Statement
from search.question import Question

MOST_COUNTED, REACH, DEEP_REACH = 10_000, 500, 2_000


def reach(question: Question) -> int:
    """How many candidates each tier may give: the same for all pages that people turn to, so that they hold each hit once."""
    return REACH if question.page * question.size <= REACH else DEEP_REACH


@dataclass(frozen=True)
class Counted:
    """`of_any_kind`: how many there are besides the kinds that were asked for, where kinds are counted. `ids`: some of them."""

    total: int
    of_any_kind: int
    facets: dict[str, dict[str, int]]
    ids: list[int]

    @property
    def capped(self) -> bool:
        return self.total >= MOST_COUNTED


def count(question: Question, found: Statement) -> Counted:
    """In one query. Kinds are counted over all kinds, whichever was asked for: they are the tabs of a page."""
    names = found.param([name for name in question.facets if name != "kind"])
    tabs = f"""
        UNION ALL SELECT 'kind', kind, count(*), NULL FROM (
            SELECT kind FROM search_searchdocument WHERE {found.where_any_kind} LIMIT {MOST_COUNTED}
        ) AS any_kind GROUP BY kind
    """
    if found.kind == "true":
        tabs = "UNION ALL SELECT 'kind', kind, count(*), NULL FROM matching GROUP BY kind"
    rows = found.rows(f"""
        WITH matching AS MATERIALIZED (
            SELECT id, kind, facets FROM search_searchdocument WHERE {found.where} LIMIT {MOST_COUNTED}
        )
        SELECT '', '', count(*), (SELECT array_agg(id) FROM (SELECT id FROM matching LIMIT {reach(question)}) AS named)
        FROM matching
        UNION ALL SELECT name, value, count(*), NULL FROM matching, unnest({names}::text[]) AS name,
            jsonb_array_elements_text(facets -> name) AS value GROUP BY name, value
        {tabs if "kind" in question.facets else ""}
    """)
    facets: dict[str, dict[str, int]] = defaultdict(dict, {name: {} for name in question.facets})
    ids: list[int] = []
    for name, value, number, its in rows:
        facets[name][value] = number
        ids += its or []
    total = facets.pop("")[""]
    return Counted(total, sum(facets["kind"].values()) if "kind" in question.facets else total, dict(facets), ids)
