"""Writes the projection: reads the record as it is, then writes with the message's version; older versions lose."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from search import registry
from search.documents import COLUMNS, row, tombstone
from search.engines import has_server
from search.models import SearchDocument
from shared import outbox

_TYPES = {"title_tokens": "tsvector", "tokens": "tsvector", "facets": "jsonb"}
_ALL = ("kind", "subject_id", "version", "digest", *COLUMNS)


def refresh(kind: str, subject_id: str, *, version: int) -> None:
    """Write or bury one document. Safe to call twice and in any order."""
    write([projection(kind, subject_id, version=version)], only_where="standing.version < EXCLUDED.version")


def projection(kind: str, subject_id: str, *, version: int) -> SearchDocument:
    """The row as the record, or its absence, asks for now."""
    searchable = registry.get(kind)
    record = next(iter(searchable.by_subjects([subject_id])), None)
    if record is None:
        return tombstone(kind, subject_id, version=version)
    return row(kind, searchable.kind_words, searchable.document(record), version=version)


def write(documents: Sequence[SearchDocument], *, only_where: str, tell_server: bool = True) -> None:
    """One statement, so two writers of a document cannot come between one another; `only_where` says who loses.

    The search server hears of what was written through the outbox: in the same transaction, or not at all.
    """
    if not documents:
        return
    marks = ", ".join(f"%s::{_TYPES[name]}" if name in _TYPES else "%s" for name in _ALL)
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in _ALL[2:])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_searchdocument AS standing ({', '.join(_ALL)})"
            f" VALUES {', '.join(f'({marks})' for _ in documents)}"
            f" ON CONFLICT (kind, subject_id) DO UPDATE SET {changes} WHERE {only_where}",
            [_value(document, name) for document in documents for name in _ALL],
        )
        if has_server() and tell_server:
            for document in documents:
                server_must_hear(document.kind, document.subject_id)


def server_must_hear(kind: str, subject_id: str) -> None:
    outbox.post("search.document.written", kind=kind, subject=subject_id)


def _value(document: SearchDocument, name: str) -> Any:
    value = getattr(document, name)
    return json.dumps(value, ensure_ascii=False) if name == "facets" else value
