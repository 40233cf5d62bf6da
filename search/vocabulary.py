"""What words stand for one another: the editors' synonyms and the learnt translations.

Each process keeps them and compares, at every question, the version that it has with the one that stands. What is learnt
changes by night, and is read again within a minute.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Max

from search.analysis.synonyms import Thesaurus, build
from search.models import SearchEdit, SearchSynonym, SearchTranslation

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEEP_SECONDS = 60.0
_reading = threading.Lock()
_kept: "tuple[float, Vocabulary] | None" = None


@dataclass(frozen=True)
class Vocabulary:
    """`learnt` maps a stem to the stems of the other language that stand for it, with what each is worth.

    `version` is that of the editors' words.
    """

    version: int = 0
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    learnt: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def translations(self, own: Iterable[str]) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        for token in own:
            for other, worth in self.learnt.get(token, ()):
                best[other] = max(worth, best.get(other, 0.0))
        return sorted(best.items())


def current(version: int | None = None) -> Vocabulary:
    """Of this version, where the caller knows which stands."""
    global _kept
    if kept := _fresh(version):
        return kept
    with _reading:  # one thread for all: together they would take as often as long
        if kept := _fresh(version):
            return kept
        # The version is read before the words are, so that no change is missed.
        stands = SearchEdit.objects.aggregate(stands=Max("pk"))["stands"] or 0
        _kept = (time.monotonic(), read(stands))
        return _kept[1]


def _fresh(version: int | None) -> Vocabulary | None:
    kept = _kept
    if kept is None or time.monotonic() - kept[0] > KEEP_SECONDS or version not in (None, kept[1].version):
        return None
    return kept[1]


def read(version: int = 0) -> Vocabulary:
    """As it stands; kept by nobody."""
    pairs = SearchTranslation.objects.values_list("arabic", "english", "worth")
    return Vocabulary(version, build(terms()), both_ways(pairs))


def terms() -> "QuerySet[SearchSynonym, tuple[str, str]]":
    return SearchSynonym.objects.order_by("pk").values_list("group", "term")


def both_ways(pairs: Iterable[tuple[str, str, float]]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for arabic, english, worth in pairs:
        found[arabic].append((english, worth))
        found[english].append((arabic, worth))
    return {token: tuple(others) for token, others in found.items()}


def forget() -> None:
    """In this process."""
    global _kept
    _kept = None
