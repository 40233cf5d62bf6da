"""One round of every measure, in a small world: that it runs and what it writes. What it says of speed is not judged here."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole_portal import free_port

ROOT = Path(__file__).resolve().parents[2]
SMALL = {
    "ROUNDS": "1",
    "DEMO": "0",
    "BENCH_ROWS": "20,200",
    "BENCH_DOCUMENTS": "300",
    "ELASTICSEARCH_URL": "",
}
LINE = re.compile(r"^\| (P\d+|SEA-2\.4|SEA-2\.12) \|.*\| (reached|missed|noisy|–) \|$", re.M)
TEXTS = ("title_ar", "title_en", "body_ar", "body_en", "entity_ar", "entity_en", "reference")
CORPUS = [
    {"id": "a", "kind": "service", "title_ar": "تجديد رخصة قيادة", "title_en": "Renew a driving licence"},
    {"id": "b", "kind": "vacancy", "title_ar": "ممرض قانوني", "title_en": "Registered nurse"},
]
NEEDS = [("رخص القيادة", "driving licences", "a"), ("ممرضون", "nurses", "b"), ("رخصة", "licence", "a")]


def judged_set(folder: Path) -> Path:
    queries = [
        {"q": words, "lang": language, "relevant": {right: 3}, "pair": pair}
        for pair, (arabic, english, right) in enumerate(NEEDS, start=1)
        for words, language in ((arabic, "ar"), (english, "en"))
    ]
    folder.mkdir(exist_ok=True)
    for name, rows in (("corpus", [dict.fromkeys(TEXTS, "") | each for each in CORPUS]), ("queries", queries)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.mark.bench
@pytest.mark.promise("REL-1.15")
@pytest.mark.promise("SEA-2.4")
@pytest.mark.promise("SEA-2.12")
def test_one_round_writes_every_figure_between_its_marks():
    folder = ROOT / "var" / "bench-test"  # kept: its database is made once
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "performance.md"
    page.write_text("Before.\n<!-- figures -->\n<!-- end figures -->\nAfter.\n", encoding="utf-8")
    outside = ("DATABASE", "DJANGO", "PORTAL", "PYTEST", "CELERY", "REDIS", "CACHE", "BENCH", "ONLY", "HOST", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
    own = {
        "BENCH_VAR": str(folder),
        "BENCH_PAGE": str(page),
        "BENCH_PORT": str(free_port()),
        "JUDGED_SET": str(judged_set(folder / "judged")),
        "PYTHONPATH": f"{ROOT}/site:{ROOT}",
    }

    done = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=ROOT,
        env={**kept, **SMALL, **own},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    written = page.read_text(encoding="utf-8")
    assert {number for number, _verdict in LINE.findall(written)} == {
        "P1",
        "P3",
        "P4",
        "P7",
        "P12",
        "SEA-2.4",
        "SEA-2.12",
    }
    assert written.startswith("Before.\n")
    assert written.endswith("After.\n")
    assert "equal" in written
    for language in ("Arabic", "English"):
        assert f"recall@10 · nDCG@10, {language}, PostgreSQL | 1.000 · 1.000" in written
        assert f"held out, {language}, PostgreSQL | chosen: 1.000 (1.000–1.000)" in written
