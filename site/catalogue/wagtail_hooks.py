"""The catalogue in Wagtail's admin: Arabic and English side by side, each in its own direction."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.action_menu import SubmitForModerationMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

from catalogue.choosing import ServiceChooserViewSet, own_services
from catalogue.forms import FeeFormSet, ServiceForm
from catalogue.models import Service
from content.panels import bilingual_pair, ltr_panel
from content.records import own_records
from content.telling import tell_address


def _lines(relation: str, heading: Any, *more: str) -> InlinePanel:
    panels = [bilingual_pair("text"), *[FieldPanel(name) for name in more]]
    return InlinePanel(relation, heading=heading, label=heading, panels=panels)


class FeesPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = FeeFormSet
        return options


class ServiceEditView(EditView):
    """Wagtail heads the page with the name as the last revision wrote it, in whatever language that was."""

    def get_page_subtitle(self) -> str:
        return str(self.object)


class ServiceViewSet(SnippetViewSet):
    model = Service
    edit_view_class = ServiceEditView
    chooser_viewset_class = ServiceChooserViewSet
    icon = "list-ul"
    menu_label = _("Services")
    add_to_admin_menu = True
    menu_order = 250
    list_display = ("title_ar", "title_en", "entity", LiveStatusTagColumn(label=_("Status")))
    list_filter = ("audience", "life_event")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([ltr_panel("code"), FieldPanel("entity")]),
                    bilingual_pair("title"),
                    ltr_panel("slug"),
                    bilingual_pair("summary"),
                    bilingual_pair("description"),
                    bilingual_pair("outcome"),
                    bilingual_pair("legal_basis"),
                ],
                heading=_("Texts"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("audience"), FieldPanel("life_event")]),
                    FieldRowPanel([FieldPanel("processing_time"), FieldPanel("processing_unit")]),
                    FeesPanel(
                        "fees",
                        heading=_("Fees"),
                        label=_("Fee"),
                        panels=[
                            FieldPanel("amount"),
                            bilingual_pair("for"),
                            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                        ],
                    ),
                    _lines("requirements", _("Required documents and conditions"), "is_document"),
                    _lines("steps", _("Steps")),
                    InlinePanel(
                        "channels",
                        heading=_("Channels"),
                        label=_("Channel"),
                        panels=[
                            FieldRowPanel([FieldPanel("kind"), ltr_panel("url"), ltr_panel("phone")]),
                            bilingual_pair("place"),
                        ],
                    ),
                    FieldPanel("review_on"),
                ],
                heading=_("Facts"),
            ),
        ],
        base_form_class=ServiceForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        found: list[Any] = decorate_urlpatterns(super().get_urlpatterns(), own_records(Service))
        return found

    def get_queryset(self, request: HttpRequest) -> Any:
        return own_services(request)


register_snippet(ServiceViewSet)


class SendForApproval(SubmitForModerationMenuItem):
    """In the reader's language, whatever the workflow has been named in."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("Send for approval")}


@hooks.register("construct_snippet_action_menu")
def say_send_for_approval(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if context["model"] is Service:
        menu_items[:] = [SendForApproval(each.order) if each.name == "action-submit" else each for each in menu_items]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def address_was_taken(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Service):
        tell_address(request, instance)
