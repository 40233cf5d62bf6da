"""Each gate of `make check`, and each import contract, seen to fail: in a copy of the house, one fault at a time."""

import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.gates, pytest.mark.promise("FND-1.3")]


@dataclass(frozen=True)
class Fault:
    """`text` is added to the end of the file; `said` stands in what the gate prints."""

    gate: str
    path: str
    text: str
    said: str


FAULTS = {
    "a name that nobody uses": Fault("style", "site/shared/clock.py", "import os\n", "F401"),
    "a line that is not laid out": Fault("format", "site/shared/clock.py", "NOON  =  12\n", "clock.py"),
    "a text where a number is promised": Fault("types", "site/shared/clock.py", 'NOON: int = "noon"\n', "clock.py"),
    "a record without its migration": Fault(
        "migrations", "site/entities/models.py", "\n\nclass Extra(models.Model):\n    pass\n", "Extra"
    ),
    "a migration that takes a column away": Fault(
        "migrations",
        "site/entities/migrations/0099_forget.py",
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        '    dependencies = [("entities", "{last}")]\n'
        '    operations = [migrations.RunSQL("ALTER TABLE entities_entity DROP COLUMN code")]\n',
        "0099_forget",
    ),
    "a sentence without Arabic": Fault(
        "translations",
        "supply/templates/supply/tenders.html",
        '{% translate "Nobody has said this in Arabic." %}',
        "Nobody has said this",
    ),
    "a picture without words": Fault("templates", "supply/templates/supply/tenders.html", '<img src="a.png">', "H013"),
    "a page that may be reached in the clear": Fault(
        "deploy check", "site/portal/settings/production.py", "\nSECURE_HSTS_SECONDS = 0\n", "security.W004"
    ),
    "a promise that nothing shows": Fault("promises", "docs/promises.md", "| FND-9.9 | Everything. |\n", "FND-9.9"),
}
# Contract → what breaks it.
CONTRACTS = {
    "floors": Fault("contracts", "site/shared/clock.py", "import recruitment.states\n", "Each floor imports only"),
    "search-knows-no-domain": Fault("contracts", "search/terms.py", "import supply.states\n", "Search knows no domain"),
    "rules-are-plain": Fault("contracts", "supply/rules/calendar.py", "import django.conf\n", "Rules are plain Python"),
    "few-touch-sealing": Fault("contracts", "supply/listing.py", "import supply.sealing\n", "Only bidding and opening"),
}

LEFT_BEHIND = (
    ".git",
    ".venv",
    "var",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The house as it stands, beside the same tools."""
    copy = tmp_path_factory.mktemp("parent") / "house"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    (copy / ".venv").symlink_to(ROOT / ".venv")
    yield copy
    shutil.rmtree(copy)


def ask(house: Path, gate: str) -> subprocess.CompletedProcess[str]:
    only = gate.split()[0]
    return subprocess.run(
        ["bash", "deploy/check.sh"],
        cwd=house,
        env={"PATH": "/usr/bin:/bin", "ONLY": only},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def broken(house: Path) -> Iterator[object]:
    """`broken(fault)`: what its gate says while the fault is there."""
    files: list[tuple[Path, bytes | None]] = []

    def commit(fault: Fault) -> subprocess.CompletedProcess[str]:
        path = house / fault.path
        before = path.read_bytes() if path.exists() else None
        files.append((path, before))
        last = sorted(path.parent.glob("0*.py"))[-1].stem if "{last}" in fault.text else ""
        path.write_bytes((before or b"") + fault.text.replace("{last}", last).encode())
        return ask(house, fault.gate)

    yield commit
    for path, before in files:
        path.unlink() if before is None else path.write_bytes(before)


@pytest.mark.parametrize("gate", sorted({each.gate for each in [*FAULTS.values(), *CONTRACTS.values()]} - {"types"}))
def test_without_a_fault_the_gate_is_open(house, gate):
    done = ask(house, gate)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("fault", [*FAULTS.values(), *CONTRACTS.values()], ids=[*FAULTS, *CONTRACTS])
def test_a_fault_closes_its_gate(broken, fault):
    done = broken(fault)
    assert (done.returncode, fault.said in done.stdout) == (1, True), done.stdout
    assert f"check: {fault.gate} failed" in done.stdout


def test_every_contract_has_its_fault():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {each["id"] for each in contracts} == set(CONTRACTS)
