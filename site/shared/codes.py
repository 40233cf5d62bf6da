"""Code lists in files beside an app: small, read once, in both languages (columns code, name_ar, name_en)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.bilingual import Bilingual


@dataclass(frozen=True)
class Code:
    code: str
    name_ar: str
    name_en: str
    name = Bilingual("name")

    def __str__(self) -> str:
        return str(self.name)


@cache
def read(path: Path) -> Mapping[str, Code]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: Code(**row) for row in csv.DictReader(lines)}


def choices(codes: Mapping[str, Code]) -> list[tuple[str, str]]:
    """For a form: in the reader's language and in that language's order."""
    return sorted(((code.code, str(code)) for code in codes.values()), key=lambda choice: choice[1])
