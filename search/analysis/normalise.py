"""Spelling variants that one word may come in, made equal. Only tokens are folded, never what is shown."""

import re
import unicodedata

_CLEAN = {
    **{ord(digit): str(value) for block in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(block)},
    **str.maketrans("یکۀہھ", "يكههه"),
    ord("ـ"): None,
}
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ء": None})
_INVISIBLE = re.compile("[\u0000-\u0008\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u00ad]")
_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{3})")
WORD = re.compile(r"[^\W_]+")
ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")


def clean(text: str) -> str:
    """Compatibility forms, vowel signs, tatweel, invisible marks, Persian letters and digits made plain; lower case."""
    decomposed = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    # Marks are dropped, but hamza above or below a letter and the madda make another letter: they are composed first.
    composed = unicodedata.normalize("NFC", "".join(each for each in decomposed if not _is_vowel_sign(each)))
    return "".join(each for each in composed.lower().translate(_CLEAN) if not unicodedata.combining(each))


def _is_vowel_sign(character: str) -> bool:
    return unicodedata.combining(character) != 0 and character not in "\u0653\u0654\u0655"


def fold(text: str) -> str:
    """`clean`, and the letters that people mix up made one: أإآ → ا, ى → ي, ة → ه, ؤ → و, ئ → ي, no lone hamza."""
    return clean(text).translate(_FOLD)


def without_article(folded: str) -> str:
    """And without the one-letter particles before it, where at least three letters stay."""
    return _ARTICLE.sub("", folded)


def words(text: str) -> list[str]:
    """Cleaned words in order; letters and digits only, the English genitive cut."""
    return WORD.findall(re.sub(r"['’]s\b", "", clean(text)))


def is_arabic(word: str) -> bool:
    return bool(ARABIC.search(word))


def compact(text: str) -> str:
    """A reference or phone as letters and digits alone: "OC-HR-2026/0403" → "ochr20260403"."""
    return "".join(WORD.findall(clean(text)))
