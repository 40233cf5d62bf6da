"""What the staff of an entity has to do with its tenders now: no tender is left without an end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import memberships
from shared import dates
from shared.heads import heads, page_of
from supply.bid_states import UNFINISHED_SESSIONS, SessionState
from supply.models import OpeningSession, Tender, TenderChange
from supply.models.tenders import TenderQuerySet
from supply.permissions import PROCUREMENT, tenders_of
from supply.states import ENDED, UNDECIDED, TenderState

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
    """Tenders that are equally far: how many there are, and those of them that are shown."""

    name: str
    title: "str | Promise"
    size: int
    rows: list[Row]


class StaffList(NamedTuple):
    """All groups that are not empty; `page` where one of them was chosen, else of each the first rows are shown."""

    groups: list[Group]
    chosen: str
    page: "Page[Tender] | None"


# What closes first comes first; of what has ended, the last.
ORDER = (Case(When(state__in=ENDED, then="closes_at")).desc(nulls_last=True), "closes_at", "created_at", "pk")


def staff_list(user: Any, *, at: datetime, chosen: str = "", number: str | None = None) -> StaffList:
    """The tenders of the user's entities: what waits for him first, then by how far they are."""
    mine: Any = _sorted_into_groups(user, at)
    sizes = dict(mine.order_by().values_list("group").annotate(size=Count("pk")))
    parts = {name: mine.filter(state__in=STATES[name], group=name).order_by(*ORDER) for name in TITLES if name in sizes}
    if chosen in TITLES:
        page = page_of(_with_what_is_due(parts.get(chosen, mine.none())), number)
        return StaffList(_groups(page.object_list, sizes, at=at), chosen, page)
    shown = heads(mine, parts.values()).order_by(*ORDER)
    return StaffList(_groups(_with_what_is_due(shown), sizes, at=at), "", None)


def _groups(tenders: Iterable[Tender], sizes: dict[str, int], *, at: datetime) -> list[Group]:
    rows: dict[str, list[Row]] = {}
    for tender in tenders:
        rows.setdefault(tender.group, []).append(Row(tender, due(tender, at=at)))  # type: ignore[attr-defined]
    return [Group(name, title, sizes[name], rows.get(name, [])) for name, title in TITLES.items() if name in sizes]


def _with_what_is_due(tenders: TenderQuerySet) -> TenderQuerySet:
    return tenders.select_related("entity", "author").prefetch_related(
        Prefetch("changes", TenderChange.objects.waiting(), to_attr="asked"),
        Prefetch("opening_sessions", OpeningSession.objects.filter(state__in=UNFINISHED_SESSIONS), to_attr="running"),
    )


def due(tender: Tender, *, at: datetime) -> str:
    """Reads `asked` and `running` as `_with_what_is_due` fetches them."""
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


# In which states a tender of each group can be, so that an index finds them.
STATES: dict[str, tuple[TenderState, ...]] = {
    "waiting": (TenderState.DRAFT, TenderState.IN_REVIEW, *UNDECIDED),
    "drafts": (TenderState.DRAFT,),
    "review": (TenderState.IN_REVIEW,),
    "open": (TenderState.PUBLISHED,),
    "closed": (TenderState.PUBLISHED,),
    "opened": (TenderState.OPENED,),
    "ended": ENDED,
}


def _sorted_into_groups(user: Any, at: datetime) -> TenderQuerySet:
    """Each tender of the user's entities with the name of its group; the first condition that holds decides."""
    seats = memberships(user, *PROCUREMENT, at=at).values_list("role", "entity")
    approving = Q(entity__in=[entity for role, entity in seats if role == Role.TENDER_APPROVER])
    buying = Q(entity__in=[entity for role, entity in seats if role == Role.BUYER])
    own, undecided = Q(author=user), Q(state__in=UNDECIDED)
    asked = TenderChange.objects.waiting().filter(tender=OuterRef("pk"))
    by_others = Exists(asked.exclude(asked_by=user).exclude(first_approved_by=user))
    running = Exists(OpeningSession.objects.filter(tender=OuterRef("pk"), state__in=UNFINISHED_SESSIONS))
    draft, review = Q(state=TenderState.DRAFT), Q(state=TenderState.IN_REVIEW)
    published, opened = Q(state=TenderState.PUBLISHED), Q(state=TenderState.OPENED)
    conditions = [
        (undecided & approving & by_others, "waiting"),
        (review & approving & ~own, "waiting"),
        (review, "review"),
        (draft & own & ~Q(return_reason=""), "waiting"),
        (draft, "drafts"),
        (published & Q(closes_at__gt=at), "open"),
        (published & buying & Q(opens_at__lte=at) & ~running, "waiting"),
        (published, "closed"),
        (opened & buying & ~Exists(asked), "waiting"),
        (opened, "opened"),
    ]
    whens = [When(condition, then=Value(name)) for condition, name in conditions]
    return tenders_of(user, at=at).annotate(group=Case(*whens, default=Value("ended")))


def _waiting(tender: Tender) -> TenderChange | None:
    asked: list[TenderChange] = tender.asked if tender.state in UNDECIDED else []  # type: ignore[attr-defined]
    return next(iter(asked), None)
