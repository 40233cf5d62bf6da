"""Records carry `*_ar` and `*_en` columns; `Bilingual` reads the one that the reader understands."""

from typing import Any

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("ar", "en")


def other(language: str) -> str:
    return "en" if language == "ar" else "ar"


class Bilingual:
    """`title = Bilingual("title")` reads title_ar or title_en by the active language, else the other; never writes."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, record: Any, owner: type | None = None) -> Any:
        if record is None:
            return self
        language = (get_language() or "ar")[:2]
        if language not in LANGUAGES:
            language = "ar"
        return getattr(record, f"{self.field}_{language}") or getattr(record, f"{self.field}_{other(language)}")


def missing(record: models.Model) -> list[str]:
    """Names of `*_ar`/`*_en` columns that are empty while both languages are demanded.

    A model names pairs that may stay empty in `bilingual_optional = {"legal_basis"}`: of those only a half-filled pair counts.
    """
    optional: set[str] = getattr(record, "bilingual_optional", set())
    names = {field.name for field in record._meta.get_fields()}
    gaps = []
    for name in sorted(names):
        stem, _, language = name.rpartition("_")
        if language not in LANGUAGES or f"{stem}_{other(language)}" not in names or getattr(record, name):
            continue
        if stem in optional and not getattr(record, f"{stem}_{other(language)}"):
            continue
        gaps.append(name)
    return gaps
