"""News for feed readers: an Atom feed in each language, with what the list of news shows."""

from datetime import datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.models.settings import SiteSettings
from shared import feeds

if TYPE_CHECKING:
    from content.models.news import NewsIndexPage, NewsPage


def news(request: HttpRequest, index: "NewsIndexPage") -> HttpResponse:
    section = request.build_absolute_uri(index.get_url(request))
    name = SiteSettings.for_request(request).name
    return feeds.answer(
        request,
        [_entry(item, section) for item in index.news()[: feeds.MOST]],
        title=f"{index.title} – {name}",
        subtitle=index.summary,
        page=section,
        author=name,
        language=index.locale.language_code,
    )


def _entry(item: "NewsPage", section: str) -> feeds.Entry:
    return feeds.Entry(
        title=item.title,
        url=urljoin(section, f"{item.slug}/"),
        summary=item.summary,
        author=str(item.entity.name) if item.entity else "",
        published_at=_instant(item),
        updated_at=item.last_published_at,
    )


def _instant(item: "NewsPage") -> datetime:
    """A date of the city, whose day begins in its own zone."""
    return timezone.make_aware(datetime.combine(item.date, time()))
