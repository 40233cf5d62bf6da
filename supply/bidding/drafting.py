"""Preparing a bid (إعداد العرض), step by step and file by file; nothing of it counts before it is sealed."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from shared import audit, drafts, files, locks
from shared.clock import database_now
from shared.models import StoredFile
from shared.references import random_number
from supply.bid_states import BidState
from supply.bid_steps import BY_NAME, FILES
from supply.bidding.checks import check_draft, check_supplier, check_writer, in_time, own_bid, own_draft, still_open
from supply.models import Bid, BidFile, Supplier, Tender

if TYPE_CHECKING:
    from accounts.models import User


def start_bid(tender_id: UUID, *, supplier_id: UUID, by: "User") -> Bid:
    """Begin a bid, or go on with the live one of this firm; beside a sealed one an empty draft is laid, if none is there.

    Raises Tender.DoesNotExist, Supplier.DoesNotExist, ReadsOnly, TenderClosed, SupplierNotActive, LicenceExpired.
    """
    with transaction.atomic():
        tender = locks.share(Tender.objects.public().filter(pk=tender_id))
        supplier = locks.update(Supplier.objects.for_user(by).filter(pk=supplier_id))
        check_writer(supplier, by)
        if begun := Bid.objects.live().filter(tender=tender, supplier=supplier).first():
            return _go_on(locks.update(Bid.objects.filter(pk=begun.pk)), tender, by=by)
        at = still_open(tender)
        check_supplier(supplier, tender, at=at)
        bid = Bid(tender=tender, supplier=supplier, author=by, reference=random_number("BID"), created_at=at)
        bid.write_draft({})
        with in_time(tender):
            bid.save(force_insert=True)
        # Without the entity: nobody there learns before the opening that there is a bid.
        audit.record("supply:bid:start", bid, by=by, at=at, on_behalf_of=supplier)
    return bid


def save_step(bid_id: UUID, step: str, data: dict[str, Any], *, by: "User", version: int, complete: bool = True) -> Bid:
    """Keep one step. After the closing it is kept all the same, and then TenderClosed says that it is too late.

    Raises Bid.DoesNotExist, ReadsOnly, NoDraft, StaleDraft, TenderClosed.
    """
    if step not in BY_NAME:
        raise TypeError(f"not a step of a bid: {step}")
    with transaction.atomic():
        bid = own_bid(bid_id, by=by)
        check_draft(bid)
        drafts.save_step(bid, step, data, version=version, complete=complete)
    bid.refresh_from_db()
    still_open(bid.tender, bid)
    return bid


def add_file(bid_id: UUID, upload: "File[bytes]", *, by: "User", version: int) -> BidFile:
    """Take a file into the draft. Raises Bid.DoesNotExist, ReadsOnly, NoDraft, BidChanged, TenderClosed, FileRefused."""
    asked = Bid.objects.for_user(by).select_related("supplier", "tender").get(pk=bid_id)
    check_writer(asked.supplier, by)
    check_draft(asked)
    still_open(asked.tender, asked)
    files.check_room(StoredFile.objects.filter(pk__in=asked.files.values("file")), upload.size or 0)
    # The object is written before the transaction begins; where that fails, nobody holds the file and it goes again.
    received = files.receive(upload, kind="bid_file", by=by, at=database_now())
    try:
        return _attach(bid_id, received, by=by, version=version)
    except BaseException:
        files.delete(received)
        raise


def remove_file(bid_id: UUID, file_id: UUID, *, by: "User", version: int) -> Bid:
    """`file_id` is the BidFile's. Raises Bid.DoesNotExist, BidFile.DoesNotExist, ReadsOnly, NoDraft, BidChanged."""
    with transaction.atomic():
        bid = own_draft(bid_id, by=by, version=version)
        drop_file(bid.files.select_related("file").get(pk=file_id))
        _note_files(bid)
        audit.record("supply:bid:remove_file", bid, by=by, at=database_now())
    return bid


def _go_on(bid: Bid, tender: Tender, *, by: "User") -> Bid:
    """The sealed bid counts until a new version is sealed in its turn."""
    if bid.state == BidState.SEALED and not bid.has_draft:
        at = still_open(tender, bid)
        bid.write_draft({})
        bid.row_version += 1
        bid.save(update_fields=[*bid.draft_fields(), "row_version"])
        audit.record("supply:bid:revise", bid, by=by, at=at, on_behalf_of=bid.supplier)
    return bid


def drop_file(attached: BidFile) -> None:
    attached.delete()
    files.delete(attached.file)


def _attach(bid_id: UUID, received: StoredFile, *, by: "User", version: int) -> BidFile:
    with transaction.atomic():
        bid, at = own_draft(bid_id, by=by, version=version), database_now()
        files.attach(received, to=bid)
        attached = BidFile.objects.create(bid=bid, file=received, added_at=at)
        _note_files(bid)
        audit.record("supply:bid:add_file", bid, by=by, at=at, file=received)
    return attached


def _note_files(bid: Bid) -> None:
    """The step is complete with the first file; a bid without any is confirmed by saving the step as it is."""
    done = [name for name in bid.completed_steps if name != FILES]
    bid.completed_steps = [*done, FILES] if bid.files.exists() else done
    bid.row_version += 1
    bid.save(update_fields=["completed_steps", "row_version"])
