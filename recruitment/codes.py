"""Code lists of recruitment: occupations by ISCO-08, places of work. See data/README.md for their sources."""

from collections.abc import Mapping
from pathlib import Path

from shared import codes
from shared.codes import Code

DATA = Path(__file__).parent / "data"


def occupations() -> Mapping[str, Code]:
    """Major groups (one digit) and sub-major groups (two digits) of ISCO-08."""
    return codes.read(DATA / "isco08.csv")


def fields() -> Mapping[str, Code]:
    """What a vacancy is filed under: the sub-major groups."""
    return {code: occupation for code, occupation in occupations().items() if len(code) == 2}


def locations() -> Mapping[str, Code]:
    return codes.read(DATA / "locations.csv")
