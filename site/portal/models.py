"""The pages that compose what all the apps have: only the roof may see them all."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from catalogue.models import Service
from content import visibility
from content.models import BodyPage, PortalPage
from portal import home


class HomePage(PortalPage):
    hero_title = models.CharField(_("heading"), max_length=120)
    hero_lead = models.CharField(_("lead"), max_length=250, blank=True)
    popular = models.TextField(
        _("words often looked for"),
        blank=True,
        default="",
        db_default="",
        help_text=_("One per line; shown under the search box"),
    )
    notice = models.CharField(_("notice"), max_length=300, blank=True, default="", db_default="")
    shows_life_events = models.BooleanField(_("show life events"), default=True, db_default=True)
    shows_jobs = models.BooleanField(_("show jobs"), default=True, db_default=True)
    shows_tenders = models.BooleanField(_("show tenders"), default=True, db_default=True)
    shows_news = models.BooleanField(_("show news"), default=True, db_default=True)

    template = "portal/home_page.html"
    max_count_per_parent = 2
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_lead"),
        FieldPanel("popular"),
        FieldPanel("notice"),
        InlinePanel("featured", heading=_("Featured services"), label=_("Service"), max_num=6),
        MultiFieldPanel(
            [FieldPanel(f"shows_{part}") for part in ("life_events", "jobs", "tenders", "news")], heading=_("Sections")
        ),
    ]
    plain: ClassVar = PortalPage.plain | {"hero_title", "hero_lead", "popular", "notice"}

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **home.blocks(self)}

    def featured_services(self) -> models.QuerySet[Service]:
        """As the editor has chosen; while he has chosen none, or too few, one of each entity in turn. One query."""
        chosen = FeaturedService.objects.filter(page=self.pk, service=OuterRef("pk"))
        services = Service.objects.live().select_related("entity")
        placed = services.annotate(
            place=Subquery(chosen.values("sort_order")[:1]),
            turn=Window(RowNumber(), partition_by="entity", order_by="pk"),
        )
        return placed.order_by(F("place").asc(nulls_last=True), "turn", "pk")

    def popular_words(self) -> list[str]:
        return [word.strip() for word in self.popular.splitlines() if word.strip()]


class FeaturedService(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    service = models.ForeignKey("catalogue.Service", models.CASCADE, related_name="+", verbose_name=_("service"))

    panels: ClassVar = [FieldPanel("service")]


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
