"""From an upload to a stored object and its row. The object is written first, never inside a database transaction."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import models, transaction

from shared.files.inspection import inspect_stream
from shared.files.kinds import KINDS, SEALED, UNKNOWN_TYPE
from shared.files.names import clean_name
from shared.files.refusals import FileRefused, FileTooLarge, NoRoom
from shared.models import Scan, StoredFile, uuid7

CHUNK = 64 * 1024
IN_MEMORY = 2_500_000
MOST_FILES_A_DRAFT = 30
MOST_BYTES_A_DRAFT = 100_000_000


@dataclass(frozen=True)
class Digest:
    size: int
    sha256: str


def receive(upload: "File[bytes]", *, kind: str, by: Any, at: datetime) -> StoredFile:
    """Count, inspect and store what was uploaded. Raises FileRefused; then nothing was stored."""
    rules = KINDS[kind]
    if upload.size and upload.size > rules.most_bytes:
        raise FileTooLarge(rules.most_bytes)
    with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        stream = cast(BinaryIO, copy)
        digest = _copy(upload.chunks(), stream, most_bytes=rules.most_bytes)
        found = inspect_stream(stream, size=digest.size, kind=rules)
        return _store(
            stream,
            digest,
            kind=kind,
            given_name=clean_name(upload.name or "", found),
            media_type=found.media_type,
            owner=by,
            scan=_before_scan(),
            uploaded_at=at,
        )


def store_sealed(path: Path, *, by: Any, at: datetime) -> StoredFile:
    """An envelope as it is: nobody can look into it, and nobody is given it."""
    with path.open("rb") as stream:
        return _store(
            stream,
            _digest(stream),
            kind=SEALED,
            given_name=SEALED,
            media_type=UNKNOWN_TYPE,
            owner=by,
            scan=Scan.SEALED,
            uploaded_at=at,
        )


def receive_unseen(path: Path, *, kind: str, given_name: str, at: datetime) -> StoredFile:
    """What came out of an envelope is kept in any case, for it was handed in; what does not pass is read by nobody."""
    with path.open("rb") as stream:
        digest = _digest(stream)
        try:
            found, scan = inspect_stream(stream, size=digest.size, kind=KINDS[kind]), _before_scan()
        except FileRefused:
            found, scan = None, Scan.FAILED
        return _store(
            stream,
            digest,
            kind=kind,
            given_name=clean_name(given_name, found),
            media_type=found.media_type if found else UNKNOWN_TYPE,
            owner=None,
            scan=scan,
            uploaded_at=at,
        )


def inspect(file: StoredFile) -> None:
    """Look at a stored file as at an upload. Raises FileRefused."""
    with opened(file) as stream:
        inspect_stream(stream, size=file.size, kind=KINDS[file.kind])


def attach(file: StoredFile, *, to: models.Model) -> None:
    """From now on the rule of this record says who may read the file."""
    file.guard, file.subject_id = to._meta.label_lower, str(to.pk)
    file.save(update_fields=["guard", "subject_id"])


def release(file: StoredFile) -> None:
    """The record holds it no longer: nobody may read it from now on, and the sweep takes it as what nobody attached."""
    file.guard = file.subject_id = ""
    file.save(update_fields=["guard", "subject_id"])


@contextmanager
def opened(file: StoredFile) -> Iterator[BinaryIO]:
    """The bytes as they were stored. Asks nobody: the caller has."""
    with open_stored(file) as stream:
        yield cast(BinaryIO, stream)


def open_stored(file: StoredFile) -> "File[bytes]":
    """As `opened`, for a response that closes it when the last byte is sent."""
    return _storage().open(file.key, "rb")


def delete(file: StoredFile) -> None:
    """Row now, object once that is committed. Raises ProtectedError while a record holds the file."""
    file.delete()
    transaction.on_commit(lambda: _storage().delete(file.key))


def sweep(*, before: datetime) -> int:
    """Delete what no record holds: an upload whose page was left, an envelope whose process died, what a record released. How many went."""
    swept = 0
    for file in StoredFile.objects.filter(guard="", uploaded_at__lt=before):
        with suppress(models.ProtectedError), transaction.atomic():  # a record may hold it all the same
            delete(file)
            swept += 1
    return swept


def check_room(existing: Iterable[StoredFile], new_size: int) -> None:
    """How much one draft may hold. Raises NoRoom."""
    sizes = [file.size for file in existing]
    if len(sizes) >= MOST_FILES_A_DRAFT or sum(sizes) + new_size > MOST_BYTES_A_DRAFT:
        raise NoRoom(most_files=MOST_FILES_A_DRAFT, most_bytes=MOST_BYTES_A_DRAFT)


def _before_scan() -> Scan:
    """What a file is before a scanner has seen it; where none is set, none will."""
    return Scan.PENDING if settings.CLAMAV_ADDRESS else Scan.UNSCANNED


def _copy(chunks: Iterable[bytes], into: BinaryIO, *, most_bytes: int) -> Digest:
    """Our own count: what the browser announced is not believed."""
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes:
            raise FileTooLarge(most_bytes)
        digest.update(chunk)
        into.write(chunk)
    return Digest(size, digest.hexdigest())


def _digest(stream: BinaryIO) -> Digest:
    sha256 = hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
    return Digest(stream.tell(), sha256)


def _store(stream: BinaryIO, digest: Digest, **facts: Any) -> StoredFile:
    pk, storage = uuid7(), _storage()
    stream.seek(0)
    key = storage.save(f"{pk.hex[-2:]}/{pk}", File(stream))
    try:
        _settle(storage, key)
        return StoredFile.objects.create(id=pk, key=key, size=digest.size, sha256=digest.sha256, **facts)
    except BaseException:
        storage.delete(key)
        raise


def _settle(storage: Storage, key: str) -> None:
    """Receipts will name this file: on a disk of our own it must outlive a power cut. An object store does this itself."""
    try:
        path = Path(storage.path(key))
    except NotImplementedError:
        return
    for each in (path, *path.parents[:2]):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _storage() -> Storage:
    return storages["private"]
