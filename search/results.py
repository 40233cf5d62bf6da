"""From hits to what a reader sees: every record is read again, and what may no longer be seen falls out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

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


def read(hits: Sequence[Hit], *, asked: str) -> list[ShownHit]:
    """One query a kind that occurs; order of the hits kept."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        wanted[hit.kind].append(hit.subject_id)
    found = {kind: _records(kind, subjects) for kind, subjects in wanted.items()}
    looked_for = (
        frozenset(token for word in tokens.meaningful(asked) for token in tokens.of_query_word(word))
        if words(asked)
        else frozenset()
    )
    answer, now = [], database_now()
    for hit in hits:
        records = found[hit.kind].get(hit.subject_id)
        if records:
            searchable = registry.get(hit.kind)
            shown = searchable.shown(records, now=now)
            summary = _excerpt(shown.summary, looked_for)
            answer.append(
                ShownHit(
                    hit.kind,
                    searchable.title,
                    shown,
                    highlight(shown.title, looked_for),
                    highlight(summary, looked_for),
                    every=hit.every,
                    picked=hit.picked,
                    subject_id=hit.subject_id,
                )
            )
    return answer


def _records(kind: str, subjects: list[str]) -> dict[str, list[object]]:
    searchable = registry.get(kind)
    found: dict[str, list[object]] = defaultdict(list)
    for record in searchable.by_subjects(subjects):
        found[searchable.subject_id(record)].append(record)
    return found


def highlight(text: str, looked_for: frozenset[str]) -> SafeString:
    """The text escaped, with <mark> around the words that were looked for."""
    pieces, end = [], 0
    for match in WORD.finditer(text):
        word = "".join(words(match.group()))
        if word and tokens.of_word(word) & looked_for and not tokens.is_stop_word(word):
            pieces += [(escape(text[end : match.start()]),), (format_html("<mark>{}</mark>", match.group()),)]
            end = match.end()
    pieces.append((escape(text[end:]),))
    return format_html_join("", "{}", pieces)


def _excerpt(text: str, looked_for: frozenset[str]) -> str:
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
