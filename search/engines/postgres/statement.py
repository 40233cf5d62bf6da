"""Conditions of a question in SQL; every value is a parameter, every token a quoted lexeme of a tsquery."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from search.documents import quoted
from search.question import Question
from search.reading import Asked, Group, Reading, kind_tokens

SMALL = 5_000


@dataclass
class Statement:
    """Collects parameters by name, so that one value may stand in several places; `where` is what narrows the documents.

    `narrowing` are the conditions of facets, by facet: each is counted without its own. `by_index`: the planner takes a
    tsquery of many words for common and a LIMIT for a short way through the table; it is neither, in a large one.
    """

    conditions: list[str] = field(default_factory=lambda: ["found"])
    params: dict[str, Any] = field(default_factory=dict)
    narrowing: dict[str, str] = field(default_factory=dict)
    by_index: bool = False

    @property
    def where(self) -> str:
        return self.where_without("")

    def where_without(self, facet: str) -> str:
        return " AND ".join([*self.conditions, *(each for name, each in self.narrowing.items() if name != facet)])

    def param(self, value: Any) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"%({name})s"

    def query(self, tsquery: str) -> str:
        return f"{self.param(tsquery)}::tsquery"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            if not self.by_index:
                cursor.execute(sql, self.params)
                return list(cursor.fetchall())
            # All three are sent at once, and are a transaction of their own if there is none.
            cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}; SET LOCAL enable_seqscan = on", self.params)
            cursor.nextset()
            return list(cursor.fetchall())


@dataclass(frozen=True)
class Tier:
    """One way to take what was asked: all of it, or some."""

    asked: Asked
    every: bool


def tiers(asked: Asked) -> list[Tier]:
    """The nearest first: if nobody wrote a quoted phrase like this, its words in any form are the next best."""
    taken = [asked, *([replace(asked, must_have_phrases=())] if asked.must_have_phrases else [])]
    ways = [True, False] if len(asked.groups) > 1 else [True]  # of one word, all is any
    return [Tier(each, every) for each in taken for every in ways]


def everything(question: Question) -> Statement:
    """All documents that the filters leave."""
    made = Statement()
    if question.kinds:
        made.narrowing["kind"] = f"kind = ANY({made.param(list(question.kinds))})"
    for name, values in question.filters.items():
        if values:
            any_of = " OR ".join(f"facets @> {made.param(_json({name: [value]}))}::jsonb" for value in values)
            made.narrowing[name] = f"({any_of})"
    for kind, subject in question.without:
        made.conditions.append(f"NOT (kind = {made.param(kind)} AND subject_id = {made.param(subject)})")
    # What the clock decides is asked at this instant; nothing is re-indexed at a deadline.
    if question.status == "open":
        made.conditions.append("(closes_at IS NULL OR closes_at > clock_timestamp())")
    elif question.status == "closed":
        made.conditions.append("closes_at <= clock_timestamp()")
    if question.closing_within_days is not None:
        made.narrowing["within"] = closes_within(made.param(question.closing_within_days))
    return made


def closes_within(days: str) -> str:
    return f"closes_at > clock_timestamp() AND closes_at <= clock_timestamp() + make_interval(days => {days})"


def narrowed(question: Question, asked: Asked) -> Statement:
    """What filters and quoted phrases leave."""
    made = everything(question)
    made.by_index = asked.documents >= SMALL
    made.conditions += _phrases(made, asked)
    return made


def matching(question: Question, tier: Tier) -> Statement:
    made = everything(question)
    made.by_index = tier.asked.documents >= SMALL
    made.conditions.append(taken(made, tier))
    return made


def taken(made: Statement, tier: Tier) -> str:
    """The condition that a document meets which has all that was asked for, or some."""
    asked = tier.asked
    query = made.query(every_group(asked) if tier.every else any_group(asked.groups))
    return " AND ".join([*_phrases(made, asked), f"tokens @@ {query}"])


def _phrases(made: Statement, asked: Asked) -> list[str]:
    return [f"' ' || folded || ' ' LIKE {made.param(like(phrase))}" for phrase in asked.must_have_phrases]


def every_group(asked: Asked) -> str:
    """All that was asked for; a whole reference is as good."""
    groups = " & ".join(f"({tsquery(group)})" for group in asked.groups)
    return f"({groups}) | {references(asked)}" if asked.references else groups


def any_group(groups: Iterable[Group]) -> str:
    return " | ".join(f"({tsquery(group)})" for group in groups)


def references(asked: Asked) -> str:
    return " | ".join(quoted(f"ref:{each}") for each in asked.references)


def tsquery(group: Group) -> str:
    """Any reading of the group; a word that names a kind also stands for every document of the kind."""
    parts = [one_reading(reading) for reading in group.readings]
    parts += [quoted(token) for token in sorted(kind_tokens(group))]
    return " | ".join(parts)


def one_reading(reading: Reading, weight: str = "") -> str:
    """`weight` narrows to a part of the document: A title, B kind and reference, C entity, D body."""
    label = f":{'*' if reading.beginning else ''}{weight}" if reading.beginning or weight else ""
    terms = [
        "(" + " | ".join(f"{quoted(token)}{label}" for token in sorted(tokens)) + ")" for tokens in reading.alternatives
    ]
    return "(" + " & ".join(terms) + ")"


def like(text: str) -> str:
    """Whole words; the text it is looked for in has a space on either side."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {escaped} %"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
