"""Titles that somebody may be typing: every word but the last as it is written, the last one as far as it has come."""

import logging

from django.utils import translation

from search import results
from search.analysis import tokens
from search.analysis.normalise import fold, is_arabic, words
from search.engines import has_server, postgres
from search.question import Typed

logger = logging.getLogger("search")
MOST_SUGGESTED, MOST_TYPED, LEAST_LETTERS = 8, 100, 2


def titles(text: str) -> list[str]:
    """In the language that is typed, each once. Read from the records as they are now, like every hit."""
    with translation.override("ar" if is_arabic(text) else "en"):
        shown = [hit.shown.title for hit in results.read(found(text), asked="")]
    return list(dict.fromkeys(shown))


def found(text: str) -> list[results.Hit]:
    typed = understood(text)
    return _ask(typed) if typed else []


def understood(text: str) -> Typed | None:
    asked = words(text[:MOST_TYPED])
    if not asked or len(asked[-1]) < LEAST_LETTERS:
        return None
    *whole, last = asked
    folded = fold(last)
    # The stem as well: «رخص» begins «الرخصة» too.
    beginnings = dict.fromkeys(each for each in (f"={folded}", tokens.light_stem(folded)) if each.strip("="))
    return Typed(tuple(tokens.of_query_word(word) for word in whole), tuple(beginnings)) if beginnings else None


def _ask(typed: Typed) -> list[results.Hit]:
    if has_server():
        from search.engines import elasticsearch

        try:
            return elasticsearch.suggest(typed, MOST_SUGGESTED)
        except elasticsearch.Unavailable as reason:
            logger.warning("search server", extra={"error": str(reason)})
    return postgres.suggest(typed, MOST_SUGGESTED)
