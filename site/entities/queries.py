"""The people of an entity, as its administrator sees them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from entities.models import Entity, Invitation, Membership

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class Person:
    user: "User"
    memberships: list[Membership] = field(default_factory=list)


def people(entity: Entity | None, *, at: datetime) -> list[Person]:
    """Everyone with a role in force here (without entity: the platform's roles), by name."""
    found: dict[object, Person] = {}
    rows = Membership.objects.at(at).filter(entity=entity).select_related("user", "granted_by", "entity")
    for each in rows.order_by("role"):
        found.setdefault(each.user_id, Person(each.user)).memberships.append(each)
    return sorted(found.values(), key=lambda person: str(person.user))


def colleague(email: str, entity: Entity | None, *, at: datetime) -> "User | None":
    """Who works here under this address."""
    here = Membership.objects.at(at).filter(Q(entity=entity), user__email=email).select_related("user").first()
    return here.user if here else None


def open_invitations(entity: Entity | None, *, at: datetime) -> "list[Invitation]":
    return list(
        Invitation.objects.open_at(at).filter(entity=entity).select_related("invited_by").order_by("-invited_at")
    )
