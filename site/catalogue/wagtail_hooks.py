"""The catalogue in Wagtail's admin: Arabic and English side by side, each in its own direction."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from catalogue.models import Service
from content.panels import bilingual_pair, ltr_panel


def _lines(relation: str, heading: Any, *more: str) -> InlinePanel:
    panels = [bilingual_pair("text"), *[FieldPanel(name) for name in more]]
    return InlinePanel(relation, heading=heading, label=heading, panels=panels)


class ServiceViewSet(SnippetViewSet):
    model = Service
    icon = "list-ul"
    menu_label = _("Services")
    add_to_admin_menu = True
    menu_order = 250
    list_display = ("title_ar", "title_en", "entity", "live")
    list_filter = ("entity", "audience", "life_event")
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
                    InlinePanel(
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
        ]
    )


register_snippet(ServiceViewSet)
