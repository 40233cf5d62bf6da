"""The words that a new portal begins with, from files; from then on they belong to its editors."""

import csv
from collections.abc import Iterator
from pathlib import Path

GLOSSARY = ("glossary.csv", "everyday.csv", "work.csv")
FOLDER = Path(__file__).resolve().parent / "data"


def terms() -> Iterator[tuple[str, str, str]]:
    """(group, language, term) of all files."""
    yield from synonyms()
    yield from glossary()


def synonyms() -> Iterator[tuple[str, str, str]]:
    for line in _lines("synonyms.csv"):
        yield line["group"], line["lang"], line["term"]


def glossary() -> Iterator[tuple[str, str, str]]:
    """Each line is a group, named by its first English term."""
    for file in GLOSSARY:
        for line in _lines(file):
            name = line["en"].split(";")[0]
            for language in ("ar", "en"):
                for term in line[language].split(";"):
                    yield name, language, term


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)
