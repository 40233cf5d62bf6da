"""From rows to the server: each with its version, so that what is older loses; what fails is named and stays in the outbox."""

import json
import math
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from django.db import connection, transaction
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from search import indexing
from search.engines.elasticsearch import indexes
from search.engines.elasticsearch.client import Unavailable, pushing, server
from search.recipe import followed

Subject = tuple[str, str]
# A row that was mended keeps its version and must still win; an older one never does.
VERSIONS = "external_gte"
STALE = 409
READ, CHUNK, THREADS = 2_000, 500, 2
REFRESH = False  # findable within a second; tests do not wait for it
COLUMNS = """
    kind, subject_id, version, digest, found, folded, title_words, facets, published_at, opens_at, closes_at,
    tsvector_to_array(title_tokens) AS title, tsvector_to_array(ts_filter(tokens, '{b}')) AS reference,
    tsvector_to_array(ts_filter(tokens, '{c}')) AS entity, tsvector_to_array(ts_filter(tokens, '{d}')) AS body
"""


def push(subjects: Iterable[Subject]) -> None:
    """Send the rows as they are now. Raises Unavailable where one of them was not taken."""
    wanted = list(subjects)
    with pushing() as asked:
        names = indexes.behind(indexes.writers(), asked)
        failed = send(_rows(wanted), names, asked)
    if not names:
        raise Unavailable("there is no index: rebuild_index makes one")
    if failed:
        raise Unavailable(f"{len(failed)} of {len(wanted)} not taken")


def rebuild() -> str:
    """A new index of all rows, read from when it is whole. Writes go to both meanwhile; what was not taken stays in the outbox."""
    name = indexes.create()
    failed = send(_rows(), [name])
    with transaction.atomic():
        for kind, subject in failed:
            indexing.server_must_hear(kind, subject)
    server().indices.refresh(index=name)
    indexes.swap(name)
    indexes.sweep()
    return name


def send(rows: Iterable[dict[str, Any]], names: list[str], asked: Elasticsearch | None = None) -> list[Subject]:
    """Into each of the indexes; the subjects that one of them did not take."""
    actions = (_action(row, name) for row in rows for name in names)
    # One portion is sent while the next is read: by this thread, since another would open a connection of its own.
    with ThreadPoolExecutor(1) as sender:
        sent: list[Future[set[Subject]]] = []
        while portion := list(islice(actions, READ)):
            if sent:
                sent[-1].result()
            sent.append(sender.submit(_sent, portion, asked or server()))
        return sorted(set().union(*(each.result() for each in sent)))


def _sent(portion: list[dict[str, Any]], asked: Elasticsearch) -> set[Subject]:
    answers = parallel_bulk(
        asked,
        portion,
        thread_count=THREADS,
        chunk_size=CHUNK,
        raise_on_error=False,
        raise_on_exception=False,
        refresh=REFRESH,
    )
    items = (item["index"] for _, item in answers)
    return {_subject(each["_id"]) for each in items if "error" in each and each.get("status") != STALE}


def _action(row: dict[str, Any], index: str) -> dict[str, Any]:
    source = {name: row[name] for name in ("kind", "subject_id", "digest", "found")}
    if row["found"]:
        source |= {name: row[name] for name in ("title", "body", "entity", "reference", "folded")}
        source |= {name: row[name] for name in ("published_at", "opens_at", "closes_at")}
        facets = json.loads(row["facets"])
        source["facets"] = [f"{name}={value}" for name, values in facets.items() for value in values]
        source["brevity"] = 1 / (1 + followed().long_title * math.log(1 + row["title_words"]))
    return {
        "_op_type": "index", "_index": index, "_id": f"{row['kind']}:{row['subject_id']}", "version": row["version"],
        "version_type": VERSIONS, "_source": source,
    }  # fmt: skip


def _subject(name: str) -> Subject:
    kind, _, subject = name.partition(":")
    return kind, subject


def _rows(subjects: list[Subject] | None = None) -> Iterator[dict[str, Any]]:
    """All rows, or those of the subjects, in portions of their own so that no transaction stays open."""
    where, last = "id > %s", 0
    params: list[Any] = []
    if subjects is not None:
        where += " AND (kind, subject_id) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
        params = [[kind for kind, _ in subjects], [subject for _, subject in subjects]]
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {COLUMNS} FROM search_searchdocument WHERE {where} ORDER BY id LIMIT {READ}",
                [last, *params],
            )
            names = [column.name for column in cursor.description or ()]
            portion = [dict(zip(names, each, strict=True)) for each in cursor.fetchall()]
        yield from portion
        if len(portion) < READ:
            return
        last = portion[-1]["id"]


# ---- comparing ----


def difference(*, mend: bool = False) -> dict[str, list[Subject]]:
    """Rows against what is read: `missing`, `stale` (another version or another text), `surplus`."""
    names = indexes.behind(indexes.readers())
    there = _standing(names) if names else {}
    found: dict[str, list[Subject]] = {"missing": [], "stale": [], "surplus": []}
    for kind, subject, version, digest in _versions():
        standing = there.pop(f"{kind}:{subject}", None)
        if standing != (version, digest):
            found["stale" if standing else "missing"].append((kind, subject))
    found["surplus"] = [_subject(name) for name in there]
    if mend:
        _mend(found, names)
    return found


def _mend(found: dict[str, list[Subject]], names: list[str]) -> None:
    if not names or not indexes.as_laid_out():
        rebuild()
        return
    if differing := [*found["missing"], *found["stale"]]:
        push(differing)
    for kind, subject in found["surplus"]:
        server().options(ignore_status=404).delete(index=names[0], id=f"{kind}:{subject}")


def _standing(names: list[str]) -> dict[str, tuple[int, str]]:
    """Name → version and digest, of one moment."""
    moment = server().open_point_in_time(index=names, keep_alive="1m")["id"]
    found: dict[str, tuple[int, str]] = {}
    after = None
    while True:
        page = server().search(
            pit={"id": moment, "keep_alive": "1m"}, size=READ, sort=["_shard_doc"], search_after=after,
            source_includes=["digest"], version=True, track_total_hits=False,
        )["hits"]["hits"]  # fmt: skip
        found |= {each["_id"]: (each["_version"], each["_source"]["digest"]) for each in page}
        if len(page) < READ:
            server().close_point_in_time(id=moment)
            return found
        after = page[-1]["sort"]


def _versions() -> Iterator[tuple[str, str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject_id, version, digest FROM search_searchdocument")
        yield from cursor.fetchall()
