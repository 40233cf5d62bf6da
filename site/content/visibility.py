"""Which pages any visitor may see, asked within the query itself: no second one for the restrictions of the tree."""

from typing import TypeVar

from django.db.models import BooleanField, Func
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


class Restricted(Func):
    """Whether the page of this path, or one above it, is closed to some readers.

    In SQL of its own: each public page asks it several times, and Django took longer to put it together than PostgreSQL to answer.
    """

    template = """EXISTS (
        SELECT FROM wagtailcore_pageviewrestriction closed JOIN wagtailcore_page above ON above.id = closed.page_id
        WHERE starts_with(%(expressions)s, above.path)
    )"""
    output_field = BooleanField()
    arity = 1


def restricted() -> Restricted:
    return Restricted("path")


def public(pages: Pages) -> Pages:
    shown: Pages = pages.live().filter(~restricted())
    return shown
