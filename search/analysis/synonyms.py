"""Groups of terms that mean the same in both languages: «شاغر», «وظيفة», "vacancy". Expanded when a question is asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from search.analysis import tokens
from search.analysis.normalise import words

Term = tuple[str, ...]


@dataclass(frozen=True)
class Thesaurus:
    """`groups` maps a group's name to its terms; `by_token` a token to the groups in which a term has it."""

    groups: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    by_token: Mapping[str, frozenset[tuple[str, Term]]] = field(default_factory=dict)

    def groups_at(self, question: list[str], position: int) -> set[tuple[str, int]]:
        """Groups that have a term which begins at this word of the question, with the term's length in words."""
        found = set()
        for token in tokens.of_query_word(question[position]):
            for group, term in self.by_token.get(token, ()):
                if self._matches(question, position, term):
                    found.add((group, len(term)))
        return found

    @staticmethod
    def _matches(question: list[str], position: int, term: Term) -> bool:
        asked = question[position : position + len(term)]
        return len(asked) == len(term) and all(
            tokens.of_query_word(word) & _strict(wanted) for word, wanted in zip(asked, term, strict=True)
        )


def _strict(word: str) -> frozenset[str]:
    """Exact and stemmed form; lemmas are left out, since one spelling has many and a group must not swallow another."""
    return tokens.of_word(word) if not tokens.is_arabic(word) else tokens._shapes(word)


def build(rows: Iterable[tuple[str, str]]) -> Thesaurus:
    """From (group, term) rows in any order."""
    groups: dict[str, list[Term]] = defaultdict(list)
    for group, term in rows:
        split = tuple(words(term))
        if not all(tokens.is_stop_word(word) for word in split):
            groups[group].append(split)
    by_token: dict[str, set[tuple[str, Term]]] = defaultdict(set)
    for name, terms in groups.items():
        for split in terms:
            for token in _strict(split[0]):
                by_token[token].add((name, split))
    return Thesaurus(
        {name: tuple(terms) for name, terms in groups.items()},
        {token: frozenset(found) for token, found in by_token.items()},
    )
