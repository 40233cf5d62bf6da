"""Reading sealed envelopes: only where the private key is, that is in the opening worker, and only when it is time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from shared import files
from shared.clock import database_now
from shared.models import StoredFile
from supply.bid_keys import place_of
from supply.bid_states import EnvelopeKind
from supply.models import Envelope, Submission
from supply.models.bids import ONLY_LOT
from supply.sealing import envelope as sealing
from supply.sealing.context import Context
from supply.sealing.keys import read_private


class NotYet(RuntimeError):
    """The database clock stands before the opening instant: nothing is decrypted."""


@dataclass
class Unsealed:
    """What one submission holds; with a `fault` there is nothing in it that may be trusted, and so nothing is kept."""

    submission: Submission
    facts: dict[str, Any] = field(default_factory=dict)
    files: list[StoredFile] = field(default_factory=list)
    fault: str = ""


def unseal(submissions: list[Submission], *, not_before: datetime) -> list[Unsealed]:
    """Decrypt each submission; a damaged one says so and does not stop the others. Raises NotYet, OpeningKeyMissing."""
    at = database_now()
    if at < not_before:
        raise NotYet
    key = read_private(Path(settings.OPENING_KEY_PATH))
    return [_unseal(submission, key=key, at=at) for submission in submissions]


def _unseal(submission: Submission, *, key: X25519PrivateKey, at: datetime) -> Unsealed:
    try:
        with _quarantine() as folder:
            with files.opened(_envelope(submission).file) as source:
                found = sealing.open(source, private_key=key, context=_place(submission), into=folder)
            kept = [
                files.receive_unseen(each.path, kind="bid_file", given_name=each.name, at=at) for each in found.files
            ]
            return Unsealed(submission, facts=_facts(found.manifest), files=kept)
    except sealing.SealFault as fault:
        return Unsealed(submission, fault=fault.reason)
    except FileNotFoundError:
        return Unsealed(submission, fault="envelope_missing")


def _envelope(submission: Submission) -> Envelope:
    return submission.envelopes.get(kind=EnvelopeKind.WHOLE, lot=ONLY_LOT)


def _place(submission: Submission) -> Context:
    """What the envelope must have been sealed for."""
    return place_of(
        submission.bid,
        revision=submission.revision,
        plan_sha256=submission.plan_sha256,
        kind=EnvelopeKind.WHOLE,
        lot=ONLY_LOT,
    )


@contextmanager
def _quarantine() -> Iterator[Path]:
    """Plain text lies here for the moment between decryption and storage."""
    with TemporaryDirectory(prefix="opening-") as folder:
        yield Path(folder)


def _facts(manifest: dict[str, Any]) -> dict[str, Any]:
    """What the record keeps of the manifest: all but the salt, which has done its work."""
    return {name: value for name, value in manifest.items() if name != "salt"}
