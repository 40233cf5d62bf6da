"""Which search somebody wants to keep, read from the address of the list that he looks at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alerts import offers
from search import facets
from search.analysis import tokens
from search.question import Question
from shared.refusals import Refused

MOST_VALUES = 20


class NothingToWatch(Refused):
    """Neither words nor a kind nor a filter: everything would be told."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose words, a kind or a filter first: then the portal knows what to look for."), status=422
        )


class UnknownFilter(Refused):
    def __init__(self) -> None:
        super().__init__(_("One of the filters is not known. Go back to the list and choose it again."), status=422)


class TooManyValues(Refused):
    def __init__(self) -> None:
        said = _("Choose at most %(most)s values of a filter, or save the search without it.") % {"most": MOST_VALUES}
        super().__init__(said, status=422)


@dataclass(frozen=True)
class Wanted:
    kind: str
    words: str
    filters: dict[str, list[str]]

    def question(self) -> Question:
        filters = {name: tuple(values) for name, values in self.filters.items()}
        return Question(self.words, (self.kind,) if self.kind else (), filters)


def read(query: QueryDict, *, known: Iterable[facets.Named] = ()) -> Wanted:
    """Order, page and what the clock decides are no part of it. `known`: facets whose names were looked up for this page.

    Raises NothingToWatch, UnknownFilter, TooManyValues, UnreadableWords.
    """
    kind = query.get("kind", "")
    if kind and kind not in offers.kinds():
        raise UnknownFilter
    # No page is asked for, whatever number stands in the address.
    looked_up = {facet.name: facet for facet in known}
    named = [looked_up.get(facet.name, facet) for facet in offers.facets_of(kind)]
    asked = facets.read(_without_page(query), named)
    filters = {
        facet.name: sorted(set(asked.filters[facet.name])) for facet in asked.facets if asked.filters[facet.name]
    }
    if any(value not in facet.values for facet in asked.facets for value in filters.get(facet.name, ())):
        raise UnknownFilter
    if any(len(values) > MOST_VALUES for values in filters.values()):
        raise TooManyValues
    words = "" if tokens.says_nothing(asked.words) else " ".join(asked.words.split())
    if not (kind or words or filters):
        raise NothingToWatch
    return Wanted(kind, words, filters)


def _without_page(query: QueryDict) -> QueryDict:
    rest = query.copy()
    rest.pop("page", None)
    return rest
