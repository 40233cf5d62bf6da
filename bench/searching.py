"""Search: how much of what is relevant it finds (with JUDGED_SET), and P4, its p95 with facets over 100,000 documents.

The reference of P4 are the very statements of the search, sent by themselves: what is more is reading the question.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import search_world, world
from bench.comparing import NOISY, Ask, Measured, compare
from bench.report import Figure

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "100000"))
LEAST_RECALL = {"ar": 0.87, "en": 0.82}
LEAST_RATIO, MOST_RATIO = 0.97, 2.0
QUESTIONS = (
    "رخصة", "رخصة قيادة", "تجديد رخصة القيادة", "وظيفة محاسب", "مناقصة صيانة الطرق", "driving licence", "renew driving licence",
    "nurse jobs", "road maintenance tender", "رخصة trade license", "شهادة ميلاد", "الكهربا", "building permit", "acountant",
    "وظائف مهندسين", "company registration fees", "صيانة", "maintenance", "insurance for elderly people", "كيف أقدم على وظيفة",
)  # fmt: skip


def measure(rounds: int) -> list[Figure]:
    with world.as_owner() as connection:
        search_world.fill(connection, DOCUMENTS)
    return [*judged(), p95(rounds)]


# ---- what is found ----


def judged() -> list[Figure]:
    folder = os.environ.get("JUDGED_SET")
    if not folder:
        print("JUDGED_SET names no folder: what is found is not measured.")
        return []
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "results.jsonl"
        subprocess.run(
            [sys.executable, "manage.py", "measure_search", "--set", folder, "--out", out], cwd=world.ROOT, check=True
        )
        command = [sys.executable, f"{folder}/evaluate.py", "--set", folder, "--results", out, "--json"]
        report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    lines = [_language(name, report["languages"][name]) for name in LEAST_RECALL]
    ratio = report["paired"]["ratio"]["recall"]
    pairs = Figure(
        "SEA-1.4", "recall@10, Arabic to English on pairs", f"{report['paired']['ar']['recall']:.3f}",
        f"{report['paired']['en']['recall']:.3f}", f"{ratio:.3f}", f"≥ {LEAST_RATIO}", "–", ratio >= LEAST_RATIO,
    )  # fmt: skip
    return [*lines, pairs]


def _language(name: str, figures: dict[str, float]) -> Figure:
    title = {"ar": "Arabic", "en": "English"}[name]
    return Figure(
        "SEA-1.4", f"recall@10 · nDCG@10, {title}", f"{figures['recall']:.3f} · {figures['ndcg']:.3f}", "–",
        f"{figures['recall']:.3f}", f"≥ {LEAST_RECALL[name]}", "–", figures["recall"] >= LEAST_RECALL[name],
    )  # fmt: skip


# ---- how soon ----


def p95(rounds: int) -> Figure:
    ours, raw = compare(("search", _ask(_search)), ("raw SQL", _ask(_replay())), count=len(QUESTIONS), rounds=rounds)
    ratio, spread = ours.p95 / raw.p95, max(ours.spread, raw.spread)
    return Figure(
        "P4", f"search p95 with facets, {DOCUMENTS:,} documents, PostgreSQL", _seconds(ours), _seconds(raw), f"{ratio:.2f}",
        f"≤ {MOST_RATIO:.0f}", f"{spread:.0%}", ratio <= MOST_RATIO if spread <= NOISY else None,
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
