"""The words that a new portal begins with, from files; from then on they belong to its editors."""

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data"


def terms() -> Iterator[tuple[str, str, str]]:
    """(group, language, term) of all files."""
    yield from synonyms()
    yield from glossary()


def synonyms() -> Iterator[tuple[str, str, str]]:
    for line in _lines("synonyms.csv"):
        yield line["group"], line["lang"], line["term"]


def glossary() -> Iterator[tuple[str, str, str]]:
    """Each line of the glossary is a group, named by its first English term."""
    for line in _lines("glossary.csv"):
        name = line["en"].split(";")[0]
        for language in ("ar", "en"):
            for term in line[language].split(";"):
                yield name, language, term


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)
