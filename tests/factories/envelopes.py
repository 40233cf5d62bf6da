"""Envelopes for tests. `reference_*` is a second writer, made from docs/seal-1.md alone: it also forges what `seal` never writes."""

import base64
import io
import json
import os
import struct
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from supply.sealing import envelope
from supply.sealing.chunks import CHUNK, TAG, size_class
from supply.sealing.context import Context
from supply.sealing.envelope import Reason, SealedInput, SealFault

HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY = X25519PrivateKey.from_private_bytes(sha256(b"the platform's key of these tests").digest())
HERE = Context(
    tender="TND-2026-000007",
    lot="1",
    bid="0197c0de",
    revision=2,
    kind="priced",
    plan_sha256=sha256(b"plan").hexdigest(),
)
MANIFEST = {"prices": [{"item": "1", "amount": "104250.00"}], "answers": {"note": "مع خالص التقدير"}}
DRAWING = bytes(range(256)) * 5


def told(name: str, content: bytes) -> SealedInput:
    return SealedInput(name, len(content), sha256(content).hexdigest(), lambda: io.BytesIO(content))


def sealed(*contents: bytes, manifest: dict[str, Any] = MANIFEST, context: Context = HERE) -> bytes:
    into = io.BytesIO()
    files = [told(f"file {number}.pdf", content) for number, content in enumerate(contents)]
    envelope.seal(manifest, files, into=into, platform_key=KEY.public_key(), context=context)
    return into.getvalue()


def opened(data: bytes, *, context: Context = HERE, key: X25519PrivateKey = KEY) -> tuple[dict[str, Any], list[bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = envelope.open(io.BytesIO(data), private_key=key, context=context, into=Path(folder))
        except SealFault:
            assert os.listdir(folder) == [], "a refused envelope leaves nothing behind"
            raise
        for file in found.files:
            assert (file.size, file.sha256) == (file.path.stat().st_size, sha256(file.path.read_bytes()).hexdigest())
        return found.manifest, [file.path.read_bytes() for file in found.files]


def refusal(data: bytes, **elsewhere: Any) -> Reason:
    with pytest.raises(SealFault) as refused:
        opened(data, **elsewhere)
    return refused.value.reason


def start_of(data: bytes) -> int:
    return 12 + struct.unpack(">I", data[8:12])[0]


def parts(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header, and the sealed chunks."""
    start = start_of(data)
    return data[:start], [data[at : at + CHUNK + TAG] for at in range(start, len(data), CHUNK + TAG)]


def reference_keys(key: bytes) -> tuple[bytes, bytes]:
    both = HKDFExpand(SHA256(), 64, b"SEAL-1 chunks and commitment").derive(key)
    return both[:32], both[32:]


def reference_header(key: bytes, info: bytes, **changed: Any) -> bytes:
    seal = {
        "index": 0,
        "key_id": sha256(KEY.public_key().public_bytes_raw()).hexdigest(),
        "sealed": base64.b64encode(HPKE.encrypt(key, KEY.public_key(), info=info)).decode(),
    }
    header = {
        "algorithm": "X25519-HKDF-SHA256-AES256GCM",
        "commitment": reference_keys(key)[1].hex(),
        "seals": [seal],
        "threshold": 0,
    }
    text = rfc8785.dumps({**header, **changed})
    return b"SEAL-1\r\n" + struct.pack(">I", len(text)) + text


def reference_chunks(header: bytes, key: bytes, plain: bytes) -> bytes:
    aead, numbers = AESGCM(reference_keys(key)[0]), range(0, len(plain), 65536)
    return header + b"".join(
        aead.encrypt(struct.pack(">3xQ?", at // 65536, at == numbers[-1]), plain[at : at + 65536], header)
        for at in numbers
    )


def reference_plain(manifest: bytes, *contents: bytes) -> bytes:
    first = struct.pack(">I", len(manifest)) + manifest
    plain = first.ljust(-(-len(first) // 65536) * 65536, b"\0") + b"".join(contents)
    return plain.ljust(size_class(len(plain)), b"\0")


def reference_manifest(*contents: bytes, **changed: Any) -> bytes:
    files = [{"name": "a", "size": len(content), "sha256": sha256(content).hexdigest()} for content in contents]
    return rfc8785.dumps({**HERE.facts(), "files": files, "salt": "5a" * 32, **changed})


def forged(plain: bytes) -> bytes:
    """Everything right but what is inside: only a sealer who means ill writes this."""
    return reference_chunks(reference_header(b"k" * 32, HERE.info(0)), b"k" * 32, plain)


def make_vectors() -> Iterator[dict[str, Any]]:
    """`python -m tests.factories.envelopes` prints vectors; those that are kept are never made anew."""
    for name, contents in (("prices alone", ()), ("two files and an empty one", (DRAWING, b"", b"x"))):
        data = sealed(*contents)
        header = data[: start_of(data)]
        seal = json.loads(header[12:])["seals"][0]
        yield {
            "name": name,
            "private_key": KEY.private_bytes_raw().hex(),
            "context": {**HERE.facts(), "plan_sha256": HERE.plan_sha256},
            "header": base64.b64encode(header).decode(),
            "key": HPKE.decrypt(base64.b64decode(seal["sealed"]), KEY, info=HERE.info(0)).hex(),
            "manifest": rfc8785.dumps(opened(data)[0]).decode(),
            "files": [base64.b64encode(content).decode() for content in contents],
            "envelope_sha256": sha256(data).hexdigest(),
        }


if __name__ == "__main__":
    print(json.dumps(list(make_vectors()), ensure_ascii=False, indent=1))
