"""The first bytes of an envelope: MAGIC, length, then canonical JSON that names the seals of the key."""

import base64
import json
from dataclasses import dataclass
from typing import Any, BinaryIO

import rfc8785

from supply.sealing.context import PLATFORM
from supply.sealing.faults import Reason, SealFault

MAGIC = b"SEAL-1\r\n"  # a file that went through a conversion of line ends shows it here
ALGORITHM = "X25519-HKDF-SHA256-AES256GCM"
LENGTH_BYTES = 4
MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class KeySeal:
    index: int
    key_id: str
    sealed: bytes

    def to_json(self) -> dict[str, Any]:
        sealed = base64.b64encode(self.sealed).decode("ascii")
        return {"index": self.index, "key_id": self.key_id, "sealed": sealed}


@dataclass(frozen=True)
class Header:
    commitment: bytes
    threshold: int  # shares of committee members that the key needs besides the platform's part
    seals: tuple[KeySeal, ...]

    def has_its_seals(self) -> bool:
        """The platform's first, then those of the members in their order, where members are needed at all."""
        in_order = [seal.index for seal in self.seals] == list(range(PLATFORM, len(self.seals)))
        return in_order and ((self.threshold == 0 and len(self.seals) == 1) or 0 < self.threshold < len(self.seals))

    def to_bytes(self) -> bytes:
        text = rfc8785.dumps(
            {
                "algorithm": ALGORITHM,
                "commitment": self.commitment.hex(),
                "seals": [seal.to_json() for seal in self.seals],
                "threshold": self.threshold,
            }
        )
        return MAGIC + len(text).to_bytes(LENGTH_BYTES, "big") + text


def read_header(source: BinaryIO) -> Header:
    """Raises SealFault for anything that `to_bytes` would not have written."""
    start = read_exactly(source, len(MAGIC) + LENGTH_BYTES)
    size = int.from_bytes(start[len(MAGIC) :], "big")
    if not start.startswith(MAGIC) or size > MOST_BYTES:
        raise SealFault(Reason.FORM)
    text = read_exactly(source, size)
    try:
        written = json.loads(text)
        if written["algorithm"] != ALGORITHM:
            raise SealFault(Reason.ALGORITHM)
        header = _header(written)
        if header.to_bytes() != start + text or not header.has_its_seals():
            raise SealFault(Reason.FORM)
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        raise SealFault(Reason.FORM) from None
    return header


def _header(written: Any) -> Header:
    return Header(
        commitment=bytes.fromhex(written["commitment"]),
        threshold=int(written["threshold"]),
        seals=tuple(
            KeySeal(index=int(s["index"]), key_id=str(s["key_id"]), sealed=base64.b64decode(s["sealed"], validate=True))
            for s in written["seals"]
        ),
    )


def read_exactly(source: BinaryIO, size: int) -> bytes:
    """Fewer bytes only where the source ends; a single read may always bring fewer."""
    pieces = [source.read(size)]
    while pieces[-1] and (missing := size - sum(map(len, pieces))):
        pieces.append(source.read(missing))
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
