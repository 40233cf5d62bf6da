"""How many documents, by kind and by each facet, over the set that is counted; capped."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    """`tier`: which of the conditions was taken, None if no document of any kind meets one. `ids`: some of those that meet it.

    `at`: by the database's clock.
    """

    total: int
    tier: int | None
    facets: dict[str, dict[str, int]]
    ids: list[int]
    at: datetime | None

    @property
    def capped(self) -> bool:
        return self.total >= MOST_COUNTED


def count(question: Question, found: Statement, conditions: Sequence[str] = ("true",)) -> Counted:
    """In one query, those that meet the first of the conditions that any document meets, whatever its kind.

    A facet of which something is chosen is counted without that choice, over a set of its own.
    """
    chosen = [name for name in question.facets if name in found.narrowing]
    sets = {"": "matching", **{name: f"without_{place}" for place, name in enumerate(chosen)}}
    first = sets.get("kind", "matching")
    tier = " ".join(f"WHEN EXISTS (SELECT FROM {first}_{place}) THEN {place}" for place in range(len(conditions)))
    rows = found.rows(f"""
        WITH {", ".join(_set(name, found.where_without(facet), first, conditions) for facet, name in _in_order(sets))}
        SELECT '', '', count(*), (SELECT array_agg(id) FROM (SELECT id FROM matching LIMIT {reach(question)}) AS named),
            CASE {tier} END, clock_timestamp() FROM matching
        {" ".join(f"UNION ALL {each}" for each in _counts(question, found, sets))}
    """)
    facets: dict[str, dict[str, int]] = defaultdict(dict, {name: {} for name in question.facets})
    ids: list[int] = []
    taken, now = None, None
    for name, value, number, its, its_tier, at in rows:
        facets[name][value] = number
        if not name:
            ids, taken, now = its or [], its_tier, at
    return Counted(facets.pop("")[""], taken, dict(facets), ids, now)


def _in_order(sets: Mapping[str, str]) -> list[tuple[str, str]]:
    """The set that says which condition is taken comes first, as the others look at it."""
    return sorted(sets.items(), key=lambda each: each[0] != "kind")


def _set(name: str, where: str, first: str, conditions: Sequence[str]) -> str:
    """No condition is looked at before those that are nearer have been met by none; the last one's turn it is in any case."""
    parts, last = [], len(conditions) - 1
    for place, condition in enumerate(conditions):
        turn = "".join(f" AND NOT EXISTS (SELECT FROM {first}_{nearer})" for nearer in range(place))
        if name != first and place < last:
            turn += f" AND EXISTS (SELECT FROM {first}_{place})"
        parts.append(f"""
            {name}_{place} AS MATERIALIZED (
                SELECT id, kind, facets, closes_at FROM search_searchdocument WHERE {where} AND {condition}{turn}
                LIMIT {MOST_COUNTED}
            )
        """)
    either = " UNION ALL ".join(f"SELECT * FROM {name}_{place}" for place in range(len(conditions)))
    return ", ".join([*parts, f"{name} AS NOT MATERIALIZED ({either})"])


def _counts(question: Question, found: Statement, sets: Mapping[str, str]) -> Iterator[str]:
    """Each gives name, value, number and nothing more; facets of documents that nothing is chosen of are counted in one go."""
    together = []
    for name in question.facets:
        source = sets.get(name, "matching")
        if name == "kind":
            yield f"SELECT 'kind', kind, count(*), NULL, NULL, NULL FROM {source} GROUP BY kind"
        elif name == "within":
            yield f"""
                SELECT 'within', days::text, count(*), NULL, NULL, NULL FROM {source}
                JOIN unnest({found.param(list(WITHIN_DAYS))}::int[]) AS days ON {closes_within("days")} GROUP BY days
            """
        elif name in sets:
            yield _values([name], found, source)
        else:
            together.append(name)
    if together:
        yield _values(together, found, "matching")


def _values(names: list[str], found: Statement, source: str) -> str:
    return f"""
        SELECT name, value, count(*), NULL, NULL, NULL FROM {source}, unnest({found.param(names)}::text[]) AS name,
            jsonb_array_elements_text(facets -> name) AS value GROUP BY name, value
    """
