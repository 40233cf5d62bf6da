"""A question's words as groups of readings: what each word may stand for, and how much each reading is worth."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from search import terms
from search.analysis import tokens
from search.analysis.normalise import compact, fold, words
from search.recipe import followed
from search.vocabulary import Vocabulary

OWN = 1.0
LEAST_BEGINNING, LEAST_REFERENCE = 3, 4
MOST_GROUPS = 20
NOTHING = terms.Met(0, {}, {})
QUOTED = re.compile(r'[«"“]([^»"”]+)[»"”]')


@dataclass(frozen=True)
class Reading:
    """All of `alternatives` must be there (a term of several words), each by one of its tokens."""

    worth: float
    alternatives: tuple[frozenset[str], ...]
    beginning: bool = False  # the one token is the beginning of a word


@dataclass(frozen=True)
class Group:
    """One thing that was asked for; only its best reading counts. `documents`: about how many have it."""

    word: str
    readings: tuple[Reading, ...]
    kind: str = ""  # the kind that the word names, if it names one
    documents: int = 0


@dataclass(frozen=True)
class Asked:
    """`phrase` is of stems, two or more. `documents` is the number of all. `meant` is the text as it may have been meant."""

    groups: tuple[Group, ...] = ()
    phrase: str = ""
    must_have_phrases: tuple[str, ...] = ()
    references: tuple[str, ...] = field(default=())
    documents: int = 0
    meant: str = ""


@dataclass(frozen=True)
class Grouped:
    """A question's words with what may stand for each, before anybody knows which of it the portal has."""

    text: str
    groups: tuple[Group, ...] = ()

    @property
    def words(self) -> list[str]:
        return [group.word for group in self.groups]

    @property
    def tokens(self) -> set[str]:
        """Those that have to be counted."""
        return {terms.ALL, *(token for group in self.groups for token in (*_tokens(group), *kind_tokens(group)))}


def grouped(text: str, vocabulary: Vocabulary, kind_words: Mapping[str, str]) -> Grouped:
    """`kind_words` maps a token of a kind's own words (وظيفة, tender) to the kind."""
    question = list(dict.fromkeys(tokens.meaningful(text)))[:MOST_GROUPS]
    return Grouped(text, tuple(_group(question, position, vocabulary, kind_words) for position in range(len(question))))


def read(asked: Grouped, vocabulary: Vocabulary, counted: Mapping[str, int] | None = None) -> Asked:
    """`counted` are the documents of its tokens, where the caller knows them already."""
    if not asked.groups:  # somebody browses: nothing has to be counted
        return Asked()
    groups, counts, meant = _corrected(asked, vocabulary, terms.counted(asked.tokens) if counted is None else counted)
    return Asked(
        groups=tuple(replace(_lean(group, counts), documents=_documents(group, counts)) for group in groups),
        phrase=_phrase(asked.words) if len(asked.words) > 1 else "",
        must_have_phrases=_quoted(asked.text),
        references=tuple(_references(asked.text)),
        documents=counts.total,
        meant=" ".join(meant) if meant != asked.words else "",
    )


def read_to_keep(asked: Grouped) -> Asked:
    """A question that is kept and put to documents that come later: nothing is corrected or left out for being unknown today."""
    counts, _met = _counts(asked, terms.counted(asked.tokens))
    return Asked(
        groups=tuple(replace(group, documents=_documents(group, counts)) for group in asked.groups),
        must_have_phrases=_quoted(asked.text),
        references=tuple(_references(asked.text)),
        documents=counts.total,
    )


def _quoted(text: str) -> tuple[str, ...]:
    return tuple(_phrase(words(part)) for part in QUOTED.findall(text) if words(part))


def _phrase(asked: list[str]) -> str:
    return " ".join(map(tokens.stem, asked))


def _references(text: str) -> Iterator[str]:
    """What looks like a reference, letters and digits only: "OC/T/2026/022" and "srv1142" alike."""
    for part in text.split():
        whole = compact(part)
        if len(whole) >= LEAST_REFERENCE and any(each.isdecimal() for each in whole) and not part.isdecimal():
            yield whole


def _group(question: list[str], position: int, vocabulary: Vocabulary, kind_words: Mapping[str, str]) -> Group:
    word, worth = question[position], followed()
    own = tokens.of_query_word(word)
    readings = [Reading(OWN, (own,))]
    for group in sorted(_synonym_groups(question, position, vocabulary)):
        readings += _terms(group, vocabulary, worth.synonym)
    readings += [
        Reading(worth.translation * sure, (frozenset({token}),)) for token, sure in vocabulary.translations(own)
    ]
    folded = fold(word)
    if len(folded) >= LEAST_BEGINNING and not folded.isdecimal():
        readings.append(Reading(worth.beginning, (frozenset({f"={folded}"}),), beginning=True))
    return Group(word, tuple(readings), next((kind_words[token] for token in own if token in kind_words), ""))


def _terms(group: str, vocabulary: Vocabulary, worth: float) -> list[Reading]:
    return [Reading(worth, tuple(tokens.of_word(each) for each in term)) for term in vocabulary.thesaurus.groups[group]]


def _synonym_groups(question: list[str], position: int, vocabulary: Vocabulary) -> set[str]:
    """Groups whose term covers this word, begun here or up to three words before."""
    found: set[str] = set()
    for start in range(max(0, position - 3), position + 1):
        for group, length in vocabulary.thesaurus.groups_at(question, start):
            if start + length > position:
                found.add(group)
    return found


# ---- words that the portal does not have ----


def _corrected(
    asked: Grouped, vocabulary: Vocabulary, counted: Mapping[str, int]
) -> tuple[list[Group], terms.Counts, list[str]]:
    """The groups with corrections of unknown words, the counts of all tokens, and the words as they may have been meant."""
    counts, met = _counts(asked, counted)
    found = dict(counts.by_token)
    corrected, meant = [], []
    for group in asked.groups:
        its = met.get(group.word, NOTHING)
        found |= {f"={word}": documents for word, documents in (*its.near.items(), *its.alike.items())}
        more = [
            *_near_readings(its.near, vocabulary),
            *(Reading(followed().alike, (tokens.of_word(word),)) for word in its.alike),
        ]
        own = map(_likelier, group.readings) if group.word in met and not its.documents else group.readings
        corrected.append(replace(group, readings=(*own, *more)))
        meant.append(next(iter(its.near), group.word))
    return corrected, replace(counts, by_token=found), meant


def _likelier(reading: Reading) -> Reading:
    """Of a word that stands nowhere: what begins with it is probably what was meant."""
    return replace(reading, worth=followed().correction) if reading.beginning else reading


def _counts(asked: Grouped, counted: Mapping[str, int]) -> tuple[terms.Counts, dict[str, terms.Met]]:
    """Of all tokens; and by word what was told of those that were not counted, which costs a query where there are any."""
    complete = terms.ALL in counted
    uncounted = {
        group.word: terms.Uncounted(fold(group.word), own, stood_for=any(map(counted.__contains__, _tokens(group))))
        for group in asked.groups
        if not any(map(counted.__contains__, own := group.readings[0].alternatives[0]))
    }
    met = dict(zip(uncounted, terms.meet(list(uncounted.values())), strict=True)) if uncounted else {}
    now = {min(uncounted[word].own): its.documents for word, its in met.items()}
    total = counted[terms.ALL] if complete else terms.total()
    return terms.Counts(total, {**counted, **now}, complete), met


def _tokens(group: Group) -> Iterator[str]:
    return (token for reading in group.readings for term in reading.alternatives for token in term)


def _near_readings(near: Mapping[str, int], vocabulary: Vocabulary) -> Iterator[Reading]:
    worth = followed()
    for word in near:
        yield Reading(worth.correction, (tokens.of_word(word),))
        for group, length in vocabulary.thesaurus.groups_at([word], 0):
            if length == 1:
                yield from _terms(group, vocabulary, worth.correction * worth.synonym)


def _documents(group: Group, counts: terms.Counts) -> int:
    """The commonest reading's count: near enough to how many documents have any of them."""
    common = max(min(counts.most(term) for term in reading.alternatives) for reading in group.readings)
    return max(common, counts.most(kind_tokens(group)))


def kind_tokens(group: Group) -> set[str]:
    """Of a word that names a kind, what every document of that kind has."""
    return {f"kind:{token}" for token in group.readings[0].alternatives[0]} if group.kind else set()


def _lean(group: Group, counts: terms.Counts) -> Group:
    """Without tokens that no document has, and without those that a dearer reading asks for already: shorter questions."""
    asked: set[str] = set()
    kept = []
    for reading in sorted(group.readings, key=lambda each: -each.worth):
        known = [
            _known(term, counts) if reading.worth < OWN and not reading.beginning else term
            for term in reading.alternatives
        ]
        if len(known) == 1 and not reading.beginning:
            known = [known[0] - asked]
            asked |= known[0]
        if all(known):
            kept.append(replace(reading, alternatives=tuple(known)))
    return replace(group, readings=tuple(kept))


def _known(term: frozenset[str], counts: terms.Counts) -> frozenset[str]:
    return frozenset(token for token in term if token in counts.by_token) if counts.complete else term
