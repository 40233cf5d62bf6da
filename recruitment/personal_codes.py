"""Code lists that a person chooses from when he speaks of himself: countries, emirates, levels of education."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from recruitment.codes import DATA
from shared import codes, dates
from shared.codes import Code

NATIONAL = "AE"
# CLDR also names these; ISO 3166-1 has not assigned them to a country.
NO_COUNTRY = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)  # fmt: skip


def emirates() -> Mapping[str, Code]:
    return codes.read(DATA / "emirates.csv")


def education_levels() -> Mapping[str, Code]:
    """ISCED 2011; the code rises with the level."""
    return codes.read(DATA / "education_levels.csv")


def country_name(code: str) -> str:
    """In the reader's language; the code itself where nobody knows it."""
    return _territories(dates.locale()).get(code, code)


def countries() -> tuple[tuple[str, str], ...]:
    """For a form: the country of the portal first, then all others in the reader's order."""
    return _countries(dates.locale())


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = {code: name for code, name in _territories(locale).items() if len(code) == 2 and code not in NO_COUNTRY}
    return tuple(sorted(names.items(), key=lambda country: (country[0] != NATIONAL, country[1])))


def _territories(locale: str) -> Mapping[str, str]:
    names: Mapping[str, str] = Locale.parse(locale).territories
    return names
