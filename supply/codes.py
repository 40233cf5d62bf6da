"""Code lists that stand in supply/data: small, read once, in both languages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.bilingual import Bilingual

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Code:
    code: str
    name_ar: str
    name_en: str
    name = Bilingual("name")

    def __str__(self) -> str:
        return str(self.name)


@cache
def _codes(list_name: str) -> dict[str, Code]:
    with (DATA / f"{list_name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: Code(**row) for row in csv.DictReader(lines)}


def categories() -> dict[str, Code]:
    """The divisions of the Common Procurement Vocabulary by their eight digits."""
    return _codes("cpv_divisions")


def licence_authorities() -> dict[str, Code]:
    return _codes("licence_authorities")


def choices(codes: dict[str, Code]) -> list[tuple[str, str]]:
    """For a form: in the reader's language and in that language's order."""
    return sorted(((code.code, str(code)) for code in codes.values()), key=lambda choice: choice[1])
