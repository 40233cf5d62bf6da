"""The portal's signing key for receipts, and the public halves of all keys it ever used."""

import base64
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def make_key(path: Path) -> None:
    """Write a new private key, readable by its owner alone; an existing one stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.touch(mode=0o600)
    path.write_bytes(pem)


@lru_cache
def signing_key() -> Ed25519PrivateKey:
    """From RECEIPT_KEY (PEM text; RECEIPT_KEY_FILE names a file), else from the keys folder. Raises ImproperlyConfigured."""
    pem = settings.RECEIPT_KEY.encode() or _read(settings.RECEIPT_KEY_PATH)
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("RECEIPT_KEY must be an Ed25519 private key in PEM.")
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ImproperlyConfigured("No key for receipts: set RECEIPT_KEY or RECEIPT_KEY_FILE.") from None


def raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public: Ed25519PublicKey) -> str:
    return sha256(raw(public)).hexdigest()[:16]


def public_keys() -> dict[str, Ed25519PublicKey]:
    """The present key and the old ones (RECEIPT_OLD_PUBLIC_KEYS: base64 of the 32 bytes), by key id."""
    old = [Ed25519PublicKey.from_public_bytes(base64.b64decode(text)) for text in settings.RECEIPT_OLD_PUBLIC_KEYS]
    return {key_id(key): key for key in (signing_key().public_key(), *old)}


def as_jwks() -> dict[str, list[dict[str, str]]]:
    """JSON Web Key Set (RFC 7517, RFC 8037) for /.well-known/receipt-keys.json."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "kid": kid,
                "use": "sig",
                "x": base64.urlsafe_b64encode(raw(key)).decode().rstrip("="),
            }
            for kid, key in public_keys().items()
        ]
    }
