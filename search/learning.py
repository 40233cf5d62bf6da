"""Word pairs learnt from the portal's own bilingual documents: IBM model 1 in both directions over titles and first sentences.

A pair is kept where each word is by far the likeliest partner of the other, and only if they met more than once.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import sqrt

from django.db import transaction

from search.analysis import tokens
from search.analysis.normalise import words
from search.models import SearchDocument, SearchTranslation

Sentence = tuple[str, ...]
Pair = tuple[Sentence, Sentence]
MOST_DOCUMENTS = 5_000
ROUNDS = 8
LEAST_WORTH, LEAST_MEETINGS = 0.45, 2
LONGEST_SENTENCE = 40
_END = re.compile(r"[.!?؟\n]")


def learn() -> int:
    """Replace what was learnt; how many pairs there are now."""
    texts = SearchDocument.objects.filter(found=True).exclude(title_ar="").exclude(title_en="").order_by("-id")
    columns = texts.values_list("title_ar", "title_en", "body_ar", "body_en")[:MOST_DOCUMENTS]
    learnt = pairs(sides for row in columns.iterator(chunk_size=500) for sides in _sides(*row))
    with transaction.atomic():
        SearchTranslation.objects.all().delete()
        SearchTranslation.objects.bulk_create(
            SearchTranslation(arabic=arabic, english=english, worth=worth) for arabic, english, worth in learnt
        )
    return len(learnt)


def _sides(title_ar: str, title_en: str, body_ar: str, body_en: str) -> Iterator[tuple[str, str]]:
    yield title_ar, title_en
    if body_ar and body_en:
        yield _END.split(body_ar, maxsplit=1)[0], _END.split(body_en, maxsplit=1)[0]


def pairs(texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, float]]:
    """From texts that say the same in Arabic and English: (Arabic stem, English stem, worth up to 1)."""
    split = [(_meaningful(arabic), _meaningful(english)) for arabic, english in texts]
    stems = _stems(word for arabic, english in split for word in {*arabic, *english})
    corpus = [
        (tuple({stems[word] for word in arabic}), tuple({stems[word] for word in english}))
        for arabic, english in split
        if arabic and english
    ]
    met = Counter((one, other) for arabic, english in corpus for one in arabic for other in english)
    there, back = model(corpus), model([(english, arabic) for arabic, english in corpus])
    worth = {
        (one, other): sqrt(there[one, other] * back[other, one])
        for (one, other), times in met.items()
        if times >= LEAST_MEETINGS
    }
    return sorted((one, other, round(each, 2)) for (one, other), each in worth.items() if each >= LEAST_WORTH)


def _meaningful(text: str) -> list[str]:
    return [word for word in words(text) if not tokens.is_stop_word(word) and not word.isdecimal()][:LONGEST_SENTENCE]


def _stems(texts: Iterable[str]) -> dict[str, str]:
    """One token for each word, such that the forms of one word share it: of all its tokens the commonest."""
    texts = list(texts)
    shared = Counter(token for word in texts for token in tokens.of_word(word))
    return {
        word: max(
            (token for token in tokens.of_word(word) if token and not token.startswith("=")),
            key=lambda token: (shared[token], -len(token), token),
            default=f"={word}",
        )
        for word in set(texts)
    }


def model(corpus: Sequence[Pair]) -> dict[tuple[str, str], float]:
    """(word, other) → how likely the word of the first side is translated by the other: expectation and maximisation in turn."""
    chance: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        together: dict[tuple[str, str], float] = defaultdict(float)
        total: dict[str, float] = defaultdict(float)
        for one_side, other_side in corpus:
            for other in other_side:
                whole = sum(chance[one, other] for one in one_side)
                for one in one_side:
                    share = chance[one, other] / whole
                    together[one, other] += share
                    total[one] += share
        chance = defaultdict(float, {(one, other): count / total[one] for (one, other), count in together.items()})
    return chance
