"""Chunks of 64 KiB, each AES-256-GCM: the nonce counts them and marks the last; the header is their associated data."""

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from supply.sealing.faults import Reason, SealFault
from supply.sealing.header import read_exactly

CHUNK = 64 * 1024
TAG = 16
ZEROS = bytes(CHUNK)


def whole_chunks(size: int) -> int:
    return -(-size // CHUNK) * CHUNK


def size_class(size: int) -> int:
    """The padded size: eighths of the power of two below, one chunk at least; so ≤ 12.5 % is added to large bids."""
    step = max(CHUNK, 1 << max(size.bit_length() - 4, 0))
    return max(-(-size // step), 1) * step


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class ChunkWriter:
    """Memory: one chunk open, one sealed, whatever the size."""

    def __init__(self, into: BinaryIO, *, key: bytes, header: bytes, size: int) -> None:
        self._into, self._aead, self._header = into, AESGCM(key), header
        self._chunks, self._number, self._filled = size // CHUNK, 0, 0
        self._plain, self._sealed = bytearray(CHUNK), bytearray(CHUNK + TAG)
        self._digest = sha256(header)
        into.write(header)

    def write(self, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            taken = rest[: CHUNK - self._filled]
            memoryview(self._plain)[self._filled :][: len(taken)] = taken  # a bytearray would copy it first
            self._filled += len(taken)
            rest = rest[len(taken) :]
            if self._filled == CHUNK:
                self._seal()

    def fill_chunk(self) -> None:
        if self._filled:
            self.write(memoryview(ZEROS)[self._filled :])

    def finish(self) -> str:
        """Pads to the size promised at the start; gives the digest of everything written."""
        self.fill_chunk()
        while self._number < self._chunks:
            self.write(ZEROS)
        return self._digest.hexdigest()

    def _seal(self) -> None:
        if self._number >= self._chunks:
            raise ValueError("More was written than the size that was promised.")
        count = nonce(self._number, last=self._number == self._chunks - 1)
        self._aead.encrypt_into(count, self._plain, self._header, self._sealed)
        self._into.write(self._sealed)
        self._digest.update(self._sealed)
        self._number, self._filled = self._number + 1, 0


class ChunkReader:
    """Gives only what was found genuine. A piece is good until the next one is asked for: they share one buffer."""

    def __init__(self, source: BinaryIO, *, key: bytes, header: bytes) -> None:
        self._source, self._aead, self._header = source, AESGCM(key), header
        self._plain = bytearray(CHUNK)
        self._number, self._left = 0, 0
        self._sealed = read_exactly(source, CHUNK + TAG)

    @property
    def taken(self) -> int:
        return self._number * CHUNK - self._left

    def take(self, size: int) -> bytes:
        return b"".join(bytes(piece) for piece in self.pieces(size))

    def pieces(self, size: int) -> Iterator[memoryview]:
        """`size` bytes. Raises SealFault, also where the envelope ends before."""
        while size:
            if not self._left and not self._open():
                raise SealFault(Reason.LENGTH)
            piece = memoryview(self._plain)[CHUNK - self._left :][:size]
            self._left -= len(piece)
            size -= len(piece)
            yield piece

    def take_padding(self, *, chunk_only: bool = False) -> None:
        """Zeros to the end of the chunk, or of the envelope. Raises SealFault."""
        while self._left or (not chunk_only and self._open()):
            if any(piece != ZEROS[: len(piece)] for piece in self.pieces(self._left)):
                raise SealFault(Reason.PADDING)

    def _open(self) -> bool:
        if not self._sealed:
            return False
        following = read_exactly(self._source, CHUNK + TAG)
        if len(self._sealed) != CHUNK + TAG:
            raise SealFault(Reason.LENGTH)
        try:
            count = nonce(self._number, last=not following)
            self._aead.decrypt_into(count, self._sealed, self._header, self._plain)
        except InvalidTag:
            raise SealFault(Reason.CHUNK) from None
        self._sealed = following
        self._number, self._left = self._number + 1, CHUNK
        return True
