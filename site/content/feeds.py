"""News for feed readers: an Atom feed in each language, with what the list of news shows."""

from datetime import datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from content.models.settings import SiteSettings

if TYPE_CHECKING:
    from content.models.news import NewsIndexPage, NewsPage

MOST = 30


def news(request: HttpRequest, index: "NewsIndexPage") -> HttpResponse:
    here, section = request.build_absolute_uri(request.path), request.build_absolute_uri(index.get_url(request))
    name = SiteSettings.for_request(request).name
    feed = Atom1Feed(
        title=f"{index.title} – {name}",
        link=section,
        description="",
        subtitle=index.summary or None,
        language=index.locale.language_code,
        author_name=name,
        feed_url=here,
        feed_guid=here,
    )
    for item in index.news()[:MOST]:
        address = urljoin(section, f"{item.slug}/")
        feed.add_item(
            title=item.title,
            link=address,
            unique_id=address,
            description=item.summary,
            author_name=item.entity.name if item.entity else None,
            pubdate=_instant(item),
            updateddate=item.last_published_at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Last-Modified"] = feed.latest_post_date().strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def _instant(item: "NewsPage") -> datetime:
    """A date of the city, whose day begins in its own zone."""
    return timezone.make_aware(datetime.combine(item.date, time()))
