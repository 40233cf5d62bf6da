from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from entities.roles import roles_now
from recruitment.models.vacancies import VACANCY_STAFF


@hooks.register("register_admin_urls")
def staff_doors() -> list[URLPattern | URLResolver]:
    return [path("recruitment/", include("recruitment.staff_urls"))]


class RecruitmentItem(MenuItem):
    """Only for people who recruit, approve or audit somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(roles_now(request.user) & {*VACANCY_STAFF})


@hooks.register("register_admin_menu_item")
def menu_item() -> Any:
    return RecruitmentItem(
        _("Recruitment"), reverse_lazy("recruitment_staff:vacancies"), name="recruitment", icon_name="group", order=300
    )
