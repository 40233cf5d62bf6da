"""Code lists of supply: categories of tenders, and who issues trade licences."""

from collections.abc import Mapping
from pathlib import Path

from shared.codes import Code, choices, read

DATA = Path(__file__).parent / "data"


def categories() -> Mapping[str, Code]:
    """The divisions of the Common Procurement Vocabulary by their eight digits."""
    return read(DATA / "cpv_divisions.csv")


def licence_authorities() -> Mapping[str, Code]:
    return read(DATA / "licence_authorities.csv")


__all__ = ["Code", "categories", "choices", "licence_authorities"]
