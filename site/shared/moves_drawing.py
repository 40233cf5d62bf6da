"""Every table of moves as a diagram (Mermaid), made from the code: docs/moves.md."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps

from shared.moves import Move, Table

HEAD = """# Moves
Which state follows on which, by which deed, and who may do it. Made from the code by `manage.py draw_moves`; the tables stand in
each app's `states.py`. A state without a way out is final.
"""


def tables() -> dict[str, Table]:
    """Tables of all apps by "app.module.NAME"; they stand in modules whose name ends in `states`."""
    found = {}
    for module in _modules():
        for name, value in vars(import_module(module)).items():
            if isinstance(value, Table):
                found[f"{module}.{name}"] = value
    return dict(sorted(found.items()))


def _modules() -> Iterator[str]:
    for config in apps.get_app_configs():
        if "site-packages" not in config.path:
            yield from (
                f"{config.name}.{each.name}" for each in iter_modules([config.path]) if each.name.endswith("states")
            )


def page() -> str:
    return "\n".join([HEAD, *(_section(name, table) for name, table in tables().items())])


def _section(name: str, table: Table) -> str:
    path, _, constant = name.rpartition(".")
    title = constant.removesuffix("_MOVES").replace("_", " ").capitalize()
    lines = [f"## {title}", f"`{constant}` in `{path.replace('.', '/')}.py`", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    [*] --> {next(iter(table))}"]
    for state, steps in table.items():
        lines += [f"    {state} --> {to}: {deed} ({role})" for to, deed, role in sorted(_plain(steps))]
        lines += [] if steps else [f"    {state} --> [*]"]
    return "\n".join([*lines, "```", ""])


def _plain(steps: frozenset[Move]) -> set[tuple[str, str, str]]:
    return {(str(step.to), step.deed, step.role) for step in steps}
