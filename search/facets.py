"""Reading the GET form of a list or result page, and counting its facets."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from search import registry
from search.question import MOST_PAGES, MOST_WORDS, WITHIN_DAYS
from shared.facets import Choice, Facet


@dataclass(frozen=True)
class Named:
    """`values` maps each value that may be chosen to its name; others are no choice. `in_order`: they stand as they are given."""

    name: str
    title: "str | Promise"
    values: Mapping[str, str]
    in_order: bool = False

    def counted(self, counts: Mapping[str, int], chosen: Container[str]) -> Facet:
        """Values that were found or chosen, most found first."""
        found = [
            Choice(value, str(title), counts.get(value, 0), value in chosen)
            for value, title in self.values.items()
            if counts.get(value) or value in chosen
        ]
        if not self.in_order:
            found.sort(key=lambda each: -(each.count or 0))
        return Facet(self.name, self.title, found)


@dataclass(frozen=True)
class Asked:
    words: str
    page: int
    filters: dict[str, tuple[str, ...]]
    facets: list[Named]
    cut: bool = False

    def counted(self, counts: Mapping[str, Mapping[str, int]]) -> list[Facet]:
        """For parts/facets.html."""
        return [facet.counted(counts.get(facet.name, {}), self.filters.get(facet.name, ())) for facet in self.facets]


def registered(name: str, title: "str | Promise") -> Named:
    """With the names that the portal gave its values, looked up where somebody needs them, once."""
    names: Any = SimpleLazyObject(lambda: {value: str(each) for value, each in registry.facet_names(name).items()})
    return Named(name, title, names)


def within() -> Named:
    titles = {
        str(days): ngettext("Within %(count)d day", "Within %(count)d days", days) % {"count": days}
        for days in WITHIN_DAYS
    }
    return Named("within", _("Closing within"), titles, in_order=True)


def days_within(chosen: Iterable[str]) -> int | None:
    """The longest of what was chosen; a value that is none finds nothing."""
    return max((int(each) if each in map(str, WITHIN_DAYS) else 0 for each in chosen), default=None)


class UnreadableWords(BadRequest):
    """NUL or a lone surrogate: answered with 400, wherever nobody has more to say about it."""


def read(query: QueryDict, facets: list[Named]) -> Asked:
    """An unknown facet is ignored, an unknown value finds nothing. Raises Http404 for a page that cannot be, UnreadableWords."""
    if not all(readable(value) for name in query for value in query.getlist(name)):
        raise UnreadableWords
    words = query.get("q", "").strip()
    filters = {facet.name: tuple(value for value in query.getlist(facet.name) if value) for facet in facets}
    return Asked(words[:MOST_WORDS], page_number(query.get("page", "1")), filters, facets, cut=len(words) > MOST_WORDS)


def readable(words: str) -> bool:
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in words)


def page_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_PAGES):
        raise Http404
    return int(text)
