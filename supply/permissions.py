"""Who may do what with suppliers and tenders; asked by doors, deeds and templates alike."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from entities.models import Role
from entities.roles import entities_of, holds
from supply.models import Supplier, Tender
from supply.models.suppliers import SupplierQuerySet
from supply.models.tenders import TenderQuerySet
from supply.states import OPEN_REGISTRATIONS, UNPUBLISHED, SupplierState, TenderState

READERS = (Role.BUYER, Role.TENDER_APPROVER, Role.AUDITOR)


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
