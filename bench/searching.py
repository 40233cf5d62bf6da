"""Search: how much of what is relevant it finds (with JUDGED_SET), P4, its p95 with facets over 100,000 documents, and that of suggestions.

The reference of both are the very statements or requests, sent by themselves: what is more is reading the question.
With ELASTICSEARCH_URL that engine is measured too, and P5, how fast its index is built.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from bench import judging, search_world, world
from bench.comparing import NOISY, Ask, Measured, compare
from bench.report import Figure, ratio_of_rates

One = Callable[[str], None]  # asks one question
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
        figures = [*judging.measure("PostgreSQL"), *how_soon(rounds)]
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


def how_soon(rounds: int, engine: str = "PostgreSQL") -> list[Figure]:
    """`engine` names the one that the settings ask."""
    return [
        _p95("P4", "search p95 with facets", _search, rounds, engine),
        _p95("SEA-2.12", "suggestion p95", _suggest, rounds, engine, times=10),
    ]


def _p95(number: str, name: str, one: One, rounds: int, engine: str, *, times: int = 1) -> Figure:
    most = MOST_RATIO if engine == "PostgreSQL" else MOST_SERVER_RATIO
    reference = ("raw SQL", _ask(_replay(one))) if engine == "PostgreSQL" else ("raw request", _ask(_requests(one)))
    ours, raw = compare((name.split()[0], _ask(one)), reference, count=times * len(QUESTIONS), rounds=rounds)
    ratio, spread = ours.p95 / raw.p95, max(ours.spread, raw.spread)
    return Figure(
        number, f"{name}, {DOCUMENTS:,} documents, {engine}", _seconds(ours), _seconds(raw), f"{ratio:.2f}",
        f"≤ {most}", f"{spread:.0%}", ratio <= most if spread <= NOISY else None,
    )  # fmt: skip


def _seconds(side: Measured) -> str:
    return f"{side.name}: p95 {side.p95 * 1000:.1f} ms"


def _ask(one: One) -> Ask:
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


def _suggest(words: str) -> None:
    from search import suggesting

    suggesting.found(words)


def _replay(one: One) -> One:
    """Each question's statements, as they were heard once."""
    from django.db import connection, transaction

    heard: dict[str, list[tuple[str, Any]]] = {}
    for words in QUESTIONS:
        heard[words] = []

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any, words: str = words) -> Any:
            heard[words].append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(listen):
            one(words)

    def replay(words: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in heard[words]:
                cursor.execute(sql, params)
                while True:  # some are sent several at once
                    if cursor.description:
                        cursor.fetchall()
                    if not cursor.nextset():
                        break

    return replay


# ---- the search server ----


def on_server(rounds: int) -> list[Figure]:
    """P5, how fast rows become an index; then P4 over it. The indexes are of this measure alone."""
    from search.engines.elasticsearch import indexes

    with indexes.scratch():
        return [reindexing(rounds), *how_soon(rounds, "Elasticsearch")]


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


def _requests(one: One) -> One:
    """Each question's requests to the server, as they were made once."""
    from search.engines.elasticsearch import client, indexes, questions

    heard: dict[str, list[Any]] = {}
    for words in QUESTIONS:
        with _listening(questions) as heard[words]:
            one(words)

    def replay(words: str) -> None:
        for each in heard[words]:
            client.server().search(index=indexes.readers(), body=each)

    return replay


@contextmanager
def _listening(questions: Any) -> Iterator[list[Any]]:
    """What is put together for the server meanwhile."""
    heard: list[Any] = []
    makers = {name: getattr(questions, name) for name in ("body", "beginning")}

    def listen(maker: Any) -> Any:
        def make(*args: Any, **options: Any) -> Any:
            heard.append(maker(*args, **options))
            return heard[-1]

        return make

    for name, maker in makers.items():
        setattr(questions, name, listen(maker))
    try:
        yield heard
    finally:
        for name, maker in makers.items():
            setattr(questions, name, maker)
