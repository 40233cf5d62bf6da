"""The portal's own words: how many documents have each, and which of them a misspelt word may mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from search.analysis import normalise
from search.analysis.normalise import is_arabic, without_article
from search.analysis.sounds import sounds
from search.documents import quoted

ALL = ""  # the token that every document has: its count is the number of documents
MOST_COUNTED = 10_000
MOST_CORRECTIONS = 3
MOST_CORRECTED = 5
MOST_ALIKE = 3
MOST_READ = 3
LONGEST_SOUNDS = 60
SHORT_WORD, LEAST_WORD = 5, 3


@dataclass(frozen=True)
class Counts:
    """Documents by token; a token that is missing stands in none, if they were ever counted. `total` is the number of all."""

    total: int
    by_token: Mapping[str, int]
    complete: bool = True

    def most(self, tokens: Iterable[str]) -> int:
        return max((self.by_token.get(token, 0) for token in tokens), default=0)


@dataclass(frozen=True)
class Uncounted:
    """A word that no document had when they were last counted. `stood_for`: what may stand for it was counted."""

    folded: str
    own: frozenset[str]
    stood_for: bool


@dataclass(frozen=True)
class Met:
    """What is known of an uncounted word at this instant; the others, with their counts, only where no document has it yet.

    `near` are the nearest words of the portal by keystrokes (one for short words, two for others); `alike` are those of the
    other script that sound alike.
    """

    documents: int
    near: Mapping[str, int]
    alike: Mapping[str, int]


def refresh() -> None:
    """Count all tokens anew. Seconds for 100,000 documents, and nobody waits for it: words look up what was counted last."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute("""
            WITH counted AS MATERIALIZED (
                SELECT word AS token, ndoc AS documents FROM ts_stat(
                    'SELECT tokens FROM search_searchdocument WHERE found')
                UNION ALL SELECT '', count(*) FROM search_searchdocument WHERE found
            ), gone AS (
                DELETE FROM search_searchterm WHERE token NOT IN (SELECT token FROM counted)
            )
            INSERT INTO search_searchterm AS standing (token, documents) SELECT token, documents FROM counted
            ON CONFLICT (token) DO UPDATE SET documents = EXCLUDED.documents WHERE standing.documents <> EXCLUDED.documents
        """)
        cursor.execute("SELECT token FROM search_searchterm WHERE sounds IS NULL AND token LIKE '=%%'")
        new = [token for (token,) in cursor.fetchall()]
        cursor.execute(
            "UPDATE search_searchterm AS term SET sounds = heard.sounds"
            " FROM unnest(%s::text[], %s::text[]) AS heard (token, sounds) WHERE term.token = heard.token",
            [new, [sounds(token[1:])[:LONGEST_SOUNDS] for token in new]],
        )


def counted(tokens: Iterable[str]) -> dict[str, int]:
    return dict(_rows("SELECT token, documents FROM search_searchterm WHERE token = ANY(%s)", [sorted(tokens)]))


def meet(words: Sequence[Uncounted]) -> list[Met]:
    """In one query. What some word of the portal begins with is no mistake, so it has none that are near: somebody is still
    typing, or has a part of the word in mind.
    """
    typed = _correctable(words)
    rows = _rows(
        f"""
        WITH word AS MATERIALIZED (
            SELECT place - 1 AS place, heard, (
                SELECT count(*) FROM (
                    SELECT FROM search_searchdocument WHERE found AND tokens @@ own::tsquery LIMIT {MOST_COUNTED}
                ) AS these
            ) AS documents
            FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS word (own, heard, place)
        )
        SELECT 'documents', place, '', documents FROM word
        UNION SELECT 'near', place, substr(token, 2), term.documents FROM word
            JOIN unnest(%s::int[], %s::text[]) AS typed (place, folded) USING (place) JOIN search_searchterm AS term
            ON token LIKE '=%%' AND char_length(token) BETWEEN char_length(folded) - 1 AND char_length(folded) + 3
            WHERE word.documents = 0 AND levenshtein_less_equal(substr(token, 2), folded, 2) <= 2 AND NOT EXISTS
            (SELECT FROM search_searchterm WHERE token >= '=' || folded AND token < '=' || folded || U&'\\FFFF')
        UNION ALL SELECT 'alike', place, substr(token, 2), term.documents FROM word JOIN search_searchterm AS term
            ON sounds = heard WHERE word.documents = 0
        """,
        [
            [" | ".join(map(quoted, sorted(word.own))) for word in words],
            _audible(words),
            [place for place, forms in enumerate(typed) for _form in forms],
            [form for forms in typed for form in forms],
        ],
    )
    told: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for what, place, other, documents in rows:
        told[what, place][other] = documents
    return [
        Met(
            told["documents", place][""],
            _nearest(typed[place], told["near", place]),
            _other_script(word.folded, told["alike", place]),
        )
        for place, word in enumerate(words)
    ]


def total() -> int:
    """Of all documents, up to 10,000, where they were never counted."""
    rows = _rows(f"SELECT count(*) FROM (SELECT FROM search_searchdocument WHERE found LIMIT {MOST_COUNTED}) one", [])
    return int(rows[0][0])


def _correctable(words: Sequence[Uncounted]) -> list[list[str]]:
    """In which forms each is put beside the words of the portal: as typed, and without its article."""
    wanted = [word.folded for word in words if not word.stood_for and not any(map(str.isdecimal, word.folded))]
    return [
        [
            form
            for form in dict.fromkeys((word.folded, without_article(word.folded)))
            if word.folded in wanted[:MOST_CORRECTED] and len(form) >= LEAST_WORD
        ]
        for word in words
    ]


def _audible(words: Sequence[Uncounted]) -> list[str | None]:
    return [None if word.stood_for else sounds(word.folded) or None for word in words]


def _nearest(forms: Sequence[str], others: Mapping[str, int]) -> dict[str, int]:
    near = sorted(
        (min(_mistakes(form, other) for form in forms), -documents, other) for other, documents in others.items()
    )
    return {other: -documents for mistakes, documents, other in near[:MOST_CORRECTIONS] if mistakes <= 2}


def _mistakes(typed: str, other: str) -> int:
    """More than are forgiven, where a short word has two of them, or one that begins with another letter."""
    count = keystrokes(typed, other)
    return count if count <= 1 or (len(typed) > SHORT_WORD and typed[0] == other[0]) else 99


def _other_script(word: str, others: Mapping[str, int]) -> dict[str, int]:
    heard = sorted((-documents, other) for other, documents in others.items() if is_arabic(other) != is_arabic(word))
    return {other: -documents for documents, other in heard[:MOST_ALIKE]}


def as_written(meant: str, typed: str) -> str:
    """Corrected words are known folded (وظيفه); shown is what most of the first documents with such a word write (وظيفة).

    Empty where one of them stands in no document any more, for words are counted now and then.
    """
    corrected = [word for word in meant.split() if word not in normalise.words(typed)]
    rows = _rows(
        "SELECT asked, concat_ws(' ', title_ar, title_en, body_ar, body_en)"
        " FROM unnest(%s::text[], %s::text[]) AS wanted (asked, token), LATERAL ("
        f" SELECT * FROM search_searchdocument WHERE found AND tokens @@ token::tsquery LIMIT {MOST_READ}) AS one",
        [corrected, [quoted(f"={word}") for word in corrected]],
    )
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for word, text in rows:
        written[word].update(each for each in normalise.words(text) if normalise.fold(each) == word)
    if not written.keys() >= set(corrected):
        return ""
    # The word may stand in the name of the entity alone.
    return " ".join(max(its, key=its.__getitem__) if (its := written.get(word)) else word for word in meant.split())


def keystrokes(one: str, other: str) -> int:
    """Edit distance in which two neighbours that changed places count once."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, its in enumerate(other, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
