"""Approval and publication (اعتماد المناقصة وطرحها): two people, one frozen text."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import holds
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import check_move
from shared.refusals import Refused
from supply.bid_keys import platform_key_id
from supply.models import OpeningPlan, Tender, TenderEditor, TenderVersion
from supply.permissions import may_edit_tender
from supply.readiness import Gap, gaps
from supply.rules.plan import Seat, digest, plan_document
from supply.states import TENDER_MOVES, TenderState
from supply.tendering import NotPermitted, TenderChanged
from supply.versions import facts_sha256, frozen_facts

if TYPE_CHECKING:
    from accounts.models import User


class Incomplete(Refused):
    """`gaps` says what is missing and where to go."""

    template = "supply/staff/incomplete.html"

    def __init__(self, tender: Tender, found: list[Gap]) -> None:
        self.gaps = found
        super().__init__(_("The tender is not complete yet."), tender=tender, gaps=found)


class OwnWork(Refused):
    def __init__(self) -> None:
        super().__init__(_("Whoever prepared or edited the tender may not approve it."), status=403)


class OnTheCommittee(Refused):
    def __init__(self) -> None:
        super().__init__(_("Whoever sits in the opening committee may not approve the tender."), status=403)


def send_for_approval(tender_id: UUID, *, by: "User", at: datetime, version: int) -> TenderVersion:
    """Freeze the text and ask an approver. Raises NotPermitted, TenderChanged, Incomplete, MoveNotAllowed."""
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(pk=tender_id))
        if not may_edit_tender(by, tender, at=at):
            raise NotPermitted
        check_move(TENDER_MOVES, tender.state, TenderState.IN_REVIEW)
        if tender.row_version != version:
            raise TenderChanged
        _check_complete(tender, at=at)
        facts = frozen_facts(tender)
        frozen = TenderVersion.objects.create(
            tender=tender,
            number=tender.versions.count() + 1,
            facts=facts,
            sha256=facts_sha256(facts),
            sent_by=by,
            sent_at=at,
        )
        tender.state, tender.sent_at, tender.return_reason = TenderState.IN_REVIEW, at, ""
        tender.row_version += 1
        tender.save()
        # Whoever asks for the approval does not give it.
        TenderEditor.objects.get_or_create(tender=tender, user=by, defaults={"first_at": at})
        audit.record(
            "supply:tender:send_for_approval", tender, by=by, at=at, entity=tender.entity, version=frozen.number
        )
        outbox.post("supply.tender.sent_for_approval", tender=tender.pk, version=frozen.number)
    return frozen


def return_tender(tender_id: UUID, *, by: "User", at: datetime, reason: str) -> Tender:
    """Give it back to be changed (إعادة للتعديل). Raises NotPermitted, MoveNotAllowed."""
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(pk=tender_id))
        if not holds(by, Role.TENDER_APPROVER, tender.entity, at=at):
            raise NotPermitted
        check_move(TENDER_MOVES, tender.state, TenderState.DRAFT)
        tender.state, tender.return_reason = TenderState.DRAFT, reason
        tender.row_version += 1
        tender.save()
        audit.record("supply:tender:return", tender, by=by, at=at, entity=tender.entity)
        outbox.post("supply.tender.returned", tender=tender.pk)
    return tender


def publish_tender(tender_id: UUID, *, by: "User", approved: str) -> Tender:
    """Publish exactly what the approver read; `approved` is the digest of the version on his screen.

    The database decides the instant. Raises NotPermitted, OwnWork, OnTheCommittee, TenderChanged, Incomplete,
    MoveNotAllowed.
    """
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(pk=tender_id))
        at = database_now()
        check_approver(tender, by, at=at)
        check_move(TENDER_MOVES, tender.state, TenderState.PUBLISHED)
        frozen = tender.versions.latest("number")
        if not (approved == frozen.sha256 == facts_sha256(frozen_facts(tender))):
            raise TenderChanged
        _check_complete(tender, at=at)
        plan = _freeze_plan(tender, at=at)
        tender.state, tender.approver, tender.published_at = TenderState.PUBLISHED, by, at
        tender.version = frozen.number
        tender.row_version += 1
        tender.save()
        audit.record(
            "supply:tender:publish", tender, by=by, at=at, entity=tender.entity,
            version=frozen.number, sha256=frozen.sha256, plan=plan.plan_sha256,
        )  # fmt: skip
        outbox.post("supply.tender.published", tender=tender.pk)
    return tender


def check_approver(tender: Tender, by: "User", *, at: datetime) -> None:
    """Of its publication and of every later change. Raises NotPermitted, OwnWork, OnTheCommittee."""
    if not holds(by, Role.TENDER_APPROVER, tender.entity, at=at):
        raise NotPermitted
    if tender.was_edited_by(by):
        raise OwnWork
    if tender.opening_plan.has_member(by):
        raise OnTheCommittee


def _check_complete(tender: Tender, *, at: datetime) -> None:
    if found := gaps(tender, at=at):
        raise Incomplete(tender, found)


def _freeze_plan(tender: Tender, *, at: datetime) -> OpeningPlan:
    plan: OpeningPlan = tender.opening_plan
    plan.platform_key = platform_key_id()
    plan.document = plan_document(
        ocid=tender.ocid,
        quorum=plan.quorum,
        seats=[Seat(str(member.user_id), member.office) for member in plan.members.all()],
        platform_key=plan.platform_key,
    )
    plan.plan_sha256, plan.frozen_at = digest(plan.document), at
    plan.save()
    return plan
