"""What stands in the index for a word, and what a query asks for.

An Arabic word: "=" + fold (exact), the fold's light stem, Snowball's stem, the fold of its lemmas.
An English word: "=" + word, Snowball's stem.
"""

import re
import threading
from functools import lru_cache

import snowballstemmer

from search.analysis import lemmas
from search.analysis.normalise import fold, is_arabic, words

_PREFIX = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل|[وف]?[بكل](?=\w{4})|[وف](?=\w{4}))")
LEAST_STEM = 3
_SUFFIXES = ("ات", "ين", "ون", "ان", "يه", "ه", "ي")

STOP_ARABIC = frozenset(
    fold(word)
    for line in (
        "في من إلى على عن مع أو و ثم أن إن لا ما هل هذا هذه ذلك تلك التي الذي الذين هو هي هم كل بعض قد كان كانت كيف",
        "أين متى لم لن بين حتى عند غير أي كما لدى منذ خلال بعد قبل حول ضمن بدون أريد ابحث",
        "أبحث أدور أبغى أبي أجد أود عايز عندي عندنا لدي",
        "نبغى نبي بدي ودي حاب محتاج أحتاج ممكن لو سمحت ليش ليه لماذا شلون وين ايش شنو شو اللي عشان علشان حق مال مو مب مش",
    )
    for word in line.split()
)
STOP_ENGLISH = frozenset(
    word
    for line in (
        "a an and are as at be by for from has have how i in into is its me my of on or our that the their this to was",
        "we were what when where which who will with you your do does can want need find get look looking searching please",
        "not no or if but so why any all some there here us them they he she his her am im been would should could about via",
    )
    for word in line.split()
)


class _Stemmers(threading.local):
    """One of each for every thread: a stemmer keeps the word that it works on in itself."""

    def __init__(self) -> None:
        self.arabic, self.english = snowballstemmer.stemmer("arabic"), snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


def is_stop_word(word: str) -> bool:
    """Folded, water would be one: «ماء» loses its hamza."""
    return (fold(word) in STOP_ARABIC and not word.endswith("ء")) or word in STOP_ENGLISH


def light_stem(folded: str) -> str:
    """The word without its article, one-letter particles and commonest endings; at least three letters stay."""
    stem = _PREFIX.sub("", folded)
    stem = stem if len(stem) >= 3 else folded
    for suffix in _SUFFIXES:
        if stem.endswith(suffix) and len(stem) - len(suffix) >= 3:
            return stem[: -len(suffix)]
    return stem


@lru_cache(maxsize=200_000)
def of_word(word: str) -> frozenset[str]:
    """Tokens with which a document's word is indexed."""
    if not is_arabic(word):
        return frozenset({f"={word}", _stemmers.english.stemWord(word)})
    return _telling(word, shapes(word) | lemmas.lemmas(word))


@lru_cache(maxsize=20_000)
def of_query_word(word: str) -> frozenset[str]:
    """Tokens that a query's word looks for: wider than the index by the spellings that people mix up."""
    if not is_arabic(word):
        return frozenset({f"={word}", _stemmers.english.stemWord(word)})
    return _telling(word, shapes(word) | lemmas.lemmas_of_spellings(word))


def _telling(word: str, found: frozenset[str]) -> frozenset[str]:
    """Without forms of two letters, in which words meet that have nothing in common (أمن, أمين and أماكن in ام)."""
    least = min(LEAST_STEM, len(fold(word)))
    return frozenset(token for token in found if len(token) >= least)


def shapes(word: str) -> frozenset[str]:
    folded = fold(word)
    # A lone hamza folds to nothing, and nothing is no token.
    return frozenset(filter(None, (f"={folded}", light_stem(folded), fold(_stemmers.arabic.stemWord(word)))))


def stem(word: str) -> str:
    """The one form in which words stand in a phrase: without article and ending, so that a phrase is met in its inflections."""
    return light_stem(fold(word)) if is_arabic(word) else _stemmers.english.stemWord(word)


def of_text(text: str) -> set[str]:
    """Tokens of all words of a text. Stop words stay in: a query that is nothing else may look for them."""
    return {token for word in words(text) for token in of_word(word)}


def says_nothing(text: str) -> bool:
    """No words, or only such as stand everywhere."""
    return all(is_stop_word(word) for word in words(text))


def meaningful(text: str) -> list[str]:
    """The words of a query that say something; all of them where none does."""
    everything = words(text)
    return [word for word in everything if not is_stop_word(word)] or everything
