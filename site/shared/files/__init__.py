"""Private files of people: received, inspected, stored, and read only by whom the record's own rule lets."""

from shared.files.guards import guard, may_read, on_read
from shared.files.kinds import KINDS, Kind
from shared.files.orphans import sweep_store
from shared.files.refusals import FileRefused
from shared.files.storing import (
    attach,
    check_room,
    delete,
    inspect,
    opened,
    receive,
    receive_unseen,
    release,
    store_sealed,
    sweep,
)

__all__ = [
    "KINDS",
    "FileRefused",
    "Kind",
    "attach",
    "check_room",
    "delete",
    "guard",
    "inspect",
    "may_read",
    "on_read",
    "opened",
    "receive",
    "receive_unseen",
    "release",
    "store_sealed",
    "sweep",
    "sweep_store",
]
