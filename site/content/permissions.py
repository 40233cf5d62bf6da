"""Which part of the tree an entity's editors may work on, and what the platform's administrator may. One place gives it."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from entities.models import Entity
from entities.staff_groups import ADMINISTRATORS, editors_group

OWN_BRANCH = ("add_page", "change_page", "publish_page")
# With "add" and "publish" alone editors work on their own entity's pages there (content.tree_policy), and on none of others'.
SHARED_BRANCH = ("add_page", "publish_page")


WHOLE_TREE = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
# Wagtail asks for the permissions of its own models, whatever ours are called (tried).
MEDIA = [
    *[("wagtailimages", f"{act}_image") for act in ("add", "change", "choose")],
    *[("wagtaildocs", f"{act}_document") for act in ("add", "change", "choose")],
]
# Beside pages and media: what the whole site shares.
SITE_WIDE = [
    ("content", "change_sitesettings"),
    *[("content", f"{act}_navigationitem") for act in ("add", "change", "delete", "view")],
    *[("wagtailredirects", f"{act}_redirect") for act in ("add", "change", "delete")],
    *[("wagtailcore", f"{act}_collection") for act in ("add", "change", "delete")],
    ("wagtail_localize", "submit_translation"),
    ("search", "edit"),
]


def give_administration() -> None:
    """Let platform administrators work on the whole tree, its media, the settings and the navigation. Changes nothing twice."""
    group, _created = Group.objects.get_or_create(name=ADMINISTRATORS)
    _give_pages(group, Page.get_first_root_node(), WHOLE_TREE)
    _give_media(group, Collection.get_first_root_node())
    group.permissions.add(*[_permission(app, codename) for app, codename in SITE_WIDE])


def give_branches(entity: Entity, *, own: list[Page], shared: list[Page]) -> None:
    """Let the editors of this entity work below these pages. Running it again changes nothing."""
    group = editors_group(entity.code)
    for pages, actions in ((own, OWN_BRANCH), (shared, SHARED_BRANCH)):
        for page in pages:
            _give_pages(group, page, actions)
    _give_media(group, _collection(entity))
    group.permissions.add(_permission("wagtail_localize", "submit_translation"))


def _give_pages(group: Group, page: Page, actions: tuple[str, ...]) -> None:
    for codename in actions:
        permission = _permission("wagtailcore", codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _give_media(group: Group, collection: Collection) -> None:
    for app, codename in MEDIA:
        permission = _permission(app, codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _collection(entity: Entity) -> Collection:
    found = Collection.objects.filter(name=entity.code).first()
    return found or Collection.get_first_root_node().add_child(name=entity.code)
