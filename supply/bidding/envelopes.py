"""From a draft to a sealed file: slow, outside any transaction, with two chunks in memory whatever the size."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from shared import files
from shared.clock import database_now
from shared.models import Scan, StoredFile
from supply.bid_keys import OpeningKeyMissing, place_of, platform_key, platform_key_id
from supply.bid_refusals import FileInfected, FileLost, SealingUnavailable, StepsOpen
from supply.bid_states import EnvelopeKind
from supply.bid_steps import open_steps, validated
from supply.models import Bid, Envelope, Submission
from supply.models.bids import ONLY_LOT
from supply.sealing import envelope as sealing

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class SealedDraft:
    """What was sealed: the draft as it stood at `version`, as its `revision`-th, for the plan of this digest."""

    version: int
    revision: int
    plan_sha256: str
    file: StoredFile
    sealed: sealing.Sealed
    kept: bool = False

    def keep(self, submission: Submission) -> Envelope:
        """Inside the transaction that receives it; until then nobody holds the file."""
        envelope = Envelope.objects.create(
            submission=submission,
            kind=EnvelopeKind.WHOLE,
            lot=ONLY_LOT,
            file=self.file,
            sha256=self.sealed.sha256,
            size=self.sealed.size,
            alg=self.sealed.alg,
        )
        files.attach(self.file, to=envelope)
        self.kept = True
        return envelope


@contextmanager
def sealed_draft(bid: Bid, *, by: "User") -> Iterator[SealedDraft]:
    """The bid's draft as it was just read, sealed into a stored file, which goes again unless it was kept.

    Raises StepsOpen, FileInfected, FileLost, SealingUnavailable.
    """
    if unready := open_steps(bid):
        raise StepsOpen(unready, bid)
    attached = [each.file for each in bid.files.select_related("file")]
    if any(file.scan == Scan.INFECTED for file in attached):
        raise FileInfected(bid)
    revision, plan_sha256 = bid.revision + 1, bid.tender.opening_plan.plan_sha256
    file, sealed = _seal(bid, validated(bid), attached, revision=revision, plan_sha256=plan_sha256, by=by)
    draft = SealedDraft(bid.row_version, revision, plan_sha256, file, sealed)
    try:
        yield draft
    finally:
        if not draft.kept:
            files.delete(file)


def _seal(
    bid: Bid, manifest: dict[str, Any], attached: list[StoredFile], *, revision: int, plan_sha256: str, by: "User"
) -> tuple[StoredFile, sealing.Sealed]:
    inputs = [
        sealing.SealedInput(file.given_name, file.size, file.sha256, partial(files.opened, file)) for file in attached
    ]
    place = place_of(bid, revision=revision, plan_sha256=plan_sha256, kind=EnvelopeKind.WHOLE, lot=ONLY_LOT)
    with TemporaryDirectory(prefix="sealing-") as folder:
        path = Path(folder) / "envelope"
        try:
            _check_key(bid)
            with path.open("xb") as into:
                sealed = sealing.seal(manifest, inputs, into=into, platform_key=platform_key(), context=place)
        except sealing.InputChanged as changed:
            raise FileLost(str(changed), bid) from None
        except OpeningKeyMissing:
            raise SealingUnavailable(bid) from None
        except FileNotFoundError as missing:
            raise FileLost(_name_of(missing, attached), bid) from None
        return files.store_sealed(path, by=by, at=database_now()), sealed


def _check_key(bid: Bid) -> None:
    """The committee's plan names the key: a bid sealed to another would not open."""
    if platform_key_id() != bid.tender.opening_plan.platform_key:
        raise SealingUnavailable(bid)


def _name_of(missing: FileNotFoundError, attached: list[StoredFile]) -> str:
    return next((file.given_name for file in attached if file.key in str(missing.filename)), "")
