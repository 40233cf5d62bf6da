"""Text that lies in the database for a while and must not be readable there: encrypted with a key of the portal's secret."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def encrypt(text: str, *, purpose: str) -> str:
    """`purpose` parts the uses: what was written for one cannot be read for another."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def decrypt(hidden: str, *, purpose: str) -> str | None:
    """None where the text was altered, is of another purpose, or of a secret that is no longer among the old ones."""
    try:
        return _cipher(purpose).decrypt(hidden.encode()).decode()
    except (InvalidToken, UnicodeError):
        return None


def _cipher(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str, purpose: str) -> bytes:
    return base64.urlsafe_b64encode(sha256(f"{purpose}\0{secret}".encode()).digest())
