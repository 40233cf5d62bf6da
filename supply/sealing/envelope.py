"""Seal a bid into an envelope, and open one. Streams: memory does not grow with the files."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from supply.sealing import key_seals
from supply.sealing.chunks import CHUNK, TAG, ChunkReader, ChunkWriter, size_class, whole_chunks
from supply.sealing.context import Context
from supply.sealing.faults import InputChanged, Reason, SealFault
from supply.sealing.header import ALGORITHM, read_header
from supply.sealing.manifest import LENGTH_BYTES, MOST_BYTES, FileEntry, read_manifest, write_manifest

__all__ = ["InputChanged", "Opened", "OpenedFile", "Reason", "SealFault", "Sealed", "SealedInput", "open", "seal"]


@dataclass(frozen=True)
class SealedInput:
    name: str
    size: int
    sha256: str
    open: Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True)
class Sealed:
    sha256: str  # of the whole envelope: the digest that the receipt names
    size: int
    alg: str


@dataclass(frozen=True)
class OpenedFile:
    name: str  # as the bidder named it; never part of a path
    size: int
    sha256: str
    path: Path


@dataclass(frozen=True)
class Opened:
    manifest: dict[str, Any]
    files: list[OpenedFile]


def seal(
    manifest: Mapping[str, Any],
    files: Sequence[SealedInput],
    *,
    into: BinaryIO,
    platform_key: X25519PublicKey,
    context: Context,
) -> Sealed:
    """Write the envelope. Raises InputChanged, and ValueError for a manifest that cannot be sealed."""
    first = write_manifest(manifest, files, context)
    key, header = key_seals.make_keys(platform_key, context)
    size = size_class(whole_chunks(len(first)) + sum(file.size for file in files))
    preamble = header.to_bytes()
    writer = ChunkWriter(into, key=key, header=preamble, size=size)
    writer.write(first)
    writer.fill_chunk()
    for file in files:
        _copy_in(file, writer)
    digest = writer.finish()
    return Sealed(sha256=digest, size=len(preamble) + size // CHUNK * (CHUNK + TAG), alg=ALGORITHM)


def open(source: BinaryIO, *, private_key: X25519PrivateKey, context: Context, into: Path) -> Opened:
    """Write the files into the folder `into`, under numbers. Raises SealFault and then leaves none of them there."""
    header = read_header(source)
    key = key_seals.find_key(header, private_key, context)
    reader = ChunkReader(source, key=key, header=header.to_bytes())
    manifest, entries = _take_manifest(reader, context)
    into.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as undo:
        files = [_copy_out(entry, reader, into / f"{number:04}", undo) for number, entry in enumerate(entries, start=1)]
        needed = reader.taken
        reader.take_padding()
        if reader.taken != size_class(needed):
            raise SealFault(Reason.LENGTH)
        undo.pop_all()
    return Opened(manifest=manifest, files=files)


def _copy_in(file: SealedInput, writer: ChunkWriter) -> None:
    digest, size = sha256(), 0
    with file.open() as stream:
        while (piece := stream.read(CHUNK // 2)) and (size := size + len(piece)) <= file.size:
            digest.update(piece)
            writer.write(piece)
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise InputChanged(file.name)


def _take_manifest(reader: ChunkReader, context: Context) -> tuple[dict[str, Any], list[FileEntry]]:
    size = int.from_bytes(reader.take(LENGTH_BYTES), "big")
    if size > MOST_BYTES:
        raise SealFault(Reason.MANIFEST)
    text = reader.take(size)
    reader.take_padding(chunk_only=True)
    return read_manifest(text, context)


def _copy_out(entry: FileEntry, reader: ChunkReader, path: Path, undo: ExitStack) -> OpenedFile:
    digest = sha256()
    with path.open("xb") as file:
        undo.callback(path.unlink, missing_ok=True)
        for piece in reader.pieces(entry.size):
            digest.update(piece)
            file.write(piece)
    if digest.hexdigest() != entry.sha256:
        raise SealFault(Reason.FILE)
    return OpenedFile(name=entry.name, size=entry.size, sha256=entry.sha256, path=path)
