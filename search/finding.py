"""A question is read once, in words of no engine, and then put to one: the search server, else PostgreSQL."""

import logging
from dataclasses import replace

from search import picks, registry, vocabulary
from search.analysis import tokens
from search.engines import has_server, postgres
from search.question import MOST_WORDS, Question, Result
from search.reading import Asked, read, read_to_keep
from search.vocabulary import Vocabulary

logger = logging.getLogger("search")


def find(question: Question) -> Result:
    if not question.words:  # somebody browses: no editor has a say
        return answer(question, Vocabulary())
    standing = picks.standing(question)
    rest = replace(question, without=standing.subjects)
    return standing.before(answer(rest, vocabulary.current(standing.version)), question)


def answer(question: Question, known: Vocabulary) -> Result:
    """What an engine says, with these synonyms and translations."""
    asked = understood(question.words, known)
    return replace(_ask(question, asked), meant=asked.meant)


def _ask(question: Question, asked: Asked) -> Result:
    if not has_server():
        return postgres.find(question, asked)
    from search.engines import elasticsearch

    try:
        return elasticsearch.find(question, asked)
    except elasticsearch.Unavailable as reason:
        logger.warning("search server", extra={"error": str(reason)})
        return replace(postgres.find(question, asked), without_server=True)


def understood(text: str, known: Vocabulary | None = None) -> Asked:
    return read(text[:MOST_WORDS], known or vocabulary.current(), _kind_words())


def understood_to_keep(text: str) -> Asked:
    return read_to_keep(text[:MOST_WORDS], vocabulary.current(), _kind_words())


def _kind_words() -> dict[str, str]:
    return {
        token: kind
        for kind, each in registry.kinds().items()
        for word in each.kind_words
        for token in tokens.of_text(word)
        if token.startswith("=")
    }
