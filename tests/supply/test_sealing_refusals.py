"""SEAL-1: nothing opens that is not exactly what was sealed for this place."""

import json
import os
import struct
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from supply.sealing.chunks import CHUNK, TAG
from supply.sealing.envelope import Reason
from tests.factories.envelopes import (
    DRAWING,
    HERE,
    forged,
    opened,
    parts,
    reference_chunks,
    reference_header,
    reference_manifest,
    reference_plain,
    refusal,
    sealed,
    start_of,
)

pytestmark = pytest.mark.promise("SUP-1.9")


# Nothing else opens


@pytest.fixture(scope="module")
def intact() -> bytes:
    return sealed(DRAWING, os.urandom(2 * CHUNK))


@given(data=st.data())
def test_a_changed_byte_is_refused(intact, data):
    head = start_of(intact)
    at = data.draw(st.integers(0, head - 1) | st.integers(head, len(intact) - 1))
    changed = bytearray(intact)
    changed[at] ^= data.draw(st.integers(1, 255))
    refusal(bytes(changed))


def test_each_byte_of_the_header_counts(intact):
    for at in range(start_of(intact)):
        changed = bytearray(intact)
        changed[at] ^= 1
        refusal(bytes(changed))


@given(data=st.data())
def test_a_shortened_envelope_is_refused(intact, data):
    chunk_ends = range(start_of(intact), len(intact), CHUNK + TAG)
    refusal(intact[: data.draw(st.integers(0, len(intact) - 1) | st.sampled_from(chunk_ends))])


@given(more=st.binary(min_size=1) | st.just(bytes(CHUNK + TAG)))
def test_a_lengthened_envelope_is_refused(intact, more):
    refusal(intact + more)


@given(data=st.data())
def test_chunks_in_another_order_number_or_place_are_refused(intact, data):
    head, chunks = parts(intact)
    numbers = st.lists(st.integers(0, len(chunks) - 1), max_size=len(chunks) + 2)
    drawn = data.draw(numbers | st.permutations(range(len(chunks))))
    if drawn != list(range(len(chunks))):
        refusal(head + b"".join(chunks[number] for number in drawn))


def test_a_chunk_dropped_doubled_or_swapped_is_refused(intact):
    head, chunks = parts(intact)
    for at in range(len(chunks)):
        assert refusal(head + b"".join(chunks[:at] + chunks[at + 1 :])) == Reason.CHUNK
        assert refusal(head + b"".join(chunks[: at + 1] + chunks[at:])) == Reason.CHUNK
    assert refusal(head + b"".join([chunks[1], chunks[0], *chunks[2:]])) == Reason.CHUNK


def test_chunks_and_headers_of_two_envelopes_do_not_mix(intact):
    (head, chunks), (other_head, others) = parts(intact), parts(sealed(DRAWING, bytes(2 * CHUNK)))
    assert refusal(other_head + b"".join(chunks)) == Reason.CHUNK
    assert refusal(head + b"".join([*chunks[:-1], others[-1]])) == Reason.CHUNK


@pytest.mark.parametrize(
    "other",
    [
        {"tender": "TND-2026-000008"},
        {"lot": "2"},
        {"bid": "0197c0df"},
        {"revision": 3},
        {"kind": "technical"},
        {"plan_sha256": "0" * 64},
    ],
)
def test_an_envelope_opens_at_its_own_place_alone(intact, other):
    assert refusal(intact, context=replace(HERE, **other)) == Reason.BINDING
    elsewhere = sealed(DRAWING, context=replace(HERE, **other))
    assert refusal(elsewhere) == Reason.BINDING, "an envelope put in the place of this one"


def test_another_key_opens_nothing(intact):
    assert refusal(intact, key=X25519PrivateKey.generate()) == Reason.OTHER_KEY


@given(data=st.binary(max_size=300))
def test_what_is_no_envelope_is_refused(data):
    assert refusal(data) == Reason.FORM
    refusal(b"SEAL-1\r\n" + struct.pack(">I", len(data)) + data)


# A sealer who means ill


def header_with(**changed: Any) -> Reason:
    return refusal(reference_chunks(reference_header(b"k" * 32, HERE.info(0), **changed), b"k" * 32, bytes(CHUNK)))


def test_headers_that_we_do_not_write_are_refused():
    assert header_with(algorithm="X25519-HKDF-SHA256-AES128GCM") == Reason.ALGORITHM
    assert header_with(commitment="00" * 32) == Reason.COMMITMENT
    assert header_with(commitment=7) == header_with(more=1) == header_with(seals=[]) == Reason.FORM
    assert header_with(threshold=1) == header_with(threshold="0") == header_with(seals={"0": 1}) == Reason.FORM
    assert refusal(b"SEAL-1\r\n" + struct.pack(">I", 5) + b"1e999") == Reason.FORM
    assert refusal(b"SEAL-1\r\n" + b"\xff" * 200_000) == Reason.FORM


def test_an_envelope_that_needs_members_says_so():
    seals = json.loads(reference_header(b"k" * 32, HERE.info(0))[12:])["seals"]
    members = [{**seals[0], "index": index} for index in (1, 2, 3)]
    assert header_with(seals=[*seals, *members], threshold=2) == Reason.MEMBERS
    assert header_with(seals=[*seals, *members], threshold=0) == Reason.FORM
    assert header_with(seals=[*seals, *members], threshold=4) == Reason.FORM


def test_a_key_of_another_length_is_refused():
    header = reference_header(b"k" * 31, HERE.info(0))
    assert refusal(reference_chunks(header, b"k" * 31, bytes(CHUNK))) == Reason.BINDING


def test_the_second_writer_agrees():
    assert opened(forged(reference_plain(reference_manifest(DRAWING), DRAWING)))[1] == [DRAWING]


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 60_000,
        reference_manifest() + b" ",
        reference_manifest(tender="TND-2026-000008"),
        reference_manifest(files=None),
        reference_manifest(files=[{"name": "a", "size": 0}]),
        reference_manifest(files=[{"name": "a", "size": -1, "sha256": "0" * 64}]),
        reference_manifest(files=[{"name": "a", "size": True, "sha256": "0" * 64}]),
        reference_manifest(files=[{"name": 1, "size": 0, "sha256": "0" * 64}]),
        reference_manifest(files=[{"name": "a", "size": 0, "sha256": "x"}]),
    ],
)
def test_a_manifest_that_we_do_not_write_is_refused(manifest):
    assert refusal(forged(reference_plain(manifest))) == Reason.MANIFEST


def test_content_that_is_not_what_the_manifest_says_is_refused():
    manifest = reference_manifest(DRAWING)
    right = reference_plain(manifest, DRAWING)
    assert refusal(forged(reference_plain(manifest, DRAWING[::-1]))) == Reason.FILE
    assert refusal(forged(right[:CHUNK])) == Reason.LENGTH, "the file is missing"
    assert refusal(forged(right + bytes(CHUNK))) == Reason.LENGTH, "more padding than its size class has"
    assert refusal(forged(right[:-1] + b"x")) == Reason.PADDING
    assert refusal(forged(right[: CHUNK - 1] + b"x" + right[CHUNK:])) == Reason.PADDING
    assert refusal(forged(right[:-1])) == Reason.LENGTH, "the last chunk is not whole"
    assert refusal(forged(b"\xff" * CHUNK)) == Reason.MANIFEST
