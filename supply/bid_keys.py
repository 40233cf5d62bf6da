"""The key that bids are sealed to: every process holds its public half; only the opening worker knows the private one."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings

from supply.sealing.keys import OpeningKeyMissing, key_id, read_public

__all__ = ["OpeningKeyMissing", "platform_key", "platform_key_id"]


def platform_key() -> X25519PublicKey:
    """Raises OpeningKeyMissing."""
    return read_public(Path(settings.OPENING_PUBLIC_KEY_PATH))


def platform_key_id() -> str:
    return key_id(platform_key())
