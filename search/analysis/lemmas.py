"""Dictionary forms of an Arabic word by farahidi (AlKhalil's lexicon): it knows the broken plurals that no stemmer meets."""

import re
from functools import lru_cache

import farahidi

from search.analysis.normalise import fold

# Words are looked up as they are spelt, so a query tries the spellings that people use for one another.
_PREFIXED_ALEF = re.compile(r"^((?:[وف]?[بكل]?ال|[وفبكل])?)ا")
MOST_VARIANTS = 12


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> frozenset[str]:
    """Folded lemmas of the word as spelt; empty where the lexicon does not know it."""
    return frozenset(fold(analysis.lemma) for analysis in farahidi.analyze(word) if analysis.lemma)


@lru_cache(maxsize=20_000)
def lemmas_of_spellings(word: str) -> frozenset[str]:
    """For queries: lemmas of the word and of every spelling it may stand for (اجازة for إجازة, ه for ة, ى for ي)."""
    return frozenset().union(*(lemmas(variant) for variant in spellings(word)))


def spellings(word: str) -> list[str]:
    found = [word]
    for swap in (_alefs, _endings, _seats):
        found += [variant for known in found for variant in swap(known) if variant not in found]
    return list(dict.fromkeys(found))[:MOST_VARIANTS]


def _alefs(word: str) -> list[str]:
    match = _PREFIXED_ALEF.match(word)
    if not match:
        return []
    before, rest = match.group(1), word[match.end() :]
    return [f"{before}{alef}{rest}" for alef in "أإآ"]


def _endings(word: str) -> list[str]:
    swaps = {"ه": "ة", "ي": "ى", "ى": "ي"}
    return [word[:-1] + swaps[word[-1]]] if word and word[-1] in swaps else []


def _seats(word: str) -> list[str]:
    return [word.replace(one, other) for one, other in (("ئ", "ؤ"), ("ؤ", "ئ")) if one in word]
