"""Objects that no row names: their process died between object and row, or a deletion did not reach the store."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import Storage, storages

from shared.models import StoredFile

logger = logging.getLogger("shared.files")
# Published pictures may lie in the same bucket: only what is named as ours is looked at.
FOLDER = re.compile(r"[0-9a-f]{2}")
NAME = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FEW, SHARE = 20, 10


class TooManyOrphans(RuntimeError):
    """That is no left-over: store and database do not belong together."""


def sweep_store(*, before: datetime) -> int:
    """Delete the objects from before this moment that no row names. How many went. Raises TooManyOrphans, and then all stay."""
    storage, stored, orphans = storages["private"], 0, []
    for keys in _folders(storage):
        stored += len(keys)
        named = StoredFile.objects.filter(key__in=keys).values_list("key", flat=True)
        orphans += [key for key in sorted(keys - set(named)) if storage.get_modified_time(key) < before]
    if len(orphans) > max(FEW, stored // SHARE):
        raise TooManyOrphans(f"{len(orphans)} of {stored} objects have no row")
    for key in orphans:
        storage.delete(key)
    if orphans:
        logger.warning("objects without a row deleted", extra={"count": len(orphans)})
    return len(orphans)


def _folders(storage: Storage) -> Iterator[set[str]]:
    """The keys of one folder after the other; a store of our own is not there before its first file."""
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:
        return
    for folder in filter(FOLDER.fullmatch, folders):
        yield {f"{folder}/{name}" for name in storage.listdir(folder)[1] if NAME.fullmatch(name)}
