from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.editing.views import RIGHT


@hooks.register("register_admin_urls")
def staff_doors() -> list[URLPattern | URLResolver]:
    return [path("search/", include("search.staff_urls"))]


class WordsItem(MenuItem):
    """For those who edit the words of search for the whole portal."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(RIGHT))


@hooks.register("register_admin_menu_item")
def words_item() -> Any:
    return WordsItem(
        _("Words of search"), reverse_lazy("search_staff:groups"), name="search-words", icon_name="search", order=340
    )
