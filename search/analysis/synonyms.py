"""Groups of terms that mean the same in both languages: «شاغر», «وظيفة», "vacancy". Expanded when a question is asked."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from search.analysis import tokens
from search.analysis.lemmas import lemmas_of_spellings
from search.analysis.normalise import fold, without_article, words

Term = tuple[str, ...]
Forms = Callable[[str], frozenset[str]]
ITSELF = "#"
PLURAL = re.compile("ies$|(?<=ch)es$|(?<=sh)es$|(?<=ss)es$|(?<=x)es$|(?<![su])s$")


@dataclass(frozen=True)
class Thesaurus:
    """`groups` maps a group's name to its terms; `by_form` a form of a word to the groups with a term that begins so."""

    groups: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    by_form: Mapping[str, frozenset[tuple[str, Term]]] = field(default_factory=dict)

    def groups_at(self, question: list[str], position: int) -> set[tuple[str, int]]:
        """Groups that have a term which begins at this word of the question, with the term's length in words.

        Where a term stands as it was asked for, in either number, none is taken that only looks like it: who asks for
        parking wants no park, and «خدمات» no «خدم».
        """
        return self._groups_by(_asked, question, position) or self._groups_by(tokens.of_query_word, question, position)

    def _groups_by(self, forms: Forms, question: list[str], position: int) -> set[tuple[str, int]]:
        found = set()
        for form in forms(question[position]):
            for group, term in self.by_form.get(form, ()):
                asked = question[position : position + len(term)]
                if len(asked) == len(term) and all(
                    forms(word) & _forms(its) for word, its in zip(asked, term, strict=True)
                ):
                    found.add((group, len(term)))
        return found


@lru_cache(maxsize=20_000)
def _asked(word: str) -> frozenset[str]:
    """The word itself without its article, and its dictionary forms, marked apart from stems."""
    if not tokens.is_arabic(word):
        return frozenset({_itself(word)})
    return frozenset({_itself(word), *(f"{ITSELF}{lemma}" for lemma in lemmas_of_spellings(word))})


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """Of a word of a term: itself, and its stems. Lemmas are left out: one spelling has many, and a group must not swallow another."""
    return frozenset({_itself(word)}) | (tokens.of_word(word) if not tokens.is_arabic(word) else tokens.shapes(word))


def _itself(word: str) -> str:
    if tokens.is_arabic(word):
        return f"{ITSELF}{without_article(fold(word))}"
    return f"{ITSELF}{PLURAL.sub(lambda ending: 'y' if ending[0] == 'ies' else '', word)}"


def build(rows: Iterable[tuple[str, str]]) -> Thesaurus:
    """From (group, term) rows in any order. Small words are left out of a term, as they are of a question."""
    groups: dict[str, list[Term]] = defaultdict(list)
    for group, term in rows:
        split = words(term)
        told = [word for word in split if not tokens.is_stop_word(word)]
        # What is left of «عمل عن بعد» is any work.
        if len(told) == len(split) or len(told) > 1:
            groups[group].append(tuple(told))
    by_form: dict[str, set[tuple[str, Term]]] = defaultdict(set)
    for name, terms in groups.items():
        for term_words in terms:
            for form in _forms(term_words[0]):
                by_form[form].add((name, term_words))
    return Thesaurus(
        {name: tuple(terms) for name, terms in groups.items()},
        {form: frozenset(found) for form, found in by_form.items()},
    )
