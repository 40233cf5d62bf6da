"""Whose content a person may work on: asked by the tree, the choosers, the records and their forms alike."""

from dataclasses import dataclass
from typing import Any

from entities.models import Entity, Role
from entities.roles import entities_of, roles_now
from entities.staff_groups import EDITING
from shared.clock import database_now


@dataclass(frozen=True)
class Reach:
    """Keys of the entities whose content this person writes, and of those for whom he publishes facts and takes them down."""

    writes: frozenset[int]
    publishes: frozenset[int]


NOBODY = Reach(frozenset(), frozenset())


def reach_of(user: Any) -> Reach:
    """Asked of the roles once a request: Django makes a new `user` for each."""
    if not getattr(user, "is_active", False):
        return NOBODY
    if not hasattr(user, "_reach"):
        user._reach = _ask(user)
    found: Reach = user._reach
    return found


def _ask(user: Any) -> Reach:
    held = roles_now(user)
    if user.is_superuser or Role.PLATFORM_ADMIN in held:
        every = frozenset(Entity.objects.values_list("pk", flat=True))
        return Reach(every, every)
    if not held & {*EDITING}:
        return NOBODY
    now = database_now()
    writes = entities_of(user, *EDITING, at=now).values_list("pk", flat=True)
    publishes = entities_of(user, Role.ENTITY_ADMIN, at=now).values_list("pk", flat=True)
    return Reach(frozenset(writes), frozenset(publishes))
