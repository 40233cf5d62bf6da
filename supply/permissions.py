"""Who may do what with suppliers and tenders; asked by doors, deeds and templates alike."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from entities.models import Membership, Role
from entities.roles import entities_of, holds
from supply.bid_states import ONCE_SEALED
from supply.models import Bid, Supplier, Tender, TenderChange
from supply.models.suppliers import SupplierQuerySet
from supply.models.tenders import TenderQuerySet
from supply.states import (
    OPEN_REGISTRATIONS,
    UNDECIDED,
    UNPUBLISHED,
    SupplierRole,
    SupplierState,
    SupplierUserState,
    TenderState,
)

READERS = (Role.BUYER, Role.TENDER_APPROVER, Role.AUDITOR)
PROCUREMENT = (Role.BUYER, Role.TENDER_APPROVER)
BIDDERS = (SupplierRole.ADMIN, SupplierRole.BIDDER)


def tenders_of(user: Any, *, at: datetime) -> TenderQuerySet:
    """Every tender of the entities in which the user buys, approves or audits; another's is a 404."""
    return Tender.objects.of_entities(entities_of(user, *READERS, at=at))


def tenders_to_open(user: Any, *, at: datetime) -> TenderQuerySet:
    """Published tenders in whose opening room the user has a place: committee by name, staff of the entity by role."""
    mine = Q(entity__in=entities_of(user, *READERS, at=at)) | Q(opening_plan__members__user=user)
    return Tender.objects.public().filter(pk__in=Tender.objects.filter(mine).values("pk"))


def may_draft_tender(user: Any, entity: Any, *, at: datetime) -> bool:
    return holds(user, Role.BUYER, entity, at=at)


def may_edit_tender(user: Any, tender: Tender, *, at: datetime) -> bool:
    return tender.state in UNPUBLISHED and holds(user, Role.BUYER, tender.entity, at=at)


def may_approve_tender(user: Any, tender: Tender, *, at: datetime) -> bool:
    """An approver of the entity who wrote nothing in it; whether he sits in its committee is said by the deed."""
    return (
        tender.state == TenderState.IN_REVIEW
        and holds(user, Role.TENDER_APPROVER, tender.entity, at=at)
        and not tender.was_edited_by(user)
    )


def may_change_tender(user: Any, tender: Tender, *, at: datetime) -> bool:
    """Ask for more time, for the cancellation or for the conclusion."""
    return tender.state in UNDECIDED and holds(user, Role.BUYER, tender.entity, at=at)


def may_decide_change(user: Any, change: TenderChange, *, at: datetime) -> bool:
    """An approver of the entity who neither asked for it, nor wrote the tender, nor sits in its committee."""
    tender = change.tender
    return (
        user.pk not in (change.asked_by_id, change.first_approved_by_id)
        and holds(user, Role.TENDER_APPROVER, tender.entity, at=at)
        and not tender.was_edited_by(user)
        and not tender.opening_plan.has_member(user)
    )


def competes(user: Any, tender: Tender) -> bool:
    """Acts for a firm that has bid. Ask about nobody but whoever is acting: he knows it, and nobody else may."""
    return Bid.objects.for_user(user).filter(tender=tender, state__in=ONCE_SEALED).exists()


def suppliers_to_verify(user: Any, *, at: datetime) -> SupplierQuerySet:
    if not holds(user, Role.SUPPLIER_VERIFIER, at=at):
        return Supplier.objects.none()
    return Supplier.objects.handed_in()


def may_verify_supplier(user: Any, supplier: Supplier, *, at: datetime) -> bool:
    """A verifier, but never of a firm he belongs to."""
    return (
        supplier.state == SupplierState.SUBMITTED
        and holds(user, Role.SUPPLIER_VERIFIER, at=at)
        and not supplier.has_user(user)
    )


def may_complete_registration(user: Any, supplier: Supplier) -> bool:
    return (
        supplier.state in OPEN_REGISTRATIONS and Supplier.objects.administered_by(user).filter(pk=supplier.pk).exists()
    )


def firms_bidding(user: Any) -> SupplierQuerySet:
    """Accepted firms for which this person prepares bids; a lapsed licence stops the seal, not the draft."""
    return Supplier.objects.accepted().filter(
        users__user=user, users__state=SupplierUserState.ACTIVE, users__role__in=BIDDERS
    )


def may_prepare_bids(user: Any, supplier: Supplier) -> bool:
    """Prepare, seal, revise and withdraw; everyone else of the firm only reads."""
    return supplier.users.filter(user=user, state=SupplierUserState.ACTIVE, role__in=BIDDERS).exists()


def stands_on_both_sides(supplier: Supplier, tender: Tender, *, at: datetime) -> bool:
    """Whether someone who acts for the firm buys for the tender's entity, or sits in its opening committee."""
    people = supplier.users.filter(state=SupplierUserState.ACTIVE).values("user")
    buying = Membership.objects.at(at).filter(role__in=PROCUREMENT, entity=tender.entity_id, user__in=people)
    return buying.exists() or tender.opening_plan.members.filter(user__in=people).exists()
