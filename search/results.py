"""From hits to what a reader sees: every record is read again, and what may no longer be seen falls out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search import registry
from search.analysis import tokens
from search.analysis.normalise import WORD, words
from search.question import Hit
from search.registry import Shown
from shared.clock import database_now

LONGEST_SNIPPET = 240


@dataclass(frozen=True)
class ShownHit:
    kind: str
    kind_title: "str | Promise"
    shown: Shown
    title: SafeString
    snippet: SafeString
    every: bool = True  # has every word that was asked for
    picked: bool = False  # by an editor
    subject_id: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of a text; `mark`: a word that was looked for."""

    text: str
    mark: bool


Found = list[tuple[Hit, list[object]]]


def read(hits: Sequence[Hit], *, asked: str, now: datetime | None = None) -> list[ShownHit]:
    """`now`, where the database's clock was asked already."""
    found, looked_for = records(hits), looked_for_in(asked)
    return [
        ShownHit(
            hit.kind,
            registry.get(hit.kind).title,
            shown,
            highlight(shown.title, looked_for),
            highlight(excerpt(shown.summary, looked_for), looked_for),
            every=hit.every,
            picked=hit.picked,
            subject_id=hit.subject_id,
        )
        for (hit, _records), shown in zip(found, in_this_language(found, now=now or database_now()), strict=True)
    ]


def records(hits: Sequence[Hit]) -> Found:
    """One query a kind that occurs, or a family of kinds; order of the hits kept."""
    wanted: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for hit in hits:
        wanted[registry.get(hit.kind).family or hit.kind][hit.kind].append(hit.subject_id)
    found = {kind: its for kinds in wanted.values() for kind, its in _records(kinds).items()}
    return [(hit, its) for hit in hits if (its := found[hit.kind].get(hit.subject_id))]


def _records(subjects: dict[str, list[str]]) -> dict[str, dict[str, list[object]]]:
    """Kind → subject → its rows."""
    first, *others = map(registry.get, subjects)
    reader = first.joined(others) if others else first
    found: dict[str, list[object]] = defaultdict(list)
    for record in reader.by_subjects([each for its in subjects.values() for each in its]):
        found[reader.subject_id(record)].append(record)
    return {kind: {each: found[each] for each in its} for kind, its in subjects.items()}


def in_this_language(found: Found, *, now: datetime) -> list[Shown]:
    return [registry.get(hit.kind).shown(its, now=now) for hit, its in found]


def looked_for_in(asked: str) -> frozenset[str]:
    """The tokens to mark."""
    if not words(asked):
        return frozenset()
    return frozenset(token for word in tokens.meaningful(asked) for token in tokens.of_query_word(word))


def highlight(text: str, looked_for: frozenset[str]) -> SafeString:
    """The text escaped, with <mark> around the words that were looked for."""
    parts = [
        (format_html("<mark>{}</mark>", each.text) if each.mark else escape(each.text),)
        for each in pieces(text, looked_for)
    ]
    return format_html_join("", "{}", parts)


def pieces(text: str, looked_for: frozenset[str]) -> list[Piece]:
    found, end = [], 0
    for match in WORD.finditer(text):
        word = "".join(words(match.group()))
        if word and tokens.of_word(word) & looked_for and not tokens.is_stop_word(word):
            found += [Piece(text[end : match.start()], False), Piece(match.group(), True)]
            end = match.end()
    return [each for each in (*found, Piece(text[end:], False)) if each.text]


def excerpt(text: str, looked_for: frozenset[str]) -> str:
    """The part of a long text in which the first word that was looked for stands."""
    if len(text) <= LONGEST_SNIPPET:
        return text
    start = 0
    for match in WORD.finditer(text):
        word = "".join(words(match.group()))
        if word and tokens.of_word(word) & looked_for:
            start = max(0, text.rfind(" ", 0, max(0, match.start() - 80)) + 1)
            break
    cut = text[start : start + LONGEST_SNIPPET]
    return f"{'… ' if start else ''}{cut.rsplit(' ', 1)[0]} …"
