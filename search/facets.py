"""Facets of a list or result page: a GET form whose chosen values can be taken out one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import Promise

from search.question import MOST_PAGES, MOST_WORDS


@dataclass(frozen=True)
class Facet:
    """`values` maps each value that may be chosen to its name; others are no choice."""

    name: str
    title: "str | Promise"
    values: Mapping[str, "str | Promise"]


@dataclass(frozen=True)
class Choices:
    words: str
    page: int
    filters: dict[str, tuple[str, ...]]
    facets: list[Facet]
    cut: bool = False

    def shown(self, counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
        """For parts/facets.html: values that were found or chosen, most found first."""
        return [self._facet(facet, counts.get(facet.name, {})) for facet in self.facets]

    def _facet(self, facet: Facet, counts: Mapping[str, int]) -> dict[str, Any]:
        chosen = self.filters.get(facet.name, ())
        values = [
            {"value": value, "title": title, "count": counts.get(value, 0), "chosen": value in chosen}
            for value, title in facet.values.items()
            if counts.get(value) or value in chosen
        ]
        return {"name": facet.name, "title": facet.title, "chosen": bool(chosen), "values": sorted(values, key=lambda each: -each["count"])}


def choices(query: QueryDict, facets: list[Facet]) -> Choices:
    """Read a GET form. An unknown facet is ignored, an unknown value finds nothing; a page that cannot be is a 404."""
    words = query.get("q", "").strip()
    if "\0" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise UnreadableWords
    filters = {facet.name: tuple(value for value in query.getlist(facet.name) if value) for facet in facets}
    return Choices(words[:MOST_WORDS], page_number(query.get("page", "1")), filters, facets, cut=len(words) > MOST_WORDS)


class UnreadableWords(ValueError):
    """NUL or a lone surrogate: answered with 400."""


def page_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:6] or 0) <= MOST_PAGES:
        raise Http404("page")
    return int(text)


def chips(request: HttpRequest, facets: list[Facet]) -> list[dict[str, Any]]:
    """Each chosen value with the address of this page without it."""
    found = []
    for facet in facets:
        for value in request.GET.getlist(facet.name):
            if value in facet.values:
                found.append({"title": facet.values[value], "url": _without(request, facet.name, value)})
    return found


def _without(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}"
