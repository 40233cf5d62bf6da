"""The chooser of services: each editor finds those of his own entity."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
)
from wagtail.utils.urlpatterns import decorate_urlpatterns

from catalogue.models import Service
from content.reach import reach_of
from content.records import own_records


def own_services(request: HttpRequest) -> Any:
    return Service.objects.filter(entity__in=reach_of(request.user).writes).select_related("entity")


class Own:
    request: HttpRequest

    def get_object_list(self) -> Any:
        return own_services(self.request)

    def get_objects(self, pks: Sequence[str]) -> Any:
        return own_services(self.request).filter(pk__in=pks)


class OwnChooseView(Own, ChooseView):
    pass


class OwnResultsView(Own, ChooseResultsView):
    pass


class OwnChosenView(Own, SnippetChosenMultipleView):
    pass


class ServiceChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OwnChooseView
    choose_results_view_class = OwnResultsView
    chosen_multiple_view_class = OwnChosenView
    # Wagtail's own words are translated once, when the process starts, into one language for all.
    choose_one_text, choose_another_text = _("Choose a service"), _("Choose another service")
    edit_item_text = _("Edit this service")

    def get_urlpatterns(self) -> list[Any]:
        found: list[Any] = decorate_urlpatterns(super().get_urlpatterns(), own_records(Service))
        return found
