"""Which part of the tree an entity's editors may work on. One place gives it, from the memberships' groups."""

from django.contrib.auth.models import Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from entities.models import Entity
from entities.staff_groups import editors_group

OWN_BRANCH = ("add_page", "change_page", "publish_page")
# With "add" and "publish" an editor writes and publishes pages of his own, and none of others'.
SHARED_BRANCH = ("add_page", "publish_page")


def give_branches(entity: Entity, *, own: list[Page], shared: list[Page]) -> None:
    """Let the editors of this entity work below these pages. Running it again changes nothing."""
    group = editors_group(entity.code)
    for pages, actions in ((own, OWN_BRANCH), (shared, SHARED_BRANCH)):
        for page in pages:
            for codename in actions:
                GroupPagePermission.objects.get_or_create(
                    group=group, page=page, permission=_permission("wagtailcore", codename)
                )
    collection = _collection(entity)
    for codename in (
        "add_portalimage",
        "change_portalimage",
        "choose_portalimage",
        "add_portaldocument",
        "choose_portaldocument",
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission("content", codename)
        )
    group.permissions.add(_permission("wagtail_localize", "submit_translation"))


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _collection(entity: Entity) -> Collection:
    found = Collection.objects.filter(name=entity.code).first()
    return found or Collection.get_first_root_node().add_child(name=entity.code)
