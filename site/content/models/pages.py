"""Editorial pages: prose in a tree for each language, translated by wagtail-localize."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from content import visibility
from content.blocks import BodyBlock
from content.models.media import PortalImage
from content.page_form import PortalPageForm
from content.panels import DirectedPanel, TitlePanel
from content.tree_policy import EntityPageTester


class PortalPage(Page):
    """Base of every page: what it says in one sentence, whose it is, when somebody must look at it again."""

    summary = models.CharField(_("summary"), max_length=300, blank=True)
    image = models.ForeignKey(
        PortalImage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    entity = models.ForeignKey(
        "entities.Entity", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("government entity")
    )
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    searchable = models.BooleanField(_("found by search"), default=True)

    base_form_class = PortalPageForm
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]
    content_panels: ClassVar = [TitlePanel("title"), FieldPanel("summary")]
    settings_panels: ClassVar = [
        PublishingPanel(),
        MultiFieldPanel([FieldPanel("entity"), FieldPanel("review_on"), FieldPanel("searchable")], heading=_("Care")),
    ]
    plain: ClassVar = {"summary", "review_on"}

    class Meta:
        abstract = True

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """The outbox row and the live page stand or fall together, at scheduled publishing too."""
        with transaction.atomic():
            return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> EntityPageTester:
        return EntityPageTester(user, self)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        above, twin = self.kin()
        return {
            **super().get_context(request, *args, **kwargs),
            "other_language_url": twin.get_url(request) if twin else "",
            "has_twin": twin is not None,
            "crumbs": self.crumbs(above),
        }

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail's, for pages that are no aliases in one query: those of this page and of all above it.

        None at all for a page that was read with `visibility.restricted()` and is open to everybody.
        """
        if self.alias_of_id:
            return super().get_view_restrictions()
        if getattr(self, "restricted", True) is False:
            return PageViewRestriction.objects.none()
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def kin(self) -> tuple[list[Page], Page | None]:
        """The pages above this one, and the same page in the other language where anyone may see it: one query."""
        above = [self.path[:end] for end in range(2 * self.steplen, len(self.path), self.steplen)]
        found = (
            Page.objects.filter(Q(path__in=above) | Q(translation_key=self.translation_key, live=True))
            .exclude(pk=self.pk)
            .annotate(restricted=visibility.restricted())
            .only("path", "depth", "title", "slug", "url_path", "translation_key", "locale", "content_type", "live")
            .order_by("path")
        )
        twins = [page for page in found if page.translation_key == self.translation_key and not page.restricted]
        return [page for page in found if page.path in above], twins[0] if twins else None

    def crumbs(self, above: list[Page]) -> list[tuple[str, str]]:
        return [*[(page.title, page.url) for page in above], (self.title, "")] if above else []


class BodyPage(PortalPage):
    body = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("content"))

    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("body")]
    content_panels: ClassVar = [*PortalPage.content_panels, DirectedPanel("body")]
    plain: ClassVar = PortalPage.plain | {"body"}
    MANY_HEADINGS = 4

    class Meta:
        abstract = True

    def contents(self) -> list[tuple[int, str]]:
        """(place in the body, text) of each heading, where there are so many that one looks for one of them."""
        blocks = enumerate(self.body, start=1)
        headings = [(place, str(block.value)) for place, block in blocks if block.block_type == "heading"]
        return headings if len(headings) >= self.MANY_HEADINGS else []


class SectionPage(BodyPage):
    """A section lists its children with their summaries."""

    template = "content/section_page.html"

    class Meta:
        verbose_name = _("section")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        children = visibility.public(self.get_children()).specific()
        return {**super().get_context(request, *args, **kwargs), "children": children}


class InformationPage(BodyPage):
    template = "content/information_page.html"

    class Meta:
        verbose_name = _("information page")


class ContactPage(BodyPage):
    """What an administrator wrote in the site's settings about reaching the government, and a text beside it."""

    template = "content/contact_page.html"
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact page")
