"""What the envelope says of itself: canonical JSON (RFC 8785), before the files."""

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import rfc8785

from supply.sealing.context import Context
from supply.sealing.faults import Reason, SealFault

LENGTH_BYTES = 4
MOST_BYTES = 1024 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class FileEntry:
    name: str
    size: int
    sha256: str


def write_manifest(given: Mapping[str, Any], files: Sequence[Named], context: Context) -> bytes:
    """Raises ValueError for what cannot be written, or says it belongs elsewhere than the context does."""
    facts = context.facts()
    if given.keys() & {"files", "salt"} or any(given.get(name, fact) != fact for name, fact in facts.items()):
        raise ValueError("The manifest names files or a salt itself, or another place than the envelope's.")
    entries: list[dict[str, Any]] = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files]
    text = rfc8785.dumps({**given, **facts, "files": entries, "salt": secrets.token_hex(32)})
    if len(text) > MOST_BYTES:
        raise ValueError(f"A manifest has at most {MOST_BYTES} bytes.")
    return len(text).to_bytes(LENGTH_BYTES, "big") + text


def read_manifest(text: bytes, context: Context) -> tuple[dict[str, Any], list[FileEntry]]:
    """Raises SealFault."""
    try:
        manifest = json.loads(text)
        if rfc8785.dumps(manifest) != text or any(manifest[name] != fact for name, fact in context.facts().items()):
            raise SealFault(Reason.MANIFEST)
        return manifest, [_entry(written) for written in manifest["files"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise SealFault(Reason.MANIFEST) from None


def _entry(written: Any) -> FileEntry:
    entry = FileEntry(**written)
    right = type(entry.name) is str and type(entry.size) is int and entry.size >= 0
    if not right or not DIGEST.fullmatch(entry.sha256):
        raise SealFault(Reason.MANIFEST)
    return entry
