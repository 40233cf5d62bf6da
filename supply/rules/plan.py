"""The opening plan as bytes that a bid can be bound to: who opens, how many must be there, under which key."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import rfc8785


class Seat(NamedTuple):
    user: str
    office: str


def plan_document(*, ocid: str, quorum: int, seats: Iterable[Seat], platform_key: str) -> str:
    """Canonical JSON (RFC 8785); members in the order of their ids, so that naming order does not matter."""
    facts: dict[str, Any] = {
        "format": "SEAL-1",
        "ocid": ocid,
        "quorum": quorum,
        "members": [{"user": seat.user, "office": seat.office} for seat in sorted(seats)],
        "platform_key": platform_key,
    }
    return rfc8785.dumps(facts).decode()


def digest(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()
