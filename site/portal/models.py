"""The pages that compose what all the apps have: only the roof may see them all."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content import visibility
from content.models import BodyPage, PortalPage
from portal import home


class HomePage(PortalPage):
    hero_title = models.CharField(_("heading"), max_length=120)
    hero_lead = models.CharField(_("lead"), max_length=250, blank=True)

    template = "portal/home_page.html"
    max_count_per_parent = 2
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("hero_title"), FieldPanel("hero_lead")]
    plain: ClassVar = PortalPage.plain | {"hero_title", "hero_lead"}

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **home.blocks(self)}


class EntityIndexPage(PortalPage):
    template = "portal/entity_index_page.html"
    subpage_types: ClassVar = ["portal.EntityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("entities section")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        entities = visibility.public(EntityPage.objects.child_of(self)).select_related("entity").order_by("title")
        return {**super().get_context(request, *args, **kwargs), "entity_pages": entities}


class EntityPage(BodyPage):
    """The page of one government entity: what it says of itself, and what it offers by query."""

    template = "portal/entity_page.html"
    parent_page_types: ClassVar = ["portal.EntityIndexPage"]

    class Meta:
        verbose_name = _("entity page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **home.of_entity(self.entity)}
