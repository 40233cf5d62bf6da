"""Reads for letters, staff screens and the public list."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Case, Model, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Kind
from entities.models import Entity, Membership, Role
from shared import audit
from supply.models import Bid, Supplier, Tender, TenderVersion
from supply.permissions import BIDDERS, READERS
from supply.rules.difference import Change, differences
from supply.states import OPEN_REGISTRATIONS, SupplierRole, SupplierState, SupplierUserState, TenderState

if TYPE_CHECKING:
    from accounts.models import User

TENDER_STAFF = READERS


def administrators(supplier: Supplier) -> "QuerySet[User]":
    """Those of the firm who are told about its registration."""
    return _people(
        supplier_seats__supplier=supplier,
        supplier_seats__state=SupplierUserState.ACTIVE,
        supplier_seats__role=SupplierRole.ADMIN,
    )


def verifiers(supplier: Supplier, *, at: datetime) -> "QuerySet[User]":
    """Everyone who may decide on this firm."""
    holders = Membership.objects.at(at).filter(role=Role.SUPPLIER_VERIFIER)
    own = supplier.users.filter(state=SupplierUserState.ACTIVE)
    return _people(pk__in=holders.values("user")).exclude(pk__in=own.values("user"))


def bidding_people(firms: "QuerySet[Supplier]") -> "QuerySet[User]":
    """Those of these firms who prepare bids: who is told what happens to a tender, each once."""
    return _people(
        supplier_seats__supplier__in=firms,
        supplier_seats__state=SupplierUserState.ACTIVE,
        supplier_seats__role__in=BIDDERS,
    )


def interested_firms(tender: Tender) -> "QuerySet[Supplier]":
    """With a bid or a draft, or following it. For letters alone: their number is told to nobody."""
    live = Bid.objects.live().filter(tender=tender)
    return Supplier.objects.filter(Q(pk__in=live.values("supplier")) | Q(pk__in=tender.followers.values("supplier")))


def approvers(tender: Tender, *, at: datetime) -> "QuerySet[User]":
    """Everyone who may approve this tender: not its author, nor whoever edited it or sits in its committee."""
    holders = Membership.objects.at(at).filter(role=Role.TENDER_APPROVER, entity=tender.entity)
    return (
        _people(pk__in=holders.values("user"))
        .exclude(pk=tender.author_id)
        .exclude(pk__in=tender.editors.values("user"))
        .exclude(pk__in=tender.opening_plan.members.values("user"))
    )


def firms_of(user: Any) -> "QuerySet[Supplier]":
    """The firms this person acts for, the one in registration first."""
    return Supplier.objects.for_user(user).order_by("decided_at", "created_at")


def open_registration(user: Any) -> Supplier | None:
    """The registration that this person can go on with."""
    return Supplier.objects.administered_by(user).filter(state__in=OPEN_REGISTRATIONS).order_by("created_at").first()


def staff_of(entity: Entity, *, at: datetime) -> "QuerySet[User]":
    """Employees who hold any role in this entity: suggested for its opening committees."""
    return _people(pk__in=Membership.objects.at(at).filter(entity=entity).values("user"))


def employee(email: str, *, at: datetime) -> "User | None":
    """The employee with this official address who holds a role anywhere, so that he can reach the staff screens."""
    return _people(email=email, kind=Kind.STAFF, pk__in=Membership.objects.at(at).values("user")).first()


class Pair(NamedTuple):
    label: "str | Promise"
    arabic: str
    english: str


def text_pairs(tender: Tender) -> list[Pair]:
    """The texts of a tender side by side."""
    labels = {"title": _("Title"), "description": _("Description"), "criteria": _("Evaluation criteria")}
    return [Pair(label, getattr(tender, f"{name}_ar"), getattr(tender, f"{name}_en")) for name, label in labels.items()]


class Versions(NamedTuple):
    """What was sent last, and how it differs from what was sent before (None where nothing was)."""

    last: TenderVersion | None
    changes: list[Change] | None


def last_versions(tender: Tender) -> Versions:
    last, before = ([*tender.versions.order_by("-number")[:2], None, None])[:2]
    if last is None or before is None:
        return Versions(last, None)
    return Versions(last, differences(before.facts, last.facts))


class Act(NamedTuple):
    at: datetime
    action: str
    who: str


def history(record: Model) -> list[Act]:
    """What was done with this record, oldest first, by name; an act of the system has none."""
    entries = list(audit.history(record))
    actors = {entry.actor_id for entry in entries if entry.actor_id}
    names = {person.pk: str(person) for person in get_user_model()._default_manager.filter(pk__in=actors)}
    return [Act(entry.at, entry.action, names[entry.actor_id] if entry.actor_id else "") for entry in entries]


def next_to_open(tenders: "QuerySet[Tender]", *, at: datetime) -> "QuerySet[Tender]":
    """As a member of a committee asks: what waits for the opening, what comes next, then what is over, latest first."""
    is_ahead = Q(state=TenderState.PUBLISHED)
    turn = Case(When(is_ahead & Q(closes_at__lte=at), then=0), When(is_ahead, then=1), default=2)
    soonest = Case(When(is_ahead, then="opens_at"))
    return tenders.order_by(turn, soonest.asc(), "-opens_at", "pk")


def waiting(suppliers: "QuerySet[Supplier]") -> "QuerySet[Supplier]":
    return suppliers.filter(state=SupplierState.SUBMITTED).order_by("submitted_at", "pk")


def decided(suppliers: "QuerySet[Supplier]") -> "QuerySet[Supplier]":
    return suppliers.exclude(state=SupplierState.SUBMITTED).order_by("-decided_at", "pk")


def same_licence(supplier: Supplier) -> "QuerySet[Supplier]":
    """Other registrations with this licence, for the verifier to lay side by side."""
    return (
        Supplier.objects.handed_in()
        .filter(licence_authority=supplier.licence_authority, licence_no=supplier.licence_no)
        .exclude(pk=supplier.pk)
    )


def _people(**conditions: Any) -> "QuerySet[User]":
    return get_user_model()._default_manager.filter(is_active=True, **conditions).order_by("pk").distinct()
