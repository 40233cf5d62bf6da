"""The platform's key pair for envelopes: X25519, each half a file of one line, base64 of the 32 raw bytes."""

import base64
import os
import tempfile
from binascii import Error as NotBase64
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey


class OpeningKeyMissing(Exception):
    """No file at this path."""


class OpeningKeyUnusable(Exception):
    """The file holds no X25519 key, or its other half is another pair's."""


def make_pair(*, private: Path, public: Path) -> None:
    """Write both halves, the private one for its owner's eyes only; files that exist stay as they are.

    A lost public half is worked out again from the private one. A public half alone is refused: a new private
    key would open nothing that was sealed with it. Several processes may call this at once.
    """
    if public.exists() and not private.exists():
        raise OpeningKeyMissing(f"{public} has no private half at {private}; restore it, or move the public one away.")
    if not private.exists():
        _write_new(private, X25519PrivateKey.generate().private_bytes_raw())
    present = read_private(private).public_key()
    _write_new(public, present.public_bytes_raw(), mode=0o644)
    if read_public(public) != present:
        raise OpeningKeyUnusable(f"{private} and {public} are halves of two different pairs.")


def read_private(path: Path) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_read(path))


def read_public(path: Path) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(_read(path))


def key_id(public: X25519PublicKey) -> str:
    return sha256(public.public_bytes_raw()).hexdigest()


def _read(path: Path) -> bytes:
    try:
        raw = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (FileNotFoundError, IsADirectoryError):  # an empty setting names the folder we stand in
        raise OpeningKeyMissing(f"There is no opening key at {path}.") from None
    except NotBase64:
        raw = b""
    if len(raw) != 32:
        raise OpeningKeyUnusable(f"{path} does not hold one line of base64 of 32 bytes.")
    return raw


def _write_new(path: Path, raw: bytes, *, mode: int = 0o600) -> None:
    """The file appears whole or not at all, and never takes the place of another."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unnamed = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(raw) + b"\n")
        os.chmod(unnamed, mode)
        with suppress(FileExistsError):
            os.link(unnamed, path)
    finally:
        os.unlink(unnamed)
