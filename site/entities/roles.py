"""Who holds which role where, and the two deeds that change it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities import staff_groups
from entities.models import REACHES_CHILDREN, Entity, Membership, Role
from shared import audit, locks, outbox
from shared.clock import database_now
from shared.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User
    from entities.models import EntityQuerySet, MembershipQuerySet


class NotYours(Refused):
    """Only an administrator of the entity (or of the platform) gives and ends its roles; nobody his own."""

    def __init__(self) -> None:
        super().__init__(_("You may not change this role."), status=403)


class LastAdministrator(Refused):
    def __init__(self) -> None:
        super().__init__(_("An entity needs at least one administrator. Appoint another one first."))


class AlreadyHeld(Refused):
    def __init__(self) -> None:
        super().__init__(_("This person holds this role already."), field="role")


class AlreadyEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("This role has ended already."))


def memberships(user: Any, *roles: Role, at: datetime) -> "MembershipQuerySet":
    if not getattr(user, "is_authenticated", False):
        return Membership.objects.none()
    mine = Membership.objects.at(at).filter(user=user)
    return mine.filter(role__in=roles) if roles else mine


def holds(user: Any, role: Role | str, entity: Entity | None = None, *, at: datetime) -> bool:
    """Whether the user holds this role now, in this entity where one is named. Superusers hold no role by that alone."""
    mine = memberships(user, Role(role), at=at)
    if entity is None:
        return mine.exists()
    reach = Q(entity=entity)
    if role in REACHES_CHILDREN and entity.parent_id:
        reach |= Q(entity=entity.parent_id)
    return mine.filter(reach).exists()


def entities_of(user: Any, *roles: Role, at: datetime) -> "EntityQuerySet":
    """Entities in which the user holds one of the roles; children included where a role reaches them."""
    mine = memberships(user, *roles, at=at)
    reaching = mine.filter(role__in=REACHES_CHILDREN)
    return Entity.objects.filter(Q(pk__in=mine.values("entity")) | Q(parent__in=reaching.values("entity")))


def roles_now(user: Any) -> frozenset[str]:
    """For the frame of every staff page, menu and content's reach: read once a request, as Django makes a new `user` for each.

    The doors and deeds of roles themselves ask `holds` and `entities_of`.
    """
    if not hasattr(user, "_roles_now"):
        user._roles_now = frozenset(memberships(user, at=database_now()).values_list("role", flat=True))
    found: frozenset[str] = user._roles_now
    return found


def rules_platform(user: Any, *, at: datetime) -> bool:
    return bool(getattr(user, "is_superuser", False)) or holds(user, Role.PLATFORM_ADMIN, at=at)


def may_change_roles(user: Any, entity: Entity | None, *, at: datetime) -> bool:
    if rules_platform(user, at=at):
        return True
    return entity is not None and holds(user, Role.ENTITY_ADMIN, entity, at=at)


def grant(
    role: Role | str,
    *,
    to: "User",
    entity: Entity | None,
    by: "User | None",
    at: datetime,
    until: datetime | None = None,
) -> Membership:
    """Give a role from `at` on; whoever holds one is an employee. `by=None` is the system itself (first set-up).

    Raises NotYours, AlreadyHeld.
    """
    if by is not None and (by == to or not may_change_roles(by, entity, at=at)):
        raise NotYours
    with transaction.atomic():
        membership = _create(user=to, entity=entity, role=role, valid_from=at, valid_to=until, granted_by=by)
        if not to.is_staff:
            to.become_staff()
        staff_groups.synchronise(to, at=at)
        audit.record("entities:role:grant", membership, by=by, at=at, entity=entity, role=str(role))
        outbox.post("entities.role.granted", membership=membership.pk)
    return membership


def _create(**facts: Any) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(**facts)
    except IntegrityError as error:
        if "one_membership_at_a_time" in str(error):
            raise AlreadyHeld from None
        raise


def end(membership: Membership, *, by: "User | None", at: datetime) -> None:
    """End a role at this instant. Raises NotYours, AlreadyEnded, LastAdministrator."""
    if by is not None and not may_change_roles(by, membership.entity, at=at):
        raise NotYours
    with transaction.atomic():
        if membership.entity_id:  # the parent first: two administrators cannot leave at the same moment
            locks.update(Entity.objects.filter(pk=membership.entity_id))
        membership = locks.update(Membership.objects.filter(pk=membership.pk))
        if membership.valid_to and membership.valid_to <= at:
            raise AlreadyEnded
        if membership.role == Role.ENTITY_ADMIN:
            _check_another_administrator(membership)
        membership.valid_to = at
        membership.save(update_fields=["valid_to"])
        staff_groups.synchronise(membership.user, at=at)
        audit.record("entities:role:end", membership, by=by, at=at, entity=membership.entity, role=membership.role)
        outbox.post("entities.role.ended", membership=membership.pk)


def _check_another_administrator(membership: Membership) -> None:
    """Asked under the entity's lock and at the present instant: who left a moment ago counts no more."""
    others = Membership.objects.at(database_now()).filter(role=Role.ENTITY_ADMIN, entity=membership.entity)
    if not others.exclude(pk=membership.pk).exists():
        raise LastAdministrator
