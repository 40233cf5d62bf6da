from enum import StrEnum


class Reason(StrEnum):
    FORM = "form"  # no SEAL-1 file, or its header is not as we write it
    ALGORITHM = "algorithm"
    MEMBERS = "members"  # needs shares of committee members, which nobody brought
    OTHER_KEY = "other_key"  # sealed to a key pair that is not this one
    BINDING = "binding"  # damaged, or sealed for another tender, lot, bid, revision, kind or plan
    COMMITMENT = "commitment"  # what the seals hold is not the key that the header commits to
    CHUNK = "chunk"  # a chunk is damaged, out of its order, missing or one too many
    LENGTH = (
        "length"  # ends within a chunk, or before everything the manifest names, or has another size than its class
    )
    MANIFEST = "manifest"
    FILE = "file"  # a file's content is not what the manifest says
    PADDING = "padding"


class SealFault(Exception):
    """The envelope is not, byte for byte, one that was sealed for this place with this key."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class InputChanged(Exception):
    """A file to be sealed is not the one whose size and digest were told."""
