"""What Wagtail's groups mean for a page: in a branch that all entities share, each has only its own pages.

Wagtail knows branches and authors. Here the author is the entity: its editors work on each other's pages and on nobody else's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.reach import reach_of

CHANGE = "change"


@dataclass
class Branch:
    """A page, and what one group may do on it and below."""

    page: Page
    actions: set[str] = field(default_factory=set)

    @property
    def is_shared(self) -> bool:
        """Where a group may add and not change, others add too."""
        return CHANGE not in self.actions

    def covers(self, page: Page) -> bool:
        return bool(page.path.startswith(self.page.path))


def of_entities(entities: Any) -> Q:
    """Pages of these entities (their keys, or a query for them), whatever the pages' type."""
    from content.models import PortalPage

    owned = Q(pk__in=[])
    for model in apps.get_models():
        if issubclass(model, PortalPage):
            owned |= Q(pk__in=model._default_manager.filter(entity__in=entities).values("pk"))
    return owned


def of_others(user: Any) -> Q:
    """Pages of entities that this person does not write for."""
    from entities.models import Entity

    return of_entities(Entity.objects.exclude(pk__in=reach_of(user).writes).values("pk"))


class EntityPagePolicy(PagePermissionPolicy):
    def branches(self, user: Any) -> list[Branch]:
        found: dict[tuple[int, int], Branch] = {}
        for each in self.get_cached_permissions_for_user(user):
            branch = found.setdefault((each.group_id, each.page_id), Branch(each.page))
            branch.actions.add(each.permission.codename.rsplit("_", 1)[0])
        return list(found.values())

    def actions(self, user: Any, page: Page) -> set[str]:
        """What the user's groups let him do on this page."""
        found: set[str] = set()
        for branch in self.branches(user):
            if not branch.covers(page):
                continue
            if not branch.is_shared or branch.page.pk == page.pk:
                found |= branch.actions
            elif getattr(page.specific, "entity_id", None) in reach_of(user).writes:
                found |= branch.actions | {CHANGE}
        return found

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        decided = self._base_user_has_permission(user)
        return bool(self.actions(user, instance) & set(actions)) if decided is None else bool(decided)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        wanted, own = set(actions), of_entities(reach_of(user).writes)
        pages = self.model._default_manager.none()
        for branch in self.branches(user):
            below = self.model._default_manager.descendant_of(branch.page, inclusive=True)
            if branch.is_shared and wanted & (branch.actions | {CHANGE}):
                pages |= below.filter(own)
            if wanted & branch.actions:
                pages |= below.filter(pk=branch.page.pk) if branch.is_shared else below
        return pages


class EntityPageTester(PagePermissionTester):
    """Asked at every door of a page. Whoever may not edit a page may not publish it either, nor take it down."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            policy: EntityPagePolicy = self.permission_policy
            self.permissions = policy.actions(user, page)
            self.roots = {branch.page.pk for branch in policy.branches(user)}
        else:
            self.roots = set()

    def can_publish(self) -> bool:
        return bool(super().can_publish() and self.can_edit())

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish() and self.can_edit())

    def can_reorder_children(self) -> bool:
        return bool(super().can_reorder_children() and self.can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """The page on which a branch stands is the administrator's: its editors would lose their place with it."""
        return bool(self.page.pk not in self.roots and super().can_delete(ignore_bulk))
