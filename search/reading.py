"""A question's words as groups of readings: what each word may stand for, and how much each reading is worth."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from search.analysis import tokens
from search.analysis.normalise import compact, fold, words
from search.analysis.synonyms import Thesaurus

OWN, SYNONYM, FUZZY = 1.0, 0.85, 0.3
REFERENCE = re.compile(r"^(?=.*\d)[\w]+(?:[-/][\w]+)+$")
LEAST_PREFIX = 3


@dataclass(frozen=True)
class Reading:
    """All of `alternatives` must be there (a term of several words), each by one of its tokens."""

    factor: float
    alternatives: tuple[frozenset[str], ...]
    prefix: str = ""


@dataclass(frozen=True)
class Group:
    """One thing that was asked for; only its best reading counts."""

    readings: tuple[Reading, ...]
    kind: str = ""  # the kind that the word names, if it names one


@dataclass(frozen=True)
class Asked:
    groups: tuple[Group, ...] = ()
    phrase: str = ""  # folded, of two words or more
    must_have_phrases: tuple[str, ...] = ()
    references: tuple[str, ...] = field(default=())


def read(text: str, thesaurus: Thesaurus, kind_words: Mapping[str, str]) -> Asked:
    """`kind_words` maps a token of a kind's own words (وظيفة, tender) to the kind."""
    quoted = tuple(fold(" ".join(words(part))) for part in re.findall(r'[«"“]([^»"”]+)[»"”]', text) if words(part))
    references = tuple(compact(part) for part in text.split() if REFERENCE.match(part))
    question = tokens.meaningful(text)
    groups = [_group(question, position, thesaurus, kind_words) for position in range(len(question))]
    phrase = fold(" ".join(question)) if len(question) > 1 else ""
    return Asked(tuple(groups), phrase, quoted, references)


def _group(question: list[str], position: int, thesaurus: Thesaurus, kind_words: Mapping[str, str]) -> Group:
    word = question[position]
    own = tokens.of_query_word(word)
    readings = [Reading(OWN, (own,))]
    for group in _synonym_groups(question, position, thesaurus):
        readings += [Reading(SYNONYM, tuple(tokens.of_word(each) for each in term)) for term in thesaurus.groups[group]]
    folded = fold(word)
    if len(folded) >= LEAST_PREFIX and not folded.isdecimal():
        readings.append(Reading(FUZZY, (frozenset(),), prefix=f"={folded}"))
    kind = next((kind_words[token] for token in own if token in kind_words), "")
    return Group(tuple(readings), kind)


def _synonym_groups(question: list[str], position: int, thesaurus: Thesaurus) -> set[str]:
    """Groups whose term covers this word, begun here or up to three words before."""
    found: set[str] = set()
    for start in range(max(0, position - 3), position + 1):
        for group, length in thesaurus.groups_at(question, start):
            if start + length > position:
                found.add(group)
    return found
