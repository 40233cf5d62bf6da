"""The consonants that are heard in a word, in whichever letters it is written: «سوفتوير» and "software", "nakheel" and «نخيل».

Short vowels are not written in Arabic and long ones vary in English, so none counts; sounds that one script lacks fall together.
"""

import re
from functools import lru_cache

from search.analysis.normalise import fold, is_arabic, without_article

LEAST_SOUNDS = 3
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("اويعء", ""), "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ط": "t", "ج": "g", "غ": "g", "چ": "c", "ش": "c",
        "ح": "h", "ه": "h", "خ": "x", "د": "d", "ض": "d", "ذ": "z", "ز": "z", "ظ": "z", "ر": "r", "س": "s", "ص": "s", "ف": "f",
        "ڤ": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n",
    }
)  # fmt: skip
_PAIRS = [("kh", "x"), ("sh", "c"), ("ch", "c"), ("gh", "g"), ("th", "t"), ("dh", "z"), ("ph", "f"), ("ck", "k")]
_SOFT_C = re.compile("c(?=[eiy])")
_ENGLISH = str.maketrans({**dict.fromkeys("aeiouwy'", ""), "j": "g", "p": "b", "v": "f", "q": "k"})
# One-letter particles stay: a loan word that begins like one (باركنج) is what this is for.
_ENDING = re.compile(r"(?<=\w{3})(?:ات|ين|ون|ان|يه|ه)$")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sounds(word: str) -> str:
    """Of a clean word without its endings; empty where too little is heard to tell words apart."""
    heard = _arabic(word) if is_arabic(word) else _english(word)
    heard = _TWICE.sub(r"\1", heard)
    return heard if len(heard) >= LEAST_SOUNDS and heard.isalpha() and heard.isascii() else ""


def _arabic(word: str) -> str:
    return _ENDING.sub("", without_article(fold(word))).translate(_ARABIC)


def _english(word: str) -> str:
    heard = _SOFT_C.sub("s", word.removesuffix("s"))
    for pair, sound in _PAIRS:
        # The letter c stands for the sound of sh from here on.
        heard = heard.replace(pair, sound.upper())
    return heard.replace("c", "k").replace("x", "ks").lower().translate(_ENGLISH)
