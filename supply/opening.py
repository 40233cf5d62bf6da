"""The opening of bids (فض العطاءات): several officers present, all bids at once, not before the appointed instant.

Whoever is missing, whatever came in after the deadline, is decided here and by the database; the content of the envelopes
is read by the opening worker alone (supply/unsealing.py), between `start_opening` and `open_bids`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import holds
from shared import audit, files, locks, outbox
from shared.clock import database_now
from shared.moves import check_move
from shared.refusals import Refused
from supply.bid_states import (
    BID_MOVES,
    SESSION_MOVES,
    UNFINISHED_SESSIONS,
    BidState,
    Outcome,
    SessionResult,
    SessionState,
)
from supply.models import Attendance, Bid, OpenedBid, OpeningSession, Submission, Tender
from supply.models.bids import BidQuerySet
from supply.models.guards import OPENS_IN_TIME
from supply.rules.attendance import Missing, Present, missing
from supply.states import TENDER_MOVES, Office, TenderResult, TenderState
from supply.tendering import NotPermitted
from supply.unsealing import Unsealed

if TYPE_CHECKING:
    from accounts.models import User


class TooEarly(Refused):
    """`not_before` is the instant from which it is allowed, `now` the database's."""

    def __init__(self, tender: Tender, *, not_before: datetime, now: datetime) -> None:
        super().__init__(_("Bids may not be opened yet."), tender=tender, not_before=not_before, now=now)


class NotComplete(Refused):
    """`missing` says who has to be there before the session may start."""

    def __init__(self, found: Missing) -> None:
        self.missing = found
        message = _("The committee chair has not confirmed attendance.")
        if not found.chair:
            message = _("Not enough members have confirmed their attendance.")
        super().__init__(message, missing=found)


class NotAllRead(RuntimeError):
    """What was read is not what the session has to open: all at once, or none."""


class NothingToReason(Refused):
    """A reason is asked for one bid that stands alone, once, while the session waits for it."""

    def __init__(self) -> None:
        super().__init__(_("No reason is needed here (any more)."))


def call_opening(tender_id: UUID, *, by: "User") -> OpeningSession:
    """The buyer calls the committee after the deadline; called twice, it is the same session.

    Raises NotPermitted, TooEarly, MoveNotAllowed.
    """
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(pk=tender_id))
        at = database_now()
        if not holds(by, Role.BUYER, tender.entity, at=at):
            raise NotPermitted
        check_move(TENDER_MOVES, tender.state, TenderState.OPENED)
        assert tender.closes_at is not None
        if at < tender.closes_at:
            raise TooEarly(tender, not_before=tender.closes_at, now=at)
        session, created = OpeningSession.objects.get_or_create(
            tender=tender, state__in=UNFINISHED_SESSIONS,
            defaults={"state": SessionState.CALLED, "called_by": by, "called_at": at},
        )  # fmt: skip
        if created:
            audit.record("supply:opening:call", session, by=by, at=at, entity=tender.entity)
            outbox.post("supply.opening.called", session=session.pk)
    return session


def attend_opening(session_id: UUID, *, by: "User") -> Attendance:
    """A member confirms in person, signed in himself; again refreshes the instant. Raises NotPermitted, MoveNotAllowed."""
    with transaction.atomic():
        session = locks.update(OpeningSession.objects.filter(pk=session_id))
        at = database_now()
        seat = session.tender.opening_plan.members.filter(user=by).first()
        if seat is None:
            raise NotPermitted
        check_move(SESSION_MOVES, session.state, SessionState.IN_PROGRESS)
        attendance, _created = Attendance.objects.update_or_create(
            session=session, user=by, defaults={"office": seat.office, "confirmed_at": at}
        )
        audit.record("supply:opening:attend", session, by=by, at=at, entity=session.tender.entity, office=seat.office)
    return attendance


def start_opening(session_id: UUID, *, by: "User") -> OpeningSession:
    """The chair starts, or resumes what was adjourned: from here on it is known which bids there are.

    No bid ends the tender at once; one alone waits for `go_on_with_single_bid`. Raises NotPermitted, TooEarly,
    NotComplete, MoveNotAllowed.
    """
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(opening_sessions=session_id))
        session = locks.update(OpeningSession.objects.filter(pk=session_id))
        at = database_now()
        if not tender.opening_plan.members.filter(user=by, office=Office.CHAIR).exists():
            raise NotPermitted
        check_move(SESSION_MOVES, session.state, SessionState.IN_PROGRESS)
        not_before = starts_at(session, tender)
        if at < not_before:
            raise TooEarly(tender, not_before=not_before, now=at)
        if lacking := missing(present_at(session, at=at), quorum=tender.opening_plan.quorum):
            raise NotComplete(lacking)
        at = _begin(tender, session, at=at)
        audit.record("supply:opening:start", session, by=by, at=at, entity=tender.entity)
        if not sealed_bids(tender).exists():
            _end_without_bids(tender, session, by=by, at=at)
        elif not awaits_reason(session):
            outbox.post("supply.opening.started", session=session.pk)
    return session


def starts_at(session: OpeningSession, tender: Tender) -> datetime:
    """From when on the chair may start the session, or resume it."""
    return max(filter(None, (tender.opens_at, session.resumes_at)))


def go_on_with_single_bid(session_id: UUID, *, by: "User", reason: str) -> OpeningSession:
    """Open a bid that stands alone (عرض وحيد); why, stands in the minutes. Raises NotPermitted, NothingToReason."""
    with transaction.atomic():
        session = locks.update(OpeningSession.objects.filter(pk=session_id))
        tender, at = session.tender, database_now()
        if not tender.opening_plan.members.filter(user=by, office=Office.CHAIR).exists():
            raise NotPermitted
        if not awaits_reason(session):
            raise NothingToReason
        session.single_bid_reason = reason
        session.save(update_fields=["single_bid_reason"])
        audit.record("supply:opening:go_on_with_single_bid", session, by=by, at=at, entity=tender.entity)
        outbox.post("supply.opening.started", session=session.pk)
    return session


def open_bids(session_id: UUID, found: list[Unsealed]) -> OpeningSession:
    """Everything becomes known in one act. A session that was completed by another try, or adjourned, stays as it is."""
    with transaction.atomic():
        tender = locks.update(Tender.objects.filter(opening_sessions=session_id))
        session = locks.update(OpeningSession.objects.filter(pk=session_id))
        if session.state != SessionState.IN_PROGRESS:
            return session
        check_move(SESSION_MOVES, session.state, SessionState.COMPLETED)
        check_move(TENDER_MOVES, tender.state, TenderState.OPENED)
        if {unsealed.submission.bid_id for unsealed in found} != set(sealed_bids(tender).values_list("pk", flat=True)):
            raise NotAllRead(tender.reference)
        at = database_now()
        for unsealed in found:
            _record(unsealed, at=at)
        session.state, session.completed_at, session.result = SessionState.COMPLETED, at, SessionResult.OPENED
        session.save()
        tender.state, tender.opened_at = TenderState.OPENED, at
        tender.save()
        audit.record("supply:tender:open", tender, by=None, at=at, entity=tender.entity, bids=len(found))
        outbox.post("supply.tender.opened", tender=tender.pk, session=session.pk)
    return session


def sealed_bids(tender: Tender) -> BidQuerySet:
    """After the deadline the triggers let nothing change here: withdrawn ones are never read."""
    return Bid.objects.filter(tender=tender, state=BidState.SEALED)


def awaits_reason(session: OpeningSession) -> bool:
    """The session has started and found one bid alone; whether that needs a reason is the law's to say."""
    if not settings.TENDER_SINGLE_BID_NEEDS_REASON or session.single_bid_reason:
        return False
    return session.state == SessionState.IN_PROGRESS and sealed_bids(session.tender).count() == 1


def live_submissions(tender: Tender) -> list[Submission]:
    """What is opened: the last submission of each sealed bid."""
    latest = Submission.objects.filter(bid__in=sealed_bids(tender)).order_by("bid_id", "-revision").distinct("bid_id")
    return list(latest.select_related("bid__supplier", "bid__tender__opening_plan").prefetch_related("envelopes__file"))


def present_at(session: OpeningSession, *, at: datetime) -> list[Present]:
    """Those whose confirmation is fresh enough to count; while the session runs and after it, those who counted then."""
    waiting = session.state in (SessionState.CALLED, SessionState.ADJOURNED)
    instant = at if waiting else session.counted_at or at
    fresh = session.attendances.filter(confirmed_at__gt=instant - settings.ATTENDANCE_VALID)
    return [Present(str(each.user_id), each.office) for each in fresh]


def _begin(tender: Tender, session: OpeningSession, *, at: datetime) -> datetime:
    """The database has the last word on the opening instant; the one it wrote at the start is the session's."""
    resumed = session.state == SessionState.ADJOURNED
    session.state, session.resumed_at = SessionState.IN_PROGRESS, at if resumed else None
    session.started_at = session.started_at or at
    with _in_time(tender):
        session.save()
    session.refresh_from_db()
    assert session.counted_at is not None
    return session.counted_at


@contextmanager
def _in_time(tender: Tender) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name == OPENS_IN_TIME:
            assert tender.opens_at is not None
            raise TooEarly(tender, not_before=tender.opens_at, now=database_now()) from None
        raise


def _end_without_bids(tender: Tender, session: OpeningSession, *, by: "User", at: datetime) -> None:
    check_move(SESSION_MOVES, session.state, SessionState.COMPLETED)
    check_move(TENDER_MOVES, tender.state, TenderState.UNSUCCESSFUL)
    session.state, session.completed_at, session.result = SessionState.COMPLETED, at, SessionResult.NO_BIDS
    session.save()
    tender.state, tender.result, tender.unsuccessful_at = TenderState.UNSUCCESSFUL, TenderResult.NO_BIDS, at
    tender.save()
    audit.record("supply:tender:end_without_bids", tender, by=by, at=at, entity=tender.entity)
    outbox.post("supply.tender.unsuccessful", tender=tender.pk)


def _record(unsealed: Unsealed, *, at: datetime) -> None:
    bid = locks.update(Bid.objects.filter(pk=unsealed.submission.bid_id))
    check_move(BID_MOVES, bid.state, BidState.OPENED)
    opened = OpenedBid.objects.create(
        submission=unsealed.submission,
        facts=unsealed.facts,
        opened_at=at,
        outcome=Outcome.SEAL_FAULT if unsealed.fault else Outcome.OPENED,
        fault=unsealed.fault,
    )
    for file in unsealed.files:
        files.attach(file, to=opened)
    bid.state = BidState.OPENED
    bid.save(update_fields=["state"])
    audit.record("supply:bid:open", bid, by=None, at=at, entity=bid.tender.entity, outcome=opened.outcome)
