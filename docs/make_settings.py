"""Writes docs/settings.md from the code: every name that the settings read from the environment, with its default.

`python docs/make_settings.py` writes, `--check` only compares.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "settings.md"
SOURCES = [
    *sorted((ROOT / "site/portal/settings").glob("*.py")),
    ROOT / "site/portal/run.py",
    ROOT / "site/portal/gunicorn_conf.py",
]
HEAD = """# Settings
Everything that the environment may say, made from the code by `make settings-doc`. A name with `_FILE` at its end gives a file
whose content is the value (for secrets). `dev` is what `make run` uses, `production` refuses to start where a secret is missing or weak.

| name | default | read in |
|---|---|---|
"""


def read_names(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (asked := _asked(node)):
            yield asked


def _asked(call: ast.Call) -> tuple[str, str] | None:
    function = ast.unparse(call.func)
    reads = function.startswith("env.") or function in {"os.environ.get", "os.environ.setdefault", "whole_number"}
    if not reads or not call.args or not isinstance(call.args[0], ast.Constant):
        return None
    default = next(
        (word.value for word in call.keywords if word.arg == "default"), call.args[1] if len(call.args) > 1 else None
    )
    return str(call.args[0].value), ast.unparse(default) if default is not None else "–"


def page() -> str:
    rows: dict[str, tuple[str, str]] = {}
    for path in SOURCES:
        for name, default in read_names(path):
            if name.isupper():
                rows.setdefault(name, (default, path.stem.lstrip("_")))
    lines = [f"| {name} | `{default}` | {where} |" for name, (default, where) in sorted(rows.items())]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(
            0 if TARGET.read_text(encoding="utf-8") == page() else "docs/settings.md is out of date: make settings-doc"
        )
    TARGET.write_text(page(), encoding="utf-8")
