from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from entities.models import Role
from entities.roles import roles_now
from supply.models import OpeningMember
from supply.permissions import READERS


@hooks.register("register_admin_urls")
def staff_doors() -> list[URLPattern | URLResolver]:
    return [path("supply/", include("supply.staff_urls"))]


class ProcurementItem(MenuItem):
    """For people who buy, approve or audit somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(roles_now(request.user) & {*READERS})


class OpeningsItem(MenuItem):
    """For everyone named in an opening committee, whatever else he does on this portal."""

    def is_shown(self, request: HttpRequest) -> bool:
        return OpeningMember.objects.filter(user=request.user.pk, plan__frozen_at__isnull=False).exists()


class SuppliersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return Role.SUPPLIER_VERIFIER in roles_now(request.user)


@hooks.register("register_admin_menu_item")
def procurement_item() -> Any:
    return ProcurementItem(
        _("Procurement"), reverse_lazy("supply_staff:tenders"), name="procurement", icon_name="doc-full", order=310
    )


@hooks.register("register_admin_menu_item")
def openings_item() -> Any:
    return OpeningsItem(
        _("Opening of bids"), reverse_lazy("supply_staff:openings"), name="openings", icon_name="mail", order=315
    )


@hooks.register("register_admin_menu_item")
def suppliers_item() -> Any:
    return SuppliersItem(
        _("Suppliers"), reverse_lazy("supply_staff:suppliers"), name="suppliers", icon_name="group", order=320
    )
