"""Lists of staff: pages of one list, and the first rows of several parts, however many rows there are."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

# As many as a page of a list has.
MOST = 20
Rows = TypeVar("Rows", bound=QuerySet)  # type: ignore[type-arg]


def heads(rows: Rows, parts: Iterable[Rows]) -> Rows:
    """Of `rows` those that are among the first of a part, in one query; each part comes in its own order."""
    first = [part.values("pk")[:MOST] for part in parts]
    if not first:
        return rows.none()
    return rows.filter(pk__in=first[0].union(*first[1:], all=True) if first[1:] else first[0])


def page_of(rows: Any, number: str | None) -> "Page[Any]":
    """A page of a list; a number that is none leads to the first, one too high to the last."""
    page = Paginator(rows, MOST).get_page(number)
    # Keys alone are sorted: with its long texts, a page far back of a long list took seconds.
    first = (page.number - 1) * MOST
    page.object_list = rows.filter(pk__in=rows.values("pk")[first : first + MOST])
    return page
