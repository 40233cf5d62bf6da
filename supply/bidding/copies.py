"""«نسختي»: what a firm typed, to keep before the bid is sealed, and to begin a new version from later."""

import json
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shared import audit
from shared.drafts import Step
from shared.refusals import Refused
from supply.bid_steps import DECLARATION, STEPS
from supply.bidding.checks import own_draft, still_open
from supply.models import Bid

if TYPE_CHECKING:
    from accounts.models import User

LARGEST = 256 * 1024


class CopyRefused(Refused):
    """Said beside the field of the file."""

    def __init__(self, message: Any) -> None:
        super().__init__(message, field="copy")


NO_COPY = _("This file is no copy of a bid. Choose the JSON file that you downloaded before sealing.")
OTHER_TENDER = _("This is the copy of a bid for another tender.")
OTHER_FIRM = _("This is not the copy of a bid of your firm for this tender.")


def copy_of(bid: Bid) -> dict[str, Any]:
    """What the file holds. Files are named, not contained."""
    files = [
        {"name": each.file.given_name, "size": each.file.size, "sha256": each.file.sha256}
        for each in bid.files.select_related("file")
    ]
    return {"tender": bid.tender.reference, "bid": bid.reference, "answers": bid.read_draft(), "files": files}


def read_copy(source: BinaryIO) -> dict[str, Any]:
    """Raises CopyRefused where it is none."""
    written = source.read(LARGEST + 1)
    try:
        copy = json.loads(written) if len(written) <= LARGEST else None
        text = json.dumps(copy, ensure_ascii=False).encode()  # refuses half a character, which escapes can name
    except (ValueError, RecursionError):
        raise CopyRefused(NO_COPY) from None
    if b"\\u0000" in text or not isinstance(copy, dict) or not isinstance(copy.get("answers"), dict):
        raise CopyRefused(NO_COPY)
    return copy


def load_copy(bid_id: UUID, copy: dict[str, Any], *, by: "User", version: int) -> list[str]:
    """Lay the answers of a copy into the draft, in place of what stands there; the names of files to attach again.

    Each step is read by its form: what does not hold any more is kept as an open step. The declaration is not taken over:
    whoever submits the new version declares for it. Raises Bid.DoesNotExist, ReadsOnly, NoDraft, BidChanged, TenderClosed,
    CopyRefused.
    """
    with transaction.atomic():
        bid = own_draft(bid_id, by=by, version=version)
        at = still_open(bid.tender, bid)
        _check_owner(bid, copy)
        answers, complete = _read(copy["answers"])
        bid.write_draft(answers)
        kept = [name for name in bid.completed_steps if name not in _loaded_steps()]
        bid.completed_steps = [*complete, *kept]
        bid.row_version += 1
        bid.save(update_fields=[*bid.draft_fields(), "completed_steps", "row_version"])
        audit.record("supply:bid:load_copy", bid, by=by, at=at, on_behalf_of=bid.supplier)
    return _file_names(copy)


def _check_owner(bid: Bid, copy: dict[str, Any]) -> None:
    if copy.get("tender") != bid.tender.reference:
        raise CopyRefused(OTHER_TENDER)
    own = Bid.objects.filter(tender=bid.tender_id, supplier=bid.supplier_id)
    if not isinstance(copy.get("bid"), str) or not own.filter(reference=copy["bid"]).exists():
        raise CopyRefused(OTHER_FIRM)


def _loaded_steps() -> dict[str, Step]:
    return {step.name: step for step in STEPS if step.form is not None and step.name != DECLARATION}


def _read(written: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What goes into the draft, and which steps are complete with it. Raises CopyRefused."""
    answers: dict[str, Any] = {}
    complete = []
    for name, step in _loaded_steps().items():
        if name not in written:
            continue
        assert step.form is not None
        typed = written[name]
        if not isinstance(typed, dict) or not all(isinstance(each, str | int | bool) for each in typed.values()):
            raise CopyRefused(NO_COPY)
        form = step.form(data=typed)
        if form.is_valid():
            answers[name] = form.to_store()
            complete.append(name)
        else:
            answers[name] = form.as_typed()
    if not answers:
        raise CopyRefused(NO_COPY)
    return answers, complete


def _file_names(copy: dict[str, Any]) -> list[str]:
    named = copy.get("files")
    rows = named if isinstance(named, list) else []
    return [str(each["name"])[:200] for each in rows if isinstance(each, dict) and "name" in each]
