"""News: a section that pages, keeps an archive by year and tells feed readers; and its items."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from content import visibility
from content.models.pages import BodyPage, PortalPage
from content.panels import DirectedPanel
from shared.clock import database_now


class NewsIndexPage(RoutablePageMixin, PortalPage):
    """/ar/news/ with ?year= and ?page=, and /ar/news/feed/."""

    template = "content/news_index_page.html"
    subpage_types: ClassVar = ["content.NewsPage"]
    max_count_per_parent = 1
    PER_PAGE = 12

    class Meta:
        verbose_name = _("news section")

    def news(self) -> models.QuerySet["NewsPage"]:
        """What anyone may read here, the newest first."""
        items = visibility.public(NewsPage.objects.child_of(self)).select_related("entity")
        ordered: models.QuerySet[NewsPage] = items.order_by("-date", "-pk")
        return ordered

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        news, asked = self.news(), request.GET.get("year", "")
        years = [day.year for day in news.order_by().dates("date", "year", order="DESC")]
        year = next((each for each in years if str(each) == asked), None)
        page = Paginator(news.filter(date__year=year) if year else news, self.PER_PAGE).get_page(
            request.GET.get("page")
        )
        own = {"year": year, "page": page.number if page.number > 1 else None}
        return {
            **super().get_context(request, *args, **kwargs),
            "page_of_news": page,
            "years": years,
            "year": year,
            "own_query": urlencode({name: value for name, value in own.items() if value}),
        }

    @path("feed/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        from content import feeds

        return feeds.news(request, self)


def today() -> Any:
    return database_now().date()


class NewsPage(BodyPage):
    date = models.DateField(_("date"), default=today)

    template = "content/news_page.html"
    parent_page_types: ClassVar = ["content.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("date"),
        FieldPanel("image"),
        DirectedPanel("body"),
    ]
    plain: ClassVar = BodyPage.plain | {"date"}

    class Meta:
        verbose_name = _("news")
