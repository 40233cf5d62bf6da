"""The gates of `make check` are all there and are all asked; the floors of the house hold."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Gate → what it calls; foundations name them: style, types, contracts, migrations, translations, templates, settings, promises.
GATES = {
    "style": "ruff check .",
    "format": "ruff format --check .",
    "types": "mypy site recruitment supply search",
    "contracts": "lint-imports",
    "migrations": "python deploy/check_migrations.py",
    "translations": "python tests/house/translations.py",
    "templates": "djlint --lint --quiet site recruitment supply search",
    "deploy check": "python manage.py check --deploy --fail-level WARNING",
    "promises": "python tests/house/promises.py --check",
}
COMMANDS = {"run", "test", "check", "journeys", "services", "demo", "messages", "measure", "promises", "help"}
STUB = """#!/bin/sh
call="$(basename "$0")${*:+ $*}"
echo "$call" >> "$CALLS"
[ "$call" != "$BROKEN" ]
"""


@pytest.fixture
def check(tmp_path):
    """`check(broken="…")`: runs deploy/check.sh with tools that only note how they were called; one of them fails."""
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name in ("ruff", "mypy", "lint-imports", "python", "djlint"):
        (tools / name).write_text(STUB)
        (tools / name).chmod(0o755)

    def run(*, broken=""):
        calls = tmp_path / "calls"
        environment = {**os.environ, "CALLS": str(calls), "BROKEN": broken}
        done = subprocess.run(
            ["bash", "deploy/check.sh"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        return done, set(calls.read_text().splitlines())

    return run


@pytest.mark.promise("FND-1.3")
def test_every_gate_is_asked(check):
    done, calls = check()
    assert done.returncode == 0, done.stdout
    assert set(GATES.values()) <= calls
    assert [line.split(maxsplit=1)[1] for line in done.stdout.splitlines()] == list(GATES)


@pytest.mark.promise("FND-1.3")
@pytest.mark.parametrize("gate", GATES)
def test_one_broken_gate_fails_the_check_and_the_others_are_asked_all_the_same(check, gate):
    done, calls = check(broken=GATES[gate])
    assert done.returncode == 1
    assert f"check: {gate} failed" in done.stdout
    assert set(GATES.values()) <= calls


@pytest.mark.promise("FND-1.3")
def test_the_migration_gate_compares_models_and_lints():
    source = (ROOT / "deploy" / "check_migrations.py").read_text()
    assert '"makemigrations", "--check"' in source
    assert '"lintmigrations"' in source


def test_help_lists_every_command_with_a_line_each():
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = dict(line.split(maxsplit=1) for line in told.splitlines())
    assert set(lines) >= COMMANDS
    assert all(len(said) > 10 for said in lines.values())


@pytest.mark.promise("FND-1.18")
def test_the_import_contracts_hold_and_none_is_ignored():
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {"floors", "rules-are-plain", "few-touch-sealing", "search-knows-no-domain"} <= {
        each["id"] for each in contracts
    }
    assert not [
        each["id"] for each in contracts if each.get("ignore_imports") or each.get("unmatched_ignore_imports_alerting")
    ]


@pytest.mark.promise("FND-1.18")
def test_every_package_of_the_house_stands_on_a_floor():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(each for each in contracts if each["id"] == "floors")["layers"]
    named = {package.strip() for floor in floors for package in floor.split("|")}
    packages = {path.parent.name for path in [*ROOT.glob("site/*/__init__.py"), *ROOT.glob("*/__init__.py")]}
    assert packages <= named
