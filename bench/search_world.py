"""100,000 documents copied in: words of the portal's own vocabulary among made-up ones, drawn as words are in texts.

The word of rank r is drawn about as often as 1/r. The commonest are made up, as "the" and "of" would be; then every third word
is one of the vocabulary, so that a question's words stand in some per cent of the documents or less.
"""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import psycopg

from search import seeds, terms
from search.analysis import tokens
from search.analysis.normalise import is_arabic, words
from search.documents import quoted, weighted

MADE_UP, COMMONEST, EVERY = 30_000, 150, 3
LETTERS = {"ar": "بتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghiklmnoprstuvw"}
TITLE, BODY, ENTITY = 5, 45, 3  # words a language
KINDS = ("vacancy", "tender", "service", "page", "news")
COLUMNS = (
    "kind, subject_id, version, found, title_ar, title_en, body_ar, body_en, folded, title_words, title_tokens, tokens, facets,"
    " published_at, closes_at"
)

INDEXES = {"search_tokens": "tokens", "search_title_tokens": "title_tokens"}

Word = tuple[str, frozenset[str]]


def fill(owner: psycopg.Connection, count: int) -> None:
    """Documents and counted words, as many as there would be; does nothing where they stand already."""
    standing, now = owner.execute(
        "SELECT count(*), now() FROM search_searchdocument WHERE subject_id LIKE 'bench-%'"
    ).fetchone()
    if standing == count:
        return
    with owner.transaction():
        owner.execute("DELETE FROM search_searchdocument WHERE subject_id LIKE 'bench-%'")
        # Filled first and indexed then: into an index that stands, each of its million words goes by itself.
        for name in INDEXES:
            owner.execute(f"DROP INDEX {name}")
        with owner.cursor().copy(f"COPY search_searchdocument ({COLUMNS}) FROM STDIN") as copy:
            for row in rows(count, now):
                copy.write_row(row)
        for name, column in INDEXES.items():
            owner.execute(f"CREATE INDEX {name} ON search_searchdocument USING gin ({column}) WITH (fastupdate = off)")
    owner.execute("VACUUM ANALYZE search_searchdocument")
    terms.refresh()


def rows(count: int, now: datetime) -> Iterator[tuple[Any, ...]]:
    chosen = random.Random(count)
    vocabularies = {language: vocabulary(language) for language in LETTERS}

    def draw(number: int, most: int = MADE_UP) -> dict[str, list[Word]]:
        return {
            language: [known[int(most ** chosen.random()) - 1] for _ in range(number)]
            for language, known in vocabularies.items()
        }

    for number in range(count):
        title, body, entity = draw(TITLE), draw(BODY), draw(ENTITY, 40)
        closes = now + timedelta(hours=number % 2000 - 1000) if number % len(KINDS) < 2 else None
        facets = {"entity": [f"E{number % 40}"], "category": [f"C{number % 25}"]}
        texts = [said(title["ar"]), said(title["en"]), said(body["ar"]), said(body["en"])]
        yield (
            KINDS[number % len(KINDS)], f"bench-{number}", 1, True, *texts, " ".join(texts), TITLE,
            " ".join(quoted(token) for token in sorted(meant(title))), weighted({"A": meant(title), "C": meant(entity), "D": meant(body)}),
            json.dumps(facets), now - timedelta(hours=number % 9000), closes,
        )  # fmt: skip


def said(drawn: list[Word]) -> str:
    return " ".join(word for word, _ in drawn)


def meant(drawn: dict[str, list[Word]]) -> set[str]:
    return set(chain.from_iterable(its for _, its in chain.from_iterable(drawn.values())))


def vocabulary(language: str) -> list[Word]:
    """Words by rank, each with its tokens."""
    chosen = random.Random(language)
    own = [word for _, _, term in seeds.terms() for word in words(term) if is_arabic(word) == (language == "ar")]
    known = [word for word in dict.fromkeys(own) if not tokens.is_stop_word(word)]
    chosen.shuffle(known)
    made_up = iter({"".join(chosen.choices(LETTERS[language], k=chosen.randint(4, 9))) for _ in range(2 * MADE_UP)})
    ranked = [
        known.pop() if known and rank > COMMONEST and rank % EVERY == 0 else next(made_up) for rank in range(MADE_UP)
    ]
    own_words = set(own)
    return [(word, tokens.of_word(word) if word in own_words else frozenset({f"={word}", word[:5]})) for word in ranked]
