"""Who reads the files of tenders and firms; what was read of an opened bid leaves the reader's name behind."""

from typing import Any

from shared import audit, files
from shared.clock import database_now
from shared.models import StoredFile
from supply.models import Bid, OpenedBid, Supplier, Tender
from supply.permissions import competes, suppliers_to_verify, tenders_of, tenders_to_open

READ = "supply:bid:read"


@files.guard("supply.tenderdocument")
def may_read_document(user: Any, file: StoredFile) -> bool:
    """Anyone, once the tender is published; before that, those of the entity who prepare, approve or audit it."""
    of_document = {"documents": file.subject_id}
    return (
        Tender.objects.public().filter(**of_document).exists()
        or tenders_of(user, at=database_now()).filter(**of_document).exists()
    )


@files.guard("supply.supplier")
def may_read_licence(user: Any, file: StoredFile) -> bool:
    """Those of the firm; verifiers, once it is handed in."""
    if not user.is_authenticated:
        return False
    firms = (Supplier.objects.for_user(user), suppliers_to_verify(user, at=database_now()))
    return any(each.filter(pk=file.subject_id).exists() for each in firms)


@files.guard("supply.bid")
def may_read_draft_file(user: Any, file: StoredFile) -> bool:
    """Those who act for the firm, as long as it is a draft."""
    return user.is_authenticated and Bid.objects.for_user(user).filter(pk=file.subject_id).exists()


@files.guard("supply.openedbid")
def may_read_opened_file(user: Any, file: StoredFile) -> bool:
    """The committee and the staff of the entity, from the opening on; of these nobody whose own firm has bid."""
    opened = OpenedBid.objects.filter(pk=file.subject_id).select_related("submission__bid__tender").first()
    if opened is None:
        return False
    tender = opened.submission.bid.tender
    return tenders_to_open(user, at=database_now()).filter(pk=tender.pk).exists() and not competes(user, tender)


@files.on_read("supply.openedbid")
def note_reading(user: Any, file: StoredFile) -> None:
    opened = OpenedBid.objects.select_related("submission__bid__tender__entity").get(pk=file.subject_id)
    bid = opened.submission.bid
    audit.record(READ, bid, by=user, at=database_now(), entity=bid.tender.entity, file=file)
