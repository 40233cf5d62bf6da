"""Atom feeds: entries for feed readers, in the language of the address that they are asked at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date

MOST = 30
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# XML 1.0 has no way to write these.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """All plain text. `language` where it is another than the feed's."""

    title: str
    url: str
    summary: str
    author: str
    published_at: datetime | None
    updated_at: datetime | None = None
    language: str = ""


class _Feed(Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}


def answer(
    request: HttpRequest, entries: Iterable[Entry], *, title: str, subtitle: str, page: str, author: str, language: str
) -> HttpResponse:
    """`page`: the address of the list that people read."""
    here = request.build_absolute_uri()
    feed = _Feed(
        title=_written(title), link=page, description="", subtitle=_written(subtitle) or None, language=language,
        author_name=author, feed_url=here, feed_guid=here,
    )  # fmt: skip
    for entry in entries:
        feed.add_item(
            title=_written(entry.title), link=entry.url, unique_id=entry.url, description=escape(_written(entry.summary)),
            author_name=_written(entry.author) or None, pubdate=entry.published_at,
            updateddate=entry.updated_at or entry.published_at, language=entry.language,
        )  # fmt: skip
    response = HttpResponse(feed.writeString("utf-8"), content_type=CONTENT_TYPE)
    response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


def _written(text: str) -> str:
    return UNWRITABLE.sub("", text)
