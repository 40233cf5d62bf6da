"""One round of every measure, in a small world: that it runs and what it writes. What it says of speed is not judged here."""

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
    "JUDGED_SET": "",
}
LINE = re.compile(r"^\| (P\d+) \|.*\| (reached|missed|noisy) \|$", re.M)


@pytest.mark.bench
@pytest.mark.promise("REL-1.15")
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
    assert {number for number, _verdict in LINE.findall(written)} == {"P1", "P3", "P4", "P7", "P12"}
    assert written.startswith("Before.\n")
    assert written.endswith("After.\n")
    assert "equal" in written
