"""Records that belong to an entity (services) in Wagtail's admin: its people see their own, a stranger's is a 404."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.permission_policies import BasePermissionPolicy

from content.reach import reach_of
from entities.models import Membership, Role
from entities.staff_groups import EDITING
from shared.clock import database_now

# Editors write; what is told to the public, taken from it or held back, the entity's administrators do.
WRITING = frozenset({"add", "change", "view", "choose"})
PUBLISHING = frozenset({"publish", "delete", "lock", "unlock"})


class EntityRecordPolicy(BasePermissionPolicy):
    """For a model with `entity`: roles decide, without any group or permission beside them."""

    def entities(self, user: Any, actions: Iterable[str]) -> frozenset[int]:
        wanted, reach = set(actions), reach_of(user)
        found = (reach.writes if wanted & WRITING else frozenset()) | (
            reach.publishes if wanted & PUBLISHING else frozenset()
        )
        here = getattr(user, "_record_entity", None)
        return found if here is None else found & {here}

    def user_has_permission(self, user: Any, action: str) -> bool:
        """At the door of a record this means that record, even where Wagtail asks of the model."""
        return bool(self.entities(user, [action]))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return instance.entity_id in self.entities(user, [action])

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        return self.model._default_manager.filter(entity__in=self.entities(user, actions))

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        roles = {*(EDITING if set(actions) & WRITING else ()), Role.ENTITY_ADMIN}
        holders = Membership.objects.at(database_now()).filter(Q(role__in=roles) | Q(role=Role.PLATFORM_ADMIN))
        return get_user_model().objects.filter(pk__in=holders.values("user"))


def own_records(model: type[models.Model]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For every door of such a record, whatever it asks of its own accord: others' are not found."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "pk" in kwargs:
                own = model._default_manager.filter(entity__in=reach_of(request.user).writes)
                record: Any = get_object_or_404(own, pk=unquote(str(kwargs["pk"])))
                request.user._record_entity = record.entity_id  # type: ignore[union-attr]
            return view(request, *args, **kwargs)

        return door

    return guard
