"""What a list of results can be narrowed by, in the shape that parts/facets.html shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise


@dataclass(frozen=True)
class Choice:
    """`count` is None where counting would say nothing."""

    value: str
    title: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: "str | Promise"
    values: list[Choice]

    @property
    def chosen(self) -> bool:
        return any(each.chosen for each in self.values)


@dataclass(frozen=True)
class Chip:
    title: str
    url: str


def chips(query: QueryDict, facets: Iterable[Facet]) -> list[Chip]:
    """One link a chosen value, to this list without it."""
    return [
        Chip(each.title, _without(query, facet.name, each.value))
        for facet in facets
        for each in facet.values
        if each.chosen
    ]


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    rest.setlist(name, [each for each in query.getlist(name) if each != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"
