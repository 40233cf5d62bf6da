"""Adjourning an opening session (تأجيل جلسة فتح المظاريف): somebody is missing, or something is not clear yet."""

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
from supply.bid_states import SESSION_MOVES, SessionState
from supply.models import OpeningSession
from supply.states import Office
from supply.tendering import NotPermitted

if TYPE_CHECKING:
    from accounts.models import User


class ResumesInThePast(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose a time that is still to come."), field="resumes_at")


def adjourn_opening(session_id: UUID, *, by: "User", reason: str, resumes_at: datetime) -> OpeningSession:
    """The chair adjourns, or the buyer where the chair himself is missing; `start_opening` resumes it, not before `resumes_at`.

    What the opening worker read meanwhile is not recorded. Raises NotPermitted, MoveNotAllowed, ResumesInThePast.
    """
    with transaction.atomic():
        session = locks.update(OpeningSession.objects.filter(pk=session_id))
        tender, at = session.tender, database_now()
        chairs = tender.opening_plan.members.filter(user=by, office=Office.CHAIR).exists()
        if not chairs and not holds(by, Role.BUYER, tender.entity, at=at):
            raise NotPermitted
        check_move(SESSION_MOVES, session.state, SessionState.ADJOURNED)
        if resumes_at <= at:
            raise ResumesInThePast
        session.state, session.adjourned_at = SessionState.ADJOURNED, at
        session.adjourn_reason, session.resumes_at = reason, resumes_at
        session.save()
        audit.record("supply:opening:adjourn", session, by=by, at=at, entity=tender.entity, resumes_at=resumes_at)
        outbox.post("supply.opening.adjourned", session=session.pk)
    return session
