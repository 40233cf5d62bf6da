"""Acts on many at once in Wagtail's admin: what belongs to somebody else is not there, where Wagtail names it as refused."""

from typing import Any

from django.db import models
from django.http import Http404
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page
from wagtail.permissions import policy_registry

ANY = ("add", "change", "choose", "delete", "view")


def hide_strangers() -> None:
    """In the base of all acts: those of an app that is added later are guarded too."""
    asked = BulkAction.get_actionable_objects

    def of_his_own(act: Any) -> tuple[list[Any], dict[str, Any]]:
        objects, rest = asked(act)
        refused = rest["items_with_no_access"]
        seen = _seen(act.request.user, act.model).filter(pk__in=[each.pk for each in refused])
        known = set(seen.values_list("pk", flat=True))
        refused = [each for each in refused if each.pk in known]
        if not objects and not refused:
            raise Http404
        return objects, {**rest, "items_with_no_access": refused}

    BulkAction.get_actionable_objects = of_his_own


def _seen(user: Any, model: type[models.Model]) -> Any:
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, ANY)
