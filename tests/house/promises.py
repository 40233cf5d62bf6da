"""`make promises`: what was promised, which tests show it, how they ended last time.

docs/promises.md holds a line `| FND-1.4 | sentence |` a promise; tests carry `@pytest.mark.promise("FND-1.4")`.
"""

import ast
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "var" / "test" / "results.json"
LINE = re.compile(r"^\| ([A-Z]{3}-\d+\.\d+) \| (.+?) \|$")


def promised() -> dict[str, str]:
    lines = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := LINE.match(line))}


def shown() -> dict[str, list[str]]:
    """Promise → test ids ("path::function"), read from the source so that no test has to be collected."""
    tests: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, name in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            tests[number].append(f"{path.relative_to(ROOT)}::{name}")
    return tests


def _marked(tree: ast.Module) -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [(number, node.name) for decorator in node.decorator_list for number in _numbers(decorator)]
        elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "pytestmark" for target in node.targets):
            functions = [
                each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
            ]
            found += [(number, name) for number in _numbers(node.value) for name in functions]
    return found


def _numbers(node: ast.AST) -> list[str]:
    calls = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "pytest.mark.promise"
    ]
    return [argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)]


def faults() -> list[str]:
    promises, tests = promised(), shown()
    return [f"{number}: promised, but no test shows it" for number in promises if number not in tests] + [
        f"{number}: {tests[number][0]} carries it, but docs/promises.md does not promise it"
        for number in tests
        if number not in promises
    ]


def results() -> dict[str, str]:
    return dict(json.loads(RESULTS.read_text())) if RESULTS.exists() else {}


def table() -> str:
    last, rows = results(), []
    for number, sentence in promised().items():
        rows.append(f"{number}  {sentence}")
        rows += [f"    {last.get(test, 'not run'):8} {test}" for test in shown().get(number, [])]
    return "\n".join(rows)


if __name__ == "__main__":
    if "--check" not in sys.argv:
        print(table())
    if wrong := faults():
        print("\n".join(wrong))
        sys.exit(1)
