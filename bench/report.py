"""docs/performance.md: each figure beside its reference, with the spread and the machine that gave it."""

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.comparing import NOISY, Measured

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path(os.environ.get("BENCH_PAGE", ROOT / "docs" / "performance.md"))
NO_GOAL = "–"
START, END = "<!-- {} -->", "<!-- end {} -->"


@dataclass(frozen=True)
class Figure:
    """A line of the table. `judged` is None where no goal was set or the spread forbids a verdict. `note` stands below the table."""

    number: str
    measure: str
    ours: str
    reference: str
    value: str
    goal: str
    spread: str
    judged: bool | None
    note: str = ""


def ratio_of_rates(number: str, measure: str, ours: Measured, reference: Measured, *, goal: float) -> Figure:
    ratio, spread = ours.rate / reference.rate, max(ours.spread, reference.spread)
    return Figure(
        number,
        measure,
        f"{ours.name}: {ours.rate:.1f}/s",
        f"{reference.name}: {reference.rate:.1f}/s",
        f"{ratio:.3f}",
        f"≥ {goal}",
        f"{spread:.0%}",
        ratio >= goal if spread <= NOISY else None,
    )


def machine() -> str:
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "wagtail", "psycopg", "gunicorn"))
    return (
        f"{datetime.now(UTC):%d %b %Y}, commit {commit}; {cpu}, {os.cpu_count()} cores, {int(memory) // 1_048_576} GiB; "
        f"Python {platform.python_version()}, {packages}."
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def table(figures: list[Figure], *, rounds: int) -> str:
    words: dict[bool | None, str] = {True: "reached", False: "missed", None: "noisy"}
    rows = [
        f"| {each.number} | {each.measure} | {each.ours} | {each.reference} | {each.value} | {each.goal} | {each.spread} "
        f"| {words[each.judged] if each.goal != NO_GOAL else NO_GOAL} |"
        for each in figures
    ]
    head = "| no. | measure | ours | reference | value | goal | spread | |\n|---|---|---|---|---|---|---|---|"
    notes = "".join(f"\n\n{note}" for note in dict.fromkeys(each.note for each in figures if each.note))
    return f"{machine()} Rounds: {rounds}.\n\n{head}\n" + "\n".join(rows) + notes


def write(part: str, text: str) -> None:
    """Replace one part of the page, between its two marks; what people wrote around it stays."""
    page, start, end = PAGE.read_text(encoding="utf-8"), START.format(part), END.format(part)
    before, _found, rest = page.partition(start)
    _old, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{PAGE} has no place for {part}: {start} … {end}")
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")
