"""A draft lies encrypted under a key of its own, so that destroying the key destroys the draft, in old copies too.

The key is made of two halves: one lies beside the draft, the other is the portal's SECRET_KEY. Neither a dump of the
database nor the settings alone shows a price.
"""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

HALF = 32
NONCE = 12


def new_half() -> bytes:
    return secrets.token_bytes(HALF)


def encrypt(steps: dict[str, Any], *, half: bytes, bid: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + next(_ciphers(half)).encrypt(nonce, json.dumps(steps).encode(), bid.encode())


def decrypt(sealed: bytes, *, half: bytes, bid: str) -> dict[str, Any]:
    """Raises InvalidTag where this is no draft of this bid, or the portal's secret was lost."""
    for cipher in _ciphers(half):
        try:
            steps: dict[str, Any] = json.loads(cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bid.encode()))
        except InvalidTag:
            continue
        return steps
    raise InvalidTag


def _ciphers(half: bytes) -> Iterator[AESGCM]:
    """Under the present secret first; drafts begun before it changed go on under SECRET_KEY_FALLBACKS."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(HKDF(SHA256(), HALF, salt=half, info=b"draft of a bid").derive(secret.encode()))
