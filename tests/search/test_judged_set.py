"""`make measure`: a judged set is asked in an index of its own; with JUDGED_SET the figures themselves are held."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import judging, marking
from search import judged
from search.models import SearchDocument, SearchSynonym

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-1.4")]

CORPUS = [
    {"id": "a", "kind": "service", "title_ar": "تجديد رخصة قيادة", "title_en": "Renew a driving licence", "reference": "SRV-7"},
    {"id": "b", "kind": "vacancy", "title_ar": "ممرض قانوني", "title_en": "Registered nurse"},
    {"id": "c", "kind": "tender", "title_ar": "صيانة الطرق", "title_en": "", "body_ar": "أعمال صيانة الطرق الداخلية"},
]  # fmt: skip
QUERIES = [("رخص القيادة", "ar"), ("nurses", "en"), ("خدمة SRV-7", "mixed"), ("road maintenance", "en")]


@pytest.fixture
def small_set(tmp_path) -> Path:
    texts = ("body_ar", "body_en", "entity_ar", "entity_en")
    write(tmp_path / "corpus.jsonl", [dict.fromkeys(texts, "") | each for each in CORPUS])
    write(tmp_path / "queries.jsonl", [{"q": words, "lang": language} for words, language in QUERIES])
    return tmp_path


def write(path: Path, rows: list) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def test_each_query_is_answered_in_a_line_of_its_own(small_set):
    call_command("measure_search", set=small_set, out=small_set / "results.jsonl")
    lines = [json.loads(line) for line in (small_set / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["q"], line["lang"]) for line in lines] == QUERIES
    assert [line["ids"][:1] for line in lines] == [["a"], ["b"], ["a"], ["c"]]


def test_nothing_of_the_portals_own_index_is_touched_or_asked(small_set, things):
    SearchDocument.objects.create(kind="thing", subject_id="1", version=1, title_ar="ممرض")
    before = list(SearchDocument.objects.values()), SearchSynonym.objects.count()
    call_command("measure_search", set=small_set, out=small_set / "results.jsonl")
    assert (list(SearchDocument.objects.values()), SearchSynonym.objects.count()) == before
    assert '"1"' not in (small_set / "results.jsonl").read_text()


def test_a_database_that_holds_nothing_of_the_portal_is_enough(small_set):
    """`make measure` brings an empty one."""
    with CaptureQueriesContext(connection) as asked:
        call_command("measure_search", set=small_set, out=small_set / "results.jsonl")
    named = {name for each in asked.captured_queries for name in re.findall(r"\b[a-z]+_[a-z]+\b", each["sql"])}
    tables = set(connection.introspection.django_table_names())
    assert named & tables == {model._meta.db_table for model in judged.MODELS}


def test_a_set_that_cannot_be_read_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"queries\.jsonl"):
        call_command("measure_search", set=tmp_path, out=tmp_path / "results.jsonl")


@pytest.mark.services
@pytest.mark.promise("SEA-2.4")
@pytest.mark.skipif(not os.environ.get("JUDGED_SET"), reason="JUDGED_SET names no folder with a judged set")
def test_arabic_is_found_as_well_as_english_on_either_engine(tmp_path, engine):
    folder, out = Path(os.environ["JUDGED_SET"]), tmp_path / "results.jsonl"
    call_command("measure_search", set=folder, out=out)
    command = [sys.executable, str(folder / "evaluate.py"), "--set", str(folder), "--results", str(out), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    queries, lines = judging.read(folder), out.read_text(encoding="utf-8").splitlines()
    answers = dict(zip(queries, (json.loads(line)["ids"] for line in lines), strict=True))
    for language in ("ar", "en"):
        ours, its = marking.mean(marking.of_language(queries, language), answers), figures["languages"][language]
        assert (ours.recall, ours.ndcg) == pytest.approx((its["recall"], its["ndcg"]), abs=1e-4)
    assert figures["languages"]["ar"]["recall"] >= 0.93
    assert figures["languages"]["en"]["recall"] >= 0.90
    assert figures["paired"]["ratio"]["recall"] >= 0.97
