"""Dictionary forms of an Arabic word by farahidi (AlKhalil's lexicon): it knows the broken plurals that no stemmer meets."""

import re
from functools import lru_cache
from typing import Any

import farahidi

from search.analysis.normalise import fold

# Words are looked up as they are spelt, so a query tries the spellings that people use for one another.
_PREFIXED_ALEF = re.compile(r"^((?:[وف]?[بكل]?ال|[وفبكل])?)ا")
MOST_VARIANTS = 12
NOUN, VERB, ELATIVE = "اسم", "فعل", "أَفْعَل"
DOUBLED = re.compile(r"\w\W*\w\W*\u0651")  # the second letter


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> frozenset[str]:
    """Folded lemmas of the word as spelt; empty where the lexicon does not know it.

    Most words can be read as some verb, too, or as another word with a particle or a pronoun: what is searched for is a noun,
    and whole, wherever it can be. A verb («أجدد») brings the noun of its action («تجديد»), which is what pages say.
    """
    known = [each for each in farahidi.analyze(word) if each.lemma]
    # The elative is written like "I" do something: «أقدم» is older as well as I apply.
    likely = [each for each in known if each.pos == NOUN and each.pattern != ELATIVE] or known
    fewest = min(map(_clitics, likely), default=0)
    whole = [each for each in likely if _clitics(each) == fewest]
    actions = {action(each.lemma) for each in whole if each.pos == VERB}
    return frozenset(fold(each.lemma) for each in whole) | actions - {""}


def _clitics(analysis: Any) -> int:
    return len(analysis.proclitics or ()) + len(analysis.enclitics or ())


def action(verb: str) -> str:
    """The folded verbal noun where the form of the verb tells it: II تفعيل, and those that begin with alif (IV إفعال, VIII, X …)."""
    letters = fold(verb)
    if len(letters) == 3 and DOUBLED.match(verb):
        ending = "يه" if letters[2] == "ي" else f"ي{letters[2]}"
        return f"ت{letters[:2]}{ending}"
    if len(letters) > 3 and letters[0] == "ا":
        # Of a weak last letter a lone hamza is left, which folds to nothing.
        return f"{letters[:-1]}ا{letters[-1].removesuffix('ي')}"
    return ""


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
