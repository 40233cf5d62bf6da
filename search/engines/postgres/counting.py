"""How many documents, by kind and by each facet, over the set that is counted; capped."""

from collections import defaultdict
from dataclasses import dataclass

from search.engines.postgres.statement import Statement
from search.question import Question

MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Counted:
    """`of_any_kind`: how many there are besides the kinds that were asked for, where kinds are counted."""

    total: int
    of_any_kind: int
    facets: dict[str, dict[str, int]]

    @property
    def capped(self) -> bool:
        return self.total >= MOST_COUNTED


def count(question: Question, found: Statement) -> Counted:
    """In one query. Kinds are counted over all kinds, whichever was asked for: they are the tabs of a page."""
    names = found.param([name for name in question.facets if name != "kind"])
    tabs = f"""
        UNION ALL SELECT 'kind', kind, count(*) FROM (
            SELECT kind FROM search_searchdocument WHERE {found.where_any_kind} LIMIT {MOST_COUNTED}
        ) AS any_kind GROUP BY kind
    """
    rows = found.rows(f"""
        WITH matching AS MATERIALIZED (
            SELECT facets FROM search_searchdocument WHERE {found.where} LIMIT {MOST_COUNTED}
        )
        SELECT '', '', count(*) FROM matching
        UNION ALL SELECT name, value, count(*) FROM matching, unnest({names}::text[]) AS name,
            jsonb_array_elements_text(facets -> name) AS value GROUP BY name, value
        {tabs if "kind" in question.facets else ""}
    """)
    facets: dict[str, dict[str, int]] = defaultdict(dict, {name: {} for name in question.facets})
    for name, value, number in rows:
        facets[name][value] = number
    total = facets.pop("")[""]
    return Counted(total, sum(facets["kind"].values()) if "kind" in question.facets else total, dict(facets))
