"""What words stand for one another: the admin's synonyms and the learnt translations, read again at most once a minute."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from search.analysis.synonyms import Thesaurus, build
from search.models import SearchSynonym, SearchTranslation

KEEP_SECONDS = 60.0
_kept: "tuple[float, Vocabulary] | None" = None


@dataclass(frozen=True)
class Vocabulary:
    """`learnt` maps a stem to the stems of the other language that stand for it, with what each is worth."""

    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    learnt: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def translations(self, own: Iterable[str]) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        for token in own:
            for other, worth in self.learnt.get(token, ()):
                best[other] = max(worth, best.get(other, 0.0))
        return sorted(best.items())


def current() -> Vocabulary:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEEP_SECONDS:
        pairs = SearchTranslation.objects.values_list("arabic", "english", "worth")
        _kept = (
            time.monotonic(),
            Vocabulary(build(SearchSynonym.objects.values_list("group", "term")), both_ways(pairs)),
        )
    return _kept[1]


def both_ways(pairs: Iterable[tuple[str, str, float]]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for arabic, english, worth in pairs:
        found[arabic].append((english, worth))
        found[english].append((arabic, worth))
    return {token: tuple(others) for token, others in found.items()}


def forget() -> None:
    """After a change of synonyms, in this process."""
    global _kept
    _kept = None
