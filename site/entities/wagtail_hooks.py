from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from entities.models import Role
from entities.roles import roles_now


@hooks.register("register_admin_urls")
def staff_doors() -> list[URLPattern | URLResolver]:
    return [path("people/", include("entities.staff_urls"))]


class PeopleItem(MenuItem):
    """For administrators of an entity or of the platform."""

    def is_shown(self, request: HttpRequest) -> bool:
        rules = {Role.ENTITY_ADMIN, Role.PLATFORM_ADMIN}
        return bool(getattr(request.user, "is_superuser", False) or rules & roles_now(request.user))


@hooks.register("register_admin_menu_item")
def people_item() -> Any:
    return PeopleItem(
        _("People and roles"), reverse_lazy("entities_staff:people"), name="people", icon_name="user", order=330
    )
