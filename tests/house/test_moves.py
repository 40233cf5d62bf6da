"""The tables of moves: drawn as they are, complete, and naming deeds that exist."""

import ast
from pathlib import Path

import pytest

from shared import moves_drawing

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.promise("FND-1.17")


def test_the_drawing_equals_the_code():
    drawn = (ROOT / "docs" / "moves.md").read_text(encoding="utf-8")
    assert drawn == moves_drawing.page(), "run: manage.py draw_moves"


def test_every_state_of_a_kind_stands_in_its_table():
    for name, table in moves_drawing.tables().items():
        assert len(table) > 1, name
        assert all(str(step.to) in table for steps in table.values() for step in steps), name


def functions(app: str) -> set[str]:
    folder = next(each for each in (ROOT / app, ROOT / "site" / app) if each.is_dir())
    return {
        node.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_every_deed_that_a_table_names_is_a_function_of_its_app():
    missing = {
        f"{name}: {step.deed}"
        for name, table in moves_drawing.tables().items()
        for steps in table.values()
        for step in steps
        if step.deed not in functions(name.split(".")[0])
    }
    assert missing == set()
