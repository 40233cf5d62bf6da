"""Who may give and end roles, and to whom an administrator may lend a hand."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from entities.models import WITHOUT_ENTITY, Entity, Membership, Role
from entities.roles import entities_of, rules_platform

if TYPE_CHECKING:
    from entities.models import EntityQuerySet, MembershipQuerySet


def administered(user: Any, *, at: datetime) -> "EntityQuerySet":
    """Entities whose people this person administers; all of them for the administrator of the platform."""
    if rules_platform(user, at=at):
        return Entity.objects.all()
    return entities_of(user, Role.ENTITY_ADMIN, at=at)


def roles_to_give(entity: Entity | None) -> list[Role]:
    return [role for role in Role if (role in WITHOUT_ENTITY) == (entity is None)]


def memberships_under(user: Any, *, at: datetime) -> "MembershipQuerySet":
    """Roles in force that this person may end, his own among them; another entity's are a 404."""
    ruled = Membership.objects.at(at)
    if rules_platform(user, at=at):
        return ruled
    return ruled.filter(entity__in=administered(user, at=at))


def may_reset_second_factor(user: Any, person: Any, *, at: datetime) -> bool:
    """For somebody who lost phone and codes: an administrator of an entity in which he works, never he himself.

    Whoever rules the platform is helped by his equals alone, whatever role he holds in an entity beside it.
    """
    if user.pk == person.pk or (rules_platform(person, at=at) and not rules_platform(user, at=at)):
        return False
    return bool(memberships_under(user, at=at).filter(user=person).exists())
