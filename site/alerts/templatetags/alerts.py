"""{% load alerts %}: the offer to keep a search, below a list of results."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse

from alerts import asking, showing
from alerts.models import Frequency, Notice
from search.facets import Named, UnreadableWords
from shared.refusals import Refused

register = template.Library()


@register.inclusion_tag("alerts/parts/save.html", takes_context=True)
def save_search(context: Any, kind: str, known: Iterable[Named] = ()) -> dict[str, Any]:
    """Nothing where there is nothing that could be watched: no words or filter over all kinds, or a kind that is none of ours.

    `known`: facets whose names were looked up for this page.
    """
    request = context["request"]
    query = request.GET.copy()
    query["kind"] = kind
    try:
        wanted = asking.read(query, known=known)
    except (Refused, UnreadableWords):
        return {}
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "signed_in": request.user.is_authenticated,
        "url": f"{reverse('alerts:new')}?{_address(wanted)}",
        "frequencies": Frequency.choices,
    }


def _address(wanted: asking.Wanted) -> str:
    made = QueryDict(mutable=True)
    if wanted.kind:
        made["kind"] = wanted.kind
    if wanted.words:
        made["q"] = wanted.words
    for name, values in wanted.filters.items():
        made.setlist(name, values)
    return made.urlencode()


@register.simple_tag
def found_for(notice: Notice) -> list[showing.Group]:
    """For the letter: what may be seen and has not closed, by the search that found it."""
    return showing.groups(notice)
