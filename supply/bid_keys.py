"""What bids are sealed to: the platform's key, and the one place that an envelope belongs to.

Every process holds the public half of the key; only the opening worker knows the private one.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings

from supply.sealing.context import Context
from supply.sealing.keys import OpeningKeyMissing, key_id, read_public

if TYPE_CHECKING:
    from supply.models import Bid

__all__ = ["OpeningKeyMissing", "place_of", "platform_key", "platform_key_id"]


def platform_key() -> X25519PublicKey:
    """Raises OpeningKeyMissing."""
    return read_public(Path(settings.OPENING_PUBLIC_KEY_PATH))


def platform_key_id() -> str:
    return key_id(platform_key())


def place_of(bid: "Bid", *, revision: int, plan_sha256: str, kind: str, lot: str) -> Context:
    """Sealing and opening name it in the same words, or the envelope does not open."""
    return Context(
        tender=bid.tender.ocid,
        lot=lot,
        bid=str(bid.pk),
        revision=revision,
        kind=str(kind),
        plan_sha256=plan_sha256,
    )
