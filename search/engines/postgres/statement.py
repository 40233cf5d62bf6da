"""Conditions of a question in SQL; every value is a parameter, every token a quoted lexeme of a tsquery."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from search.documents import quoted
from search.question import Question
from search.reading import Asked, Group, Reading

SMALL = 5_000


@dataclass
class Statement:
    """Collects parameters by name, so that one value may stand in several places; `where` is what narrows the documents.

    `narrowing` are the conditions of facets, by facet: each is counted without its own.
    """

    conditions: list[str] = field(default_factory=lambda: ["found"])
    params: dict[str, Any] = field(default_factory=dict)
    narrowing: dict[str, str] = field(default_factory=dict)

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
            cursor.execute(sql, self.params)
            return list(cursor.fetchall())


@contextmanager
def by_index(asked: Asked) -> Iterator[None]:
    """The planner takes a tsquery of many words for common and a LIMIT for a short way through the table; it is neither."""
    if asked.documents < SMALL:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


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
    for phrase in asked.must_have_phrases:
        made.conditions.append(f"' ' || folded || ' ' LIKE {made.param(like(phrase))}")
    return made


def matching(question: Question, asked: Asked, *, every: bool) -> Statement:
    """Documents that have every group, or any."""
    made = narrowed(question, asked)
    made.conditions.append(f"tokens @@ {made.query(every_group(asked) if every else any_group(asked.groups))}")
    return made


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
    if group.kind:
        parts += [quoted(f"kind:{token}") for token in sorted(group.readings[0].alternatives[0])]
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
