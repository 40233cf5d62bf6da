"""The people of an entity, as its administrator sees them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.paginator import Page
from django.db.models import Q
from django.utils.translation import get_language

from entities.models import Entity, Invitation, Membership
from shared.heads import page_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class Person:
    user: "User"
    memberships: list[Membership] = field(default_factory=list)


def people(entity: Entity | None, number: str | None, *, at: datetime) -> "tuple[Page[User], list[Person]]":
    """A page of those with a role in force here (without entity: the platform's roles), by name, with their roles."""
    here = Membership.objects.at(at).filter(entity=entity)
    named = get_user_model()._default_manager.filter(pk__in=here.values("user"))
    first, second = (
        ("full_name_ar", "full_name_en") if (get_language() or "ar")[:2] == "ar" else ("full_name_en", "full_name_ar")
    )
    page = page_of(named.order_by(first, second, "pk"), number)
    found = {user.pk: Person(user) for user in page.object_list}
    rows = here.filter(user__in=found).select_related("user", "granted_by", "entity").order_by("role", "pk")
    for each in rows:
        found[each.user_id].memberships.append(each)
    return page, list(found.values())


def colleague(email: str, entity: Entity | None, *, at: datetime) -> "User | None":
    """Who works here under this address."""
    here = Membership.objects.at(at).filter(Q(entity=entity), user__email=email).select_related("user").first()
    return here.user if here else None


def open_invitations(entity: Entity | None, *, at: datetime) -> "list[Invitation]":
    return list(
        Invitation.objects.open_at(at).filter(entity=entity).select_related("invited_by").order_by("-invited_at")
    )
