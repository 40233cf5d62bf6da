"""Numbers that people say on the phone: counted ones for what may be counted, random ones for what may not."""

import secrets
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.migrations.operations import RunSQL
from django.utils import timezone

# Crockford's base 32 (no I, L, O, U): https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class CreateSeries(RunSQL):
    """Migration operation: the PostgreSQL sequence behind `next_reference(series)`."""

    reduces_to_sql = False

    def __init__(self, series: str) -> None:
        self.series = series
        super().__init__(f"CREATE SEQUENCE {_sequence(series)}", f"DROP SEQUENCE {_sequence(series)}")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.series], {}


def _sequence(series: str) -> str:
    if not (series.isalpha() and series.isascii()):
        raise ValueError(series)
    return f"reference_{series.lower()}"


def next_reference(series: str, *, at: datetime) -> str:
    """`next_reference("APP", at=now)` → "APP-2026-000123". Gaps are possible (a sequence never rolls back); repeats are not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [_sequence(series)])
        (number,) = cursor.fetchone()
    return f"{series}-{timezone.localtime(at).year}-{number:06d}"


def random_number(prefix: str) -> str:
    """`random_number("RCP")` → "RCP-7K3M-9QXT-2": 40 random bits and a check character (Luhn modulo 32)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


def check_character(body: str) -> str:
    """One wrong character and all neighbouring swaps but 0↔Z are found."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def normalise(number: str) -> str:
    """As typed by a person: any case, O for 0, I or L for 1, spaces for dashes."""
    prefix, _, rest = number.strip().upper().replace(" ", "-").partition("-")
    return f"{prefix}-{rest.translate(str.maketrans('OIL', '011'))}"
