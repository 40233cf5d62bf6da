"""Search: how much of what is relevant it finds (with JUDGED_SET), and P4, its p95 with facets over 100,000 documents.

The reference of P4 are the very statements or requests of the search, sent by themselves: what is more is reading the question.
With ELASTICSEARCH_URL that engine is measured too, and P5, how fast its index is built.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from bench import judging, search_world, world
from bench.comparing import NOISY, Ask, Measured, compare
from bench.report import Figure, ratio_of_rates

PREPARED = 20_000
DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
MOST_RATIO, MOST_SERVER_RATIO, LEAST_REINDEXING = 2.0, 1.5, 0.6
SERVER = os.environ.get("ELASTICSEARCH_URL", "")
QUESTIONS = (
    "رخصة", "رخصة قيادة", "تجديد رخصة القيادة", "وظيفة محاسب", "مناقصة صيانة الطرق", "driving licence", "renew driving licence",
    "nurse jobs", "road maintenance tender", "رخصة trade license", "شهادة ميلاد", "الكهربا", "building permit", "acountant",
    "وظائف مهندسين", "company registration fees", "صيانة", "maintenance", "insurance for elderly people", "كيف أقدم على وظيفة",
)  # fmt: skip


def measure(rounds: int) -> list[Figure]:
    with world.as_owner() as connection:
        search_world.fill(connection, DOCUMENTS)
    with asking(""):
        figures = [*judging.measure("PostgreSQL"), p95(rounds)]
    if not SERVER:
        print("ELASTICSEARCH_URL names no server: the PostgreSQL engine alone is measured.")
        return figures
    from search.engines.elasticsearch import client

    client.PATIENCE = 20.0  # a slow answer is measured, not replaced by the other engine's
    with asking(SERVER):
        return [*figures, *judging.measure("Elasticsearch"), *on_server(rounds)]


@contextmanager
def asking(address: str) -> Iterator[None]:
    """Each engine is measured by itself."""
    from django.conf import settings

    before, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, address
    try:
        yield
    finally:
        settings.ELASTICSEARCH_URL = before


# ---- how soon ----


def p95(rounds: int, engine: str = "PostgreSQL") -> Figure:
    """`engine` names the one that the settings ask."""
    most = MOST_RATIO if engine == "PostgreSQL" else MOST_SERVER_RATIO
    reference = ("raw SQL", _ask(_replay())) if engine == "PostgreSQL" else ("raw request", _ask(_requests()))
    ours, raw = compare(("search", _ask(_search)), reference, count=len(QUESTIONS), rounds=rounds)
    ratio, spread = ours.p95 / raw.p95, max(ours.spread, raw.spread)
    return Figure(
        "P4", f"search p95 with facets, {DOCUMENTS:,} documents, {engine}", _seconds(ours), _seconds(raw), f"{ratio:.2f}",
        f"≤ {most}", f"{spread:.0%}", ratio <= most if spread <= NOISY else None,
    )  # fmt: skip


def _seconds(side: Measured) -> str:
    return f"{side.name}: p95 {side.p95 * 1000:.0f} ms"


def _ask(one: Any) -> Ask:
    def ask(count: int) -> list[float]:
        taken = []
        for number in range(count):
            started = time.perf_counter()
            one(QUESTIONS[number % len(QUESTIONS)])
            taken.append(time.perf_counter() - started)
        return taken

    return ask


def _search(words: str) -> None:
    import search
    from search.question import Question

    search.find(Question(words=words, size=20, facets=("kind", "entity"), also_some=True))


def _replay() -> Any:
    """Each question's statements, as they were heard once."""
    from django.db import connection, transaction

    heard: dict[str, list[tuple[str, Any]]] = {}
    for words in QUESTIONS:
        heard[words] = []

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any, words: str = words) -> Any:
            heard[words].append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(listen):
            _search(words)

    def replay(words: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in heard[words]:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()

    return replay


# ---- the search server ----


def on_server(rounds: int) -> list[Figure]:
    """P5, how fast rows become an index; then P4 over it. The indexes are of this measure alone."""
    from search.engines.elasticsearch import indexes

    with indexes.scratch():
        return [reindexing(rounds), p95(rounds, "Elasticsearch")]


def reindexing(rounds: int) -> Figure:
    """Our rebuild against `parallel_bulk` of the same documents made ready beforehand."""
    from elasticsearch.helpers import parallel_bulk

    from search.engines.elasticsearch import client, indexes, writing

    ready = [writing._action(row, "") for row in islice(writing._rows(), PREPARED)]
    sides = (Measured("rebuild"), Measured("parallel_bulk"))
    for _round in range(max(1, rounds // 2)):
        started = time.perf_counter()
        writing.rebuild()
        sides[0].halves.append([(time.perf_counter() - started) / _documents()])

        name = indexes.create()
        started = time.perf_counter()
        actions = [action | {"_index": name} for action in ready]
        for _ in parallel_bulk(client.server(), actions, thread_count=writing.THREADS, chunk_size=writing.CHUNK):
            pass
        sides[1].halves.append([(time.perf_counter() - started) / len(ready)])
        client.server().indices.delete(index=name)
    return ratio_of_rates("P5", f"reindex, documents a second of {DOCUMENTS:,}", *sides, goal=LEAST_REINDEXING)


def _documents() -> int:
    from search.models import SearchDocument

    return SearchDocument.objects.count()


def _requests() -> Any:
    """Each question's requests to the server, as they were made once."""
    from search.engines import elasticsearch
    from search.engines.elasticsearch import client, indexes

    heard: dict[str, list[Any]] = {words: [] for words in QUESTIONS}
    body = elasticsearch.questions.body

    for words in QUESTIONS:

        def listen(*args: Any, words: str = words, **options: Any) -> Any:
            made = body(*args, **options)
            heard[words].append(made)
            return made

        elasticsearch.questions.body = listen
        try:
            _search(words)
        finally:
            elasticsearch.questions.body = body

    def replay(words: str) -> None:
        for each in heard[words]:
            client.server().search(index=indexes.readers(), body=each)

    return replay
