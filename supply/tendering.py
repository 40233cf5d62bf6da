"""Preparing a tender (إعداد المناقصة): its text, documents and opening committee."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shared import audit, files, locks
from shared.moves import check_move
from shared.references import next_reference
from shared.refusals import Refused
from supply.models import OpeningMember, OpeningPlan, Tender, TenderDocument, TenderEditor
from supply.permissions import may_draft_tender, may_edit_tender
from supply.readiness import Gap, closing_gaps
from supply.states import TENDER_MOVES, TenderState

if TYPE_CHECKING:
    from accounts.models import User
    from entities.models import Entity
    from shared.models import StoredFile

TEXT = frozenset(
    {"title_ar", "title_en", "description_ar", "description_en", "criteria_ar", "criteria_en", "governing_language",
     "category", "value", "value_shown", "price_basis", "bid_validity_days", "closes_at", "opens_at", "closing_reason"}
)  # fmt: skip


class NotPermitted(Refused):
    def __init__(self) -> None:
        super().__init__(_("You do not have permission to do this."), status=403)


class TenderChanged(Refused):
    """Somebody saved this tender in between, or it is no longer what the approver read."""

    def __init__(self) -> None:
        super().__init__(_("The data changed after you opened this page. Check it and try again."))


class NamedTwice(Refused):
    def __init__(self) -> None:
        super().__init__(_("Each person has one seat in the committee, and there is one chair."), field="committee")


class UnfitClosing(Refused):
    """`gaps` says what speaks against the closing or opening instant, each with its field."""

    def __init__(self, found: list[Gap]) -> None:
        self.gaps = found
        super().__init__(found[0].message, field=found[0].field)


def draft_tender(entity: "Entity", *, by: "User", at: datetime, **text: Any) -> Tender:
    """Begin a tender; the author may never approve it. Raises NotPermitted, UnfitClosing."""
    if not may_draft_tender(by, entity, at=at):
        raise NotPermitted
    _check_text(text, at=at)
    with transaction.atomic():
        reference = next_reference("TND", at=at)
        tender = Tender.objects.create(
            entity=entity,
            reference=reference,
            ocid=f"{settings.OCID_PREFIX}-{reference}",
            currency=settings.CURRENCY,
            author=by,
            created_at=at,
            **text,
        )
        OpeningPlan.objects.create(tender=tender, quorum=settings.TENDER_QUORUM)
        audit.record("supply:tender:draft", tender, by=by, at=at, entity=entity)
    return tender


def edit_tender(tender_id: UUID, *, by: "User", at: datetime, version: int, **text: Any) -> Tender:
    """Change the text; a tender that awaits approval becomes a draft again.

    Raises NotPermitted, TenderChanged, UnfitClosing.
    """
    _check_text(text, at=at)
    with _editing(tender_id, by=by, at=at, version=version, act="edit") as tender:
        for name, value in text.items():
            setattr(tender, name, value)
    return tender


def add_document(
    tender_id: UUID, *, file: "StoredFile", by: "User", at: datetime, version: int, **facts: str
) -> TenderDocument:
    """Attach a received file as a document of the tender; `facts` are title_ar, title_en, kind and language."""
    with _editing(tender_id, by=by, at=at, version=version, act="add_document") as tender:
        document = TenderDocument.objects.create(tender=tender, file=file, sha256=file.sha256, added_at=at, **facts)
        files.attach(file, to=document)
    return document


def remove_document(tender_id: UUID, document_id: UUID, *, by: "User", at: datetime, version: int) -> None:
    """Take a document out of a tender that is not yet published; its file is swept later."""
    with _editing(tender_id, by=by, at=at, version=version, act="remove_document") as tender:
        removed = tender.documents.select_related("file").get(pk=document_id)
        removed.delete()
        files.release(removed.file)


def name_committee(
    tender_id: UUID, *, seats: Iterable[tuple["User", str]], quorum: int, by: "User", at: datetime, version: int
) -> OpeningPlan:
    """Name who opens the bids (تشكيل لجنة فتح المظاريف); frozen at publication. Raises NamedTwice."""
    named = list(seats)
    chairs = sum(1 for _user, office in named if office == "chair")
    if len({user.pk for user, _office in named}) < len(named) or chairs > 1:
        raise NamedTwice
    with _editing(tender_id, by=by, at=at, version=version, act="name_committee", members=len(named)) as tender:
        plan: OpeningPlan = tender.opening_plan
        plan.quorum = quorum
        plan.save(update_fields=["quorum"])
        plan.members.all().delete()
        OpeningMember.objects.bulk_create(OpeningMember(plan=plan, user=user, office=office) for user, office in named)
    return plan


def _check_text(text: dict[str, Any], *, at: datetime) -> None:
    if unknown := set(text) - TEXT:
        raise TypeError(f"not a text of a tender: {sorted(unknown)}")
    closes_at, opens_at = text.get("closes_at"), text.get("opens_at")
    if not (closes_at and opens_at):
        return
    if found := closing_gaps(closes_at, opens_at, reason=text.get("closing_reason", ""), at=at):
        raise UnfitClosing(found)


@contextmanager
def _editing(tender_id: UUID, *, by: "User", at: datetime, version: int, act: str, **facts: Any) -> Iterator[Tender]:
    """The frame of every change: lock, check, change, remember who edited, audit. Any change voids a sent request."""
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(pk=tender_id))
        if not may_edit_tender(by, tender, at=at):
            raise NotPermitted
        if tender.row_version != version:
            raise TenderChanged
        if tender.state == TenderState.IN_REVIEW:
            check_move(TENDER_MOVES, tender.state, TenderState.DRAFT)
            tender.state = TenderState.DRAFT
        yield tender
        tender.row_version += 1
        tender.save()
        TenderEditor.objects.get_or_create(tender=tender, user=by, defaults={"first_at": at})
        audit.record(f"supply:tender:{act}", tender, by=by, at=at, entity=tender.entity, **facts)
