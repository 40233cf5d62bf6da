"""Which pages any visitor may see, asked within the query itself: no second one for the restrictions of the tree."""

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


def restricted() -> Exists:
    """Whether this page, or one above it, is closed to some readers."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(PageViewRestriction.objects.annotate(below=path).filter(below__startswith=F("page__path")))


def public(pages: Pages) -> Pages:
    shown: Pages = pages.live().filter(~restricted())
    return shown
