"""The portal's own words: how many documents have each, and which of them a misspelt word may mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from search.analysis import normalise
from search.analysis.normalise import is_arabic
from search.analysis.sounds import sounds
from search.documents import quoted

ALL = ""  # the token that every document has: its count is the number of documents
MOST_COUNTED = 10_000
MOST_CORRECTIONS = 3
MOST_CORRECTED = 5
MOST_ALIKE = 3
MOST_READ = 3
LONGEST_SOUNDS = 60
SHORT_WORD, LEAST_WORD = 4, 3


@dataclass(frozen=True)
class Counts:
    """Documents by token; a token that is missing stands in none, if they were ever counted. `total` is the number of all."""

    total: int
    by_token: Mapping[str, int]
    complete: bool = True

    def most(self, tokens: Iterable[str]) -> int:
        return max((self.by_token.get(token, 0) for token in tokens), default=0)


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


def counts(words: Iterable[Iterable[str]], others: Iterable[str]) -> Counts:
    """Counts of the tokens of each word and of the others. A word that was never counted is counted now, up to 10,000."""
    own = [sorted(tokens) for tokens in words]
    wanted = sorted({ALL, *(token for tokens in own for token in tokens), *others})
    found = dict(_rows("SELECT token, documents FROM search_searchterm WHERE token = ANY(%s)", [wanted]))
    missing = [tokens for tokens in own if not any(token in found for token in tokens)]
    complete = ALL in found
    if missing or not complete:
        found |= _counted_now(missing, total=not complete)
    return Counts(found[ALL], found, complete)


def _counted_now(words: list[list[str]], *, total: bool) -> dict[str, int]:
    conditions = ["tokens @@ %s::tsquery"] * len(words) + ["true"] * total
    names = [tokens[0] for tokens in words] + [ALL] * total
    parts = [
        f"SELECT {place}, count(*) FROM (SELECT FROM search_searchdocument WHERE found AND {condition} LIMIT {MOST_COUNTED}) one"
        for place, condition in enumerate(conditions)
    ]
    counted = _rows(" UNION ALL ".join(parts), [" | ".join(map(quoted, tokens)) for tokens in words])
    return {names[place]: count for place, count in counted}


def corrections(folded: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each word the nearest ones of the portal by keystrokes (one for short words, two for others), with their counts.

    What some word of the portal begins with is no mistake: somebody is still typing, or has a part of the word in mind.
    """
    asked = [word for word in folded if len(word) >= LEAST_WORD and not any(map(str.isdecimal, word))][:MOST_CORRECTED]
    near = _rows(
        "SELECT asked, substr(token, 2), documents FROM unnest(%s::text[]) AS asked JOIN search_searchterm"
        " ON token LIKE '=%%' AND char_length(token) BETWEEN char_length(asked) - 1 AND char_length(asked) + 3"
        " WHERE documents > 0 AND levenshtein_less_equal(substr(token, 2), asked, 2) <= 2 AND NOT EXISTS"
        " (SELECT FROM search_searchterm WHERE token >= '=' || asked AND token < '=' || asked || U&'\\FFFF')",
        [asked],
    )
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for word, other, documents in near:
        found[word].append((keystrokes(word, other), -documents, other))
    return {
        word: {
            other: -documents
            for distance, documents, other in sorted(others)[:MOST_CORRECTIONS]
            if distance <= (1 if len(word) <= SHORT_WORD else 2)
        }
        for word, others in found.items()
    }


def as_written(meant: str, typed: str) -> str:
    """Corrected words are known folded (وظيفه); shown is what most of the first documents with such a word write (وظيفة)."""
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
    return " ".join(max(written[word], key=written[word].__getitem__, default=word) for word in meant.split())


def alike(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each word those of the other script that sound alike, with their counts."""
    heard = {word: sounds(word) for word in words}
    listened_for = [each for each in heard.values() if each]
    rows = (
        []
        if not listened_for
        else _rows(
            "SELECT sounds, substr(token, 2), documents FROM search_searchterm WHERE sounds = ANY(%s) ORDER BY documents DESC, token",
            [listened_for],
        )
    )
    found: dict[str, dict[str, int]] = {word: {} for word in heard}
    for word, its in heard.items():
        others = [(other, documents) for sound, other, documents in rows if sound == its]
        found[word] = dict([each for each in others if is_arabic(each[0]) != is_arabic(word)][:MOST_ALIKE])
    return found


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
