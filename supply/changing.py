"""What may still happen to a published tender (تمديد الموعد وإلغاء المناقصة وإنهاؤها): one person asks, another approves."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from entities.models import Role
from entities.roles import holds
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.moves import check_move
from supply.change_refusals import (
    ApprovedBefore,
    ChangeOpen,
    ChangeOvertaken,
    ClosingPassed,
    CodeMissing,
    NotLater,
    OwnFirmBids,
    OwnRequest,
    ReasonMissing,
)
from supply.ending import cancel_tender, check_award, conclude_tender
from supply.models import Tender, TenderChange
from supply.permissions import competes
from supply.publication import check_approver
from supply.readiness import closing_gaps
from supply.states import TENDER_MOVES, UNDECIDED, CancelCode, ChangeKind, ChangeOutcome, TenderState
from supply.tendering import NotPermitted, UnfitClosing

if TYPE_CHECKING:
    from accounts.models import User

ENDS_IN = {ChangeKind.CANCEL: TenderState.CANCELLED, ChangeKind.CONCLUDE: TenderState.CONCLUDED}


def ask_extension(
    tender_id: UUID, *, by: "User", closes_at: datetime, opens_at: datetime, closing_reason: str = "", **reasons: str
) -> TenderChange:
    """A later deadline (تمديد الموعد); `reasons` are reason_ar and reason_en, as with the others below.

    Raises Tender.DoesNotExist, NotPermitted, ChangeOpen, ReasonMissing, ClosingPassed, NotLater, UnfitClosing.
    """
    facts: dict[str, Any] = {"closes_at": closes_at, "opens_at": opens_at, "closing_reason": closing_reason}
    return _ask(tender_id, ChangeKind.EXTEND, by=by, **facts, **reasons)


def ask_cancellation(tender_id: UUID, *, by: "User", cancel_code: CancelCode | str, **reasons: str) -> TenderChange:
    """Raises Tender.DoesNotExist, NotPermitted, MoveNotAllowed, ChangeOpen, ReasonMissing, CodeMissing, OwnFirmBids."""
    if cancel_code not in CancelCode.values:
        raise CodeMissing
    return _ask(tender_id, ChangeKind.CANCEL, by=by, cancel_code=cancel_code, **reasons)


def ask_conclusion(
    tender_id: UUID, *, by: "User", winner: UUID | None, award_amount: Decimal | None = None, **reasons: str
) -> TenderChange:
    """To whom the tender is awarded (الترسية): one of the opened bids, or none, for a reason that all bidders read.

    Without an amount it is the price of the bid. Raises Tender.DoesNotExist, NotPermitted, MoveNotAllowed, ChangeOpen,
    ReasonMissing, NoWinner, AmountMissing, OwnFirmBids.
    """
    return _ask(tender_id, ChangeKind.CONCLUDE, by=by, winner_id=winner, award_amount=award_amount, **reasons)


def approve_change(change_id: UUID, *, by: "User") -> TenderChange:
    """It takes effect at once and everyone concerned is told once; only a cancellation after the opening waits for a second.

    Raises TenderChange.DoesNotExist, NotPermitted, OwnWork, OnTheCommittee, OwnRequest, ApprovedBefore, OwnFirmBids,
    ChangeOvertaken, MoveNotAllowed, ClosingPassed, NotLater, UnfitClosing.
    """
    with transaction.atomic():
        change, tender, at = _open(change_id, by=by)
        if tender.state not in UNDECIDED:
            raise ChangeOvertaken
        _check(tender, change, by=by, at=at)
        if _needs_another(tender, change):
            change.first_approved_by, change.first_approved_at = by, at
            change.save()
            audit.record("supply:tender:approve_first", tender, by=by, at=at, entity=tender.entity, kind=change.kind)
            outbox.post("supply.tender.change_asked", change=change.pk)
            return change
        if change.first_approved_by_id == by.pk:
            raise ApprovedBefore
        change.closes_from = tender.closes_at if change.kind == ChangeKind.EXTEND else None
        _decide(change, ChangeOutcome.APPROVED, by=by, at=at)
        TAKES_EFFECT[ChangeKind(change.kind)](tender, change, by=by, at=at)
    return change


def return_change(change_id: UUID, *, by: "User", reason: str) -> TenderChange:
    """Do not approve it; whoever asked reads why.

    Raises TenderChange.DoesNotExist, NotPermitted, OwnWork, OnTheCommittee, OwnRequest, ChangeOvertaken.
    """
    with transaction.atomic():
        change, tender, at = _open(change_id, by=by)
        change.return_reason = reason
        _decide(change, ChangeOutcome.RETURNED, by=by, at=at)
        audit.record("supply:tender:return_change", tender, by=by, at=at, entity=tender.entity, kind=change.kind)
        outbox.post("supply.tender.change_returned", change=change.pk)
    return change


def _ask(
    tender_id: UUID, kind: ChangeKind, *, by: "User", reason_ar: str = "", reason_en: str = "", **facts: Any
) -> TenderChange:
    """Nothing changes until it is approved."""
    if not (reason_ar and reason_en):
        raise ReasonMissing("reason_en" if reason_ar else "reason_ar")
    with transaction.atomic():
        tender = locks.update(Tender.objects.select_related("entity").filter(pk=tender_id))
        at = database_now()
        if not holds(by, Role.BUYER, tender.entity, at=at):
            raise NotPermitted
        if tender.changes.waiting().exists():
            raise ChangeOpen
        change = TenderChange(
            tender=tender, kind=kind, reason_ar=reason_ar, reason_en=reason_en, asked_by=by, asked_at=at, **facts
        )
        _check(tender, change, by=by, at=at)
        change.save(force_insert=True)
        audit.record("supply:tender:ask_change", tender, by=by, at=at, entity=tender.entity, kind=kind)
        outbox.post("supply.tender.change_asked", change=change.pk)
    return change


def _check(tender: Tender, change: TenderChange, *, by: "User", at: datetime) -> None:
    """Asked when it is proposed, and again when it takes effect."""
    if competes(by, tender):
        raise OwnFirmBids
    if change.kind == ChangeKind.EXTEND:
        _check_extension(tender, change, at=at)
        return
    check_move(TENDER_MOVES, tender.state, ENDS_IN[ChangeKind(change.kind)])
    if change.kind == ChangeKind.CONCLUDE:
        check_award(tender, change)


def _check_extension(tender: Tender, change: TenderChange, *, at: datetime) -> None:
    if not tender.takes_bids_at(at):
        raise ClosingPassed
    assert tender.closes_at is not None
    assert change.closes_at is not None
    assert change.opens_at is not None
    if change.closes_at <= tender.closes_at:
        raise NotLater
    # Bidders had their time from publication; this only adds to it.
    if found := closing_gaps(
        change.closes_at, change.opens_at, reason=change.closing_reason, at=at, least_working_days=0
    ):
        raise UnfitClosing(found)


def _needs_another(tender: Tender, change: TenderChange) -> bool:
    if change.kind != ChangeKind.CANCEL or tender.state != TenderState.OPENED or change.first_approved_at:
        return False
    return bool(settings.TENDER_CANCELLATION_AFTER_OPENING_BY_TWO)


def _extend(tender: Tender, change: TenderChange, *, by: "User", at: datetime) -> None:
    before, tender.closes_at, tender.opens_at = tender.closes_at, change.closes_at, change.opens_at
    tender.closing_reason = change.closing_reason
    tender.row_version += 1
    tender.save()
    audit.record("supply:tender:extend", tender, by=by, at=at, entity=tender.entity, was=before, now=tender.closes_at)
    outbox.post("supply.tender.extended", tender=tender.pk, change=change.pk)


TAKES_EFFECT = {
    ChangeKind.EXTEND: _extend,
    ChangeKind.CANCEL: cancel_tender,
    ChangeKind.CONCLUDE: conclude_tender,
}


def _open(change_id: UUID, *, by: "User") -> tuple[TenderChange, Tender, datetime]:
    asked = TenderChange.objects.get(pk=change_id)
    tender = locks.update(Tender.objects.select_related("entity").filter(pk=asked.tender_id))
    change = locks.update(TenderChange.objects.filter(pk=change_id))
    at = database_now()
    check_approver(tender, by, at=at)
    if change.asked_by_id == by.pk:
        raise OwnRequest
    if change.decided_at is not None:
        raise ChangeOvertaken
    return change, tender, at


def _decide(change: TenderChange, outcome: ChangeOutcome, *, by: "User", at: datetime) -> None:
    change.outcome, change.decided_by, change.decided_at = outcome, by, at
    change.save()
