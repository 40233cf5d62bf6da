"""SEAL-1: what was sealed comes out again, and the outside tells nothing."""

import base64
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from supply.sealing import envelope
from supply.sealing.chunks import CHUNK, TAG, size_class
from supply.sealing.context import Context
from supply.sealing.envelope import InputChanged, SealedInput
from tests.factories.envelopes import (
    DRAWING,
    HERE,
    KEY,
    MANIFEST,
    opened,
    parts,
    reference_chunks,
    reference_plain,
    sealed,
    told,
)

pytestmark = pytest.mark.promise("SUP-1.9")
VECTORS = Path(__file__).parent / "vectors" / "seal-1.json"


# What was sealed comes out again


@pytest.mark.parametrize(
    "sizes",
    [
        (),
        (0,),
        (1,),
        (CHUNK - 1,),
        (CHUNK,),
        (CHUNK + 1,),
        (0, 5, 0, CHUNK, 3 * CHUNK + 7),
        (16 * CHUNK + 1,),
        (0,) * 40,
    ],
)
def test_what_was_sealed_comes_out_again(sizes):
    contents = [os.urandom(size) for size in sizes]
    manifest, found = opened(sealed(*contents))
    assert found == contents
    assert [file["size"] for file in manifest.pop("files")] == list(sizes)
    assert len(bytes.fromhex(manifest.pop("salt"))) == 32
    assert manifest == {**MANIFEST, **HERE.facts()}


def test_a_manifest_longer_than_a_chunk_comes_out_again():
    long = {"answers": {"method": "س" * CHUNK}}
    manifest, found = opened(sealed(DRAWING, manifest=long))
    assert (manifest["answers"], found) == (long["answers"], [DRAWING])


@given(
    answers=st.dictionaries(st.text(), st.text() | st.integers(-(2**53) + 1, 2**53 - 1) | st.none()),
    content=st.binary(),
)
def test_any_answers_and_content_come_out_again(answers, content):
    manifest, found = opened(sealed(content, manifest={"answers": answers}))
    assert (manifest["answers"], found) == (answers, [content])


def test_names_of_files_are_never_paths(tmp_path):
    into = io.BytesIO()
    names = ["../../etc/passwd", "/root/x", "مخطط.pdf", ""]
    files = [told(name, b"x") for name in names]
    envelope.seal({}, files, into=into, platform_key=KEY.public_key(), context=HERE)
    into.seek(0)
    found = envelope.open(into, private_key=KEY, context=HERE, into=tmp_path / "out").files
    assert [file.name for file in found] == names
    assert {file.path.parent for file in found} == {tmp_path / "out"}


def test_the_digest_is_that_of_the_whole_envelope():
    into = io.BytesIO()
    done = envelope.seal(MANIFEST, [told("a", DRAWING)], into=into, platform_key=KEY.public_key(), context=HERE)
    assert (done.sha256, done.size) == (sha256(into.getvalue()).hexdigest(), len(into.getvalue()))


def test_a_source_that_reads_in_small_pieces_is_read_whole(tmp_path):
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    found = envelope.open(Dripping(sealed(DRAWING)), private_key=KEY, context=HERE, into=tmp_path)
    assert found.files[0].path.read_bytes() == DRAWING


# What the outside tells


def test_two_seals_of_one_bid_have_nothing_in_common():
    (head, first), (other_head, second) = parts(sealed(DRAWING)), parts(sealed(DRAWING))
    assert not set(first) & set(second)
    ours, theirs = json.loads(head[12:]), json.loads(other_head[12:])
    assert ours["commitment"] != theirs["commitment"]
    assert ours["seals"][0]["sealed"] != theirs["seals"][0]["sealed"]


@given(amount=st.from_regex(r"[0-9]{1,12}\.[0-9]{2}", fullmatch=True), size=st.integers(0, 3 * CHUNK))
def test_the_length_never_depends_on_a_price(amount, size):
    other = sealed(bytes(size), manifest={"prices": ["1.00"]})
    assert len(sealed(bytes(size), manifest={"prices": [amount]})) == len(other)


def test_files_of_one_size_class_have_one_length():
    assert len({len(sealed(bytes(size))) for size in (1, 1000, CHUNK)}) == 1
    assert len({len(sealed(bytes(size))) for size in (32 * CHUNK, 35 * CHUNK - 1, 35 * CHUNK)}) == 1


@given(size=st.integers(0, 1 << 40))
def test_a_size_class_adds_little(size):
    padded = size_class(size)
    assert size <= padded <= max(size * 1.125, size + CHUNK)
    assert padded >= CHUNK
    assert padded % CHUNK == 0
    assert size_class(padded) == padded


def test_nothing_is_in_the_clear():
    data = sealed(b"ZZ-CANARY-CONTENT", manifest={"prices": ["ZZ-CANARY-9431.50"]})
    for secret in (b"ZZ-CANARY", b"file 0.pdf", HERE.tender.encode(), HERE.bid.encode(), HERE.plan_sha256.encode()):
        assert secret not in data


# Sealing refuses too


@pytest.mark.parametrize(("size", "content"), [(5, b"1234"), (5, b"123456"), (5, b"12346"), (CHUNK, bytes(9 * CHUNK))])
def test_a_file_that_changed_meanwhile_is_not_sealed(size, content):
    file = SealedInput("a", size, sha256(b"12345").hexdigest(), lambda: io.BytesIO(content))
    with pytest.raises(InputChanged):
        envelope.seal({}, [file], into=io.BytesIO(), platform_key=KEY.public_key(), context=HERE)


@pytest.mark.parametrize(
    "manifest", [{"files": []}, {"salt": ""}, {"bid": "another"}, {"a": "x" * (1 << 20)}, {"a": 1 << 60}]
)
def test_a_manifest_that_cannot_be_told_apart_is_not_sealed(manifest):
    with pytest.raises(ValueError, match=r"manifest|exceeds"):
        sealed(manifest=manifest)


def test_no_two_places_share_one_binding():
    assert HERE.info(0) == (
        b"SEAL-1|TND-2026-000007|1|0197c0de|2|priced|" + sha256(b"plan").hexdigest().encode() + b"|0"
    )
    with pytest.raises(ValueError, match="divides"):
        replace(HERE, tender="TND-2026-000007|1")


# Memory


class Generated(io.RawIOBase):
    """A stream that never holds more than it gives."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1, /) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


@contextmanager
def generated(size: int) -> Iterator[Any]:
    yield Generated(size)


def test_memory_does_not_grow_with_the_files(tmp_path):
    size, digest = 8 << 20, sha256()
    for _ in range(size // CHUNK):
        digest.update(bytes(CHUNK))
    file = SealedInput("large", size, digest.hexdigest(), lambda: generated(size))
    sealed(b"warm")  # imports and caches are none of a bid's memory
    with (tmp_path / "envelope").open("w+b") as kept:
        tracemalloc.start()
        try:
            envelope.seal(MANIFEST, [file], into=kept, platform_key=KEY.public_key(), context=HERE)
            sealing = tracemalloc.get_traced_memory()[1]
            kept.seek(0)
            tracemalloc.reset_peak()
            found = envelope.open(kept, private_key=KEY, context=HERE, into=tmp_path / "out")
            opening = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert found.files[0].size == size
    assert max(sealing, opening) < 3 * (CHUNK + TAG) + 64 * 1024


# Vectors: envelopes made once


def vectors() -> list[dict[str, Any]]:
    return json.loads(VECTORS.read_text())


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["name"])
def test_an_envelope_made_before_opens_today(vector):
    header, key = base64.b64decode(vector["header"]), bytes.fromhex(vector["key"])
    contents = [base64.b64decode(content) for content in vector["files"]]
    data = reference_chunks(header, key, reference_plain(vector["manifest"].encode(), *contents))
    assert sha256(data).hexdigest() == vector["envelope_sha256"], "byte for byte the envelope of that day"
    context = Context(**vector["context"])
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["private_key"]))
    manifest, found = opened(data, context=context, key=private)
    assert (rfc8785.dumps(manifest).decode(), found) == (vector["manifest"], contents)
