"""A question is read once, in words of no engine, and then put to one: the search server, else PostgreSQL."""

import logging
from dataclasses import replace

from search import picks, registry, vocabulary
from search.analysis import tokens
from search.engines import has_server, postgres
from search.question import MOST_WORDS, Question, Result
from search.reading import Asked, Grouped, grouped, read, read_to_keep
from search.vocabulary import Vocabulary

logger = logging.getLogger("search")


def find(question: Question) -> Result:
    if not question.words:  # somebody browses: no editor has a say
        return answer(question, Vocabulary())
    known = vocabulary.current()
    asked = _grouped(question.words, known)
    standing = picks.standing(question, asked.tokens)
    if standing.version == known.version:
        understood = read(asked, known, standing.counted)
    else:  # an editor has changed the words since
        known = vocabulary.current(standing.version)
        understood = read(_grouped(question.words, known), known)
    rest = replace(question, without=standing.subjects)
    return standing.before(_answered(rest, understood), question)


def answer(question: Question, known: Vocabulary) -> Result:
    """What an engine says, with these synonyms and translations."""
    return _answered(question, read(_grouped(question.words, known), known))


def _answered(question: Question, asked: Asked) -> Result:
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


def understood(text: str) -> Asked:
    known = vocabulary.current()
    return read(_grouped(text, known), known)


def understood_to_keep(text: str) -> Asked:
    return read_to_keep(_grouped(text, vocabulary.current()))


def _grouped(text: str, known: Vocabulary) -> Grouped:
    return grouped(text[:MOST_WORDS], known, _kind_words())


def _kind_words() -> dict[str, str]:
    return {
        token: kind
        for kind, each in registry.kinds().items()
        for word in each.kind_words
        for token in tokens.of_text(word)
        if token.startswith("=")
    }
