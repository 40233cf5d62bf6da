"""Reads for letters, staff screens and the public list."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from entities.models import Membership, Role
from supply.models import Supplier, Tender
from supply.states import SupplierRole, SupplierUserState

if TYPE_CHECKING:
    from accounts.models import User


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


def approvers(tender: Tender, *, at: datetime) -> "QuerySet[User]":
    """Everyone who may approve this tender: not its author, nor whoever edited it or sits in its committee."""
    holders = Membership.objects.at(at).filter(role=Role.TENDER_APPROVER, entity=tender.entity)
    return (
        _people(pk__in=holders.values("user"))
        .exclude(pk=tender.author_id)
        .exclude(pk__in=tender.editors.values("user"))
        .exclude(pk__in=tender.opening_plan.members.values("user"))
    )


def _people(**conditions: Any) -> "QuerySet[User]":
    return get_user_model()._default_manager.filter(is_active=True, **conditions).order_by("pk").distinct()
