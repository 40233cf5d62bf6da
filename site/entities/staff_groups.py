"""Wagtail asks groups what a person may see in its admin; our memberships decide who is in which group."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from entities.models import Entity, Membership, Role
from shared import locks
from shared.clock import database_now

if TYPE_CHECKING:
    from accounts.models import User

STAFF = "staff"
ADMINISTRATORS = "platform_admin"
# Who writes for an entity; what of it they may also publish, content.permissions and content.records say.
EDITING = (Role.EDITOR, Role.ENTITY_ADMIN)


def staff_group() -> Group:
    """Everyone who holds any role may enter the admin; what he sees there, each door asks again."""
    group, created = Group.objects.get_or_create(name=STAFF)
    if created:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def editors_group(entity_code: str) -> Group:
    """Editors of one entity; content.permissions gives this group its branch of the page tree."""
    group, _created = Group.objects.get_or_create(name=f"editor:{entity_code}")
    return group


def synchronise(user: "User", *, at: datetime) -> None:
    """Make the user's groups equal to his memberships at this instant. Called inside the deed's transaction.

    One after the other: of two roles that end together, each would count the other as still in force.
    """
    locks.update(get_user_model()._default_manager.filter(pk=user.pk))
    mine = list(Membership.objects.at(at).filter(user=user).select_related("entity"))
    wanted = {staff_group()} if mine else set()
    wanted |= {editors_group(entity.code) for entity in Entity.objects.for_user(user, *EDITING, at=at)}
    if any(each.role == Role.PLATFORM_ADMIN for each in mine):
        wanted.add(Group.objects.get_or_create(name=ADMINISTRATORS)[0])
    user.groups.set(wanted)
    user.groups_until = min((each.valid_to for each in mine if each.valid_to), default=None)
    user.save(update_fields=["groups_until"])


class GroupsFollowRoles:
    """A role that ended by the clock is gone at the next request, in Wagtail's eyes too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.groups_until and user.groups_until <= (now := database_now()):
            with transaction.atomic():
                synchronise(user, at=now)
        return self.get_response(request)
