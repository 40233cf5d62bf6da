"""What the staff of an entity has to do with its tenders now: no tender is left without an end."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import entities_of
from shared import dates
from supply.bid_states import UNFINISHED_SESSIONS, SessionState
from supply.models import OpeningSession, Tender, TenderChange
from supply.permissions import tenders_of
from supply.states import UNDECIDED, TenderState

TITLES: dict[str, "str | Promise"] = {
    "waiting": _("Waiting for you"),
    "drafts": _("Drafts"),
    "review": _("Awaiting approval"),
    "open": _("Open for bids"),
    "closed": _("Closed – awaiting the opening of bids"),
    "opened": _("Opened – the result is due"),
    "ended": pgettext_lazy("tenders", "Ended"),
}


class Row(NamedTuple):
    """`due` says what has to happen next; empty where nothing has to."""

    tender: Tender
    due: str


class Group(NamedTuple):
    title: "str | Promise"
    rows: list[Row]


def staff_groups(user: Any, *, at: datetime) -> list[Group]:
    """The tenders of the user's entities: what waits for him first, then by how far they are; what closes first comes first."""
    mine = tenders_of(user, at=at).select_related("entity", "author").order_by("closes_at", "created_at")
    known = mine.prefetch_related(
        Prefetch("changes", TenderChange.objects.waiting(), to_attr="asked"),
        Prefetch("opening_sessions", OpeningSession.objects.filter(state__in=UNFINISHED_SESSIONS), to_attr="running"),
    )
    approving = _entities(user, Role.TENDER_APPROVER, at=at)
    buying = _entities(user, Role.BUYER, at=at)
    groups: dict[str, list[Row]] = {name: [] for name in TITLES}
    for tender in known:
        groups[_kind(tender, user, approving, buying, at)].append(Row(tender, due(tender, at=at)))
    return [Group(TITLES[name], rows) for name, rows in groups.items() if rows]


def due(tender: Tender, *, at: datetime) -> str:
    """Reads `asked` and `running` as `staff_groups` fetched them."""
    if change := _waiting(tender):
        return gettext("To be approved: %(change)s") % {"change": change.get_kind_display()}
    if tender.state == TenderState.IN_REVIEW:
        return gettext("To be approved")
    if tender.state == TenderState.OPENED:
        assert tender.opened_at is not None
        until = timezone.localdate(tender.opened_at) + timedelta(days=tender.bid_validity_days)
        return gettext("To be concluded; the bids are valid until %(day)s") % {"day": dates.day(until)}
    if tender.state != TenderState.PUBLISHED or tender.takes_bids_at(at):
        return ""
    return _opening_due(tender, at=at)


def _opening_due(tender: Tender, *, at: datetime) -> str:
    assert tender.opens_at is not None
    session = next(iter(tender.running), None)  # type: ignore[attr-defined]
    if session is None and at < tender.opens_at:
        return gettext("Bids are opened on %(moment)s") % {"moment": dates.moment(tender.opens_at)}
    if session is None:
        return gettext("The committee has to be called")
    if session.state == SessionState.ADJOURNED and at < session.resumes_at:
        return gettext("Adjourned until %(moment)s") % {"moment": dates.moment(session.resumes_at)}
    return gettext("The opening session has been called")


def _kind(tender: Tender, user: Any, approving: set[int], buying: set[int], at: datetime) -> str:
    change = _waiting(tender)
    if change and tender.entity_id in approving and user.pk not in (change.asked_by_id, change.first_approved_by_id):
        return "waiting"
    if tender.state == TenderState.IN_REVIEW:
        return "waiting" if tender.entity_id in approving and tender.author_id != user.pk else "review"
    if tender.state == TenderState.DRAFT:
        return "waiting" if tender.return_reason and tender.author_id == user.pk else "drafts"
    if tender.state == TenderState.PUBLISHED:
        if tender.takes_bids_at(at):
            return "open"
        return "waiting" if tender.entity_id in buying and _to_call(tender, at) else "closed"
    if tender.state == TenderState.OPENED:
        return "waiting" if tender.entity_id in buying and not change else "opened"
    return "ended"


def _to_call(tender: Tender, at: datetime) -> bool:
    assert tender.opens_at is not None
    return at >= tender.opens_at and not tender.running  # type: ignore[attr-defined]


def _waiting(tender: Tender) -> TenderChange | None:
    asked: list[TenderChange] = tender.asked if tender.state in UNDECIDED else []  # type: ignore[attr-defined]
    return next(iter(asked), None)


def _entities(user: Any, role: Role, *, at: datetime) -> set[int]:
    return set(entities_of(user, role, at=at).values_list("pk", flat=True))
