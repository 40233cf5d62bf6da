"""A question is read once, in words of no engine, and then put to one."""

from dataclasses import replace

from search import registry, vocabulary
from search.analysis import tokens
from search.engines import postgres
from search.question import MOST_WORDS, Question, Result
from search.reading import Asked, read


def find(question: Question) -> Result:
    asked = understood(question.words)
    return replace(postgres.find(question, asked), meant=asked.meant)


def understood(text: str) -> Asked:
    return read(text[:MOST_WORDS], vocabulary.current(), _kind_words())


def _kind_words() -> dict[str, str]:
    return {
        token: kind
        for kind, each in registry.kinds().items()
        for word in each.kind_words
        for token in tokens.of_text(word)
        if token.startswith("=")
    }
