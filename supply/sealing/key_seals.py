"""The envelope's key: random, sealed by HPKE (RFC 9180) to whoever may open, and committed to in the header."""

import secrets
from dataclasses import dataclass
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from supply.sealing.context import PLATFORM, Context
from supply.sealing.faults import Reason, SealFault
from supply.sealing.header import Header, KeySeal
from supply.sealing.keys import key_id

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY_SIZE = 32


@dataclass(frozen=True)
class FileKeys:
    chunks: bytes
    commitment: bytes


def make_keys(platform_key: X25519PublicKey, context: Context) -> tuple[bytes, Header]:
    """A new key for the chunks, and the header that lets the platform find it again."""
    key = secrets.token_bytes(KEY_SIZE)
    sealed = SUITE.encrypt(key, platform_key, info=context.info(PLATFORM))
    keys = derive(key)
    seal = KeySeal(index=PLATFORM, key_id=key_id(platform_key), sealed=sealed)
    return keys.chunks, Header(commitment=keys.commitment, threshold=0, seals=(seal,))


def find_key(header: Header, private_key: X25519PrivateKey, context: Context) -> bytes:
    """The key for the chunks. Raises SealFault."""
    if header.threshold:
        raise SealFault(Reason.MEMBERS)
    keys = derive(_open(header.seals[0], private_key, context))
    if not compare_digest(keys.commitment, header.commitment):
        raise SealFault(Reason.COMMITMENT)
    return keys.chunks


def derive(key: bytes) -> FileKeys:
    """AES-GCM alone lets one file open differently under two keys; the commitment allows a single one."""
    both = HKDFExpand(SHA256(), 2 * KEY_SIZE, b"SEAL-1 chunks and commitment").derive(key)
    return FileKeys(chunks=both[:KEY_SIZE], commitment=both[KEY_SIZE:])


def _open(seal: KeySeal, private_key: X25519PrivateKey, context: Context) -> bytes:
    if seal.key_id != key_id(private_key.public_key()):
        raise SealFault(Reason.OTHER_KEY)
    try:
        key = SUITE.decrypt(seal.sealed, private_key, info=context.info(seal.index))
    except (InvalidTag, ValueError):
        raise SealFault(Reason.BINDING) from None
    if len(key) != KEY_SIZE:
        raise SealFault(Reason.BINDING)
    return key
