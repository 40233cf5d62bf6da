"""Questions that are kept: each new document is put to all of them, without asking them one by one.

A kept question names, by its keys, what a document must have at least: one of the readings of its rarest word, else one of the
values that it is narrowed to, else its kind. An index over the keys gives the few questions that a document may answer; only
these are asked in full.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from search import registry
from search.analysis import tokens
from search.documents import parts, row
from search.engines.postgres.statement import every_group
from search.finding import understood_to_keep
from search.question import Question
from search.reading import LEAST_BEGINNING, Asked, Reading, kind_tokens

# Over the columns keys, query, phrases, kind and filters of a table of kept questions.
MEETS = """
    keys && %(keys)s::text[] AND kind IN ('', %(kind)s) AND (query IS NULL OR %(tokens)s::tsvector @@ query::tsquery)
    AND NOT EXISTS (SELECT FROM unnest(phrases) AS phrase WHERE position(' ' || phrase || ' ' IN %(folded)s) = 0)
    AND NOT EXISTS (
        SELECT FROM jsonb_each(filters) AS narrowed (name, one_of) WHERE NOT coalesce(
            %(facets)s::jsonb -> name ?| ARRAY(SELECT jsonb_array_elements_text(one_of)), false
        )
    )
"""


@dataclass(frozen=True)
class Kept:
    """`query` is a tsquery in its text form, None where no words were asked for; all of `phrases` must stand in the text."""

    keys: list[str]
    query: str | None
    phrases: list[str]


def keep(question: Question) -> Kept:
    """Words, one kind at most, and filters; what a document has all of is found, as by `find`."""
    asked = Asked() if tokens.says_nothing(question.words) else understood_to_keep(question.words)
    keys = _keys_of_words(asked) if asked.groups else _keys_of_filters(question)
    return Kept(sorted(keys), every_group(asked) if asked.groups else None, list(asked.must_have_phrases))


def _keys_of_words(asked: Asked) -> set[str]:
    # A word that names a kind stands in every document of it: the last by which to tell documents apart.
    group = min(asked.groups, key=lambda each: (bool(each.kind), each.documents))
    keys = {key for reading in group.readings for key in _keys_of_reading(reading)}
    return keys | kind_tokens(group) | {f"ref:{each}" for each in asked.references}


def _keys_of_reading(reading: Reading) -> set[str]:
    """Of a term of several words the one with the fewest forms: a document that has the term has each of them."""
    term = min(reading.alternatives, key=len)
    return {_beginning(token) for token in term} if reading.beginning else set(term)


def _keys_of_filters(question: Question) -> set[str]:
    narrowed = [{_value(name, each) for each in values} for name, values in question.filters.items() if values]
    return min(narrowed, key=len) if narrowed else {_value("kind", kind) for kind in question.kinds}


def _beginning(token: str) -> str:
    return f"{token}*"


def _value(facet: str, value: str) -> str:
    return f"#{facet}={value}"


def answering(kind: str, record: Any) -> dict[str, Any]:
    """What a record has, as parameters of MEETS."""
    searchable = registry.get(kind)
    document = searchable.document(record)
    made = row(kind, searchable.kind_words, document, version=0)
    has = set().union(*parts(searchable.kind_words, document).values())
    beginnings = {
        _beginning(token[:length])
        for token in has
        if token.startswith("=")
        for length in range(1 + LEAST_BEGINNING, len(token) + 1)
    }
    keys = has | beginnings | _values(made.facets) | {_value("kind", kind)}
    return {
        "kind": kind,
        "keys": sorted(keys),
        "tokens": made.tokens,
        "folded": f" {made.folded} ",
        "facets": json.dumps(made.facets, ensure_ascii=False),
    }


def _values(facets: Mapping[str, list[Any]]) -> set[str]:
    return {_value(name, str(value)) for name, values in facets.items() for value in values}
