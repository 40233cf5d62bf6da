"""Groups of words that mean the same, and the deeds that change them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from search.analysis.normalise import is_arabic
from search.editing.changes import ChangedMeanwhile, What, mark, note, one_at_a_time
from search.models import SearchSynonym
from search.picks import one_form
from shared.refusals import Refused

LONGEST_NAME = 60
State = list[list[str]]  # [[language, word], …], Arabic first, each in order


class StandsElsewhere(Refused):
    """A word of two meanings may stand in two groups; by mistake it would mix up what both of them find."""

    def __init__(self, word: str, others: Iterable[str], *, field: str) -> None:
        said = _(
            "“%(word)s” stands in another group already: %(words)s. Add the words there, or say below that it has two meanings."
        )
        # Each isolated, so that words of both directions keep their order.
        listed = " · ".join(f"\u2068{each}\u2069" for each in others)
        super().__init__(said % {"word": word, "words": listed}, field=field)


def state(name: str) -> State | None:
    """As it stands; None where there is no such group."""
    found = SearchSynonym.objects.filter(group=name).values_list("language", "term")
    return sorted([language, term] for language, term in found) or None


def as_state(words: Iterable[str]) -> State:
    return sorted(["ar" if is_arabic(word) else "en", word] for word in words)


def check_elsewhere(name: str, before: State | None, after: State) -> None:
    """Of the words that come into the group none may stand in another. Raises StandsElsewhere."""
    come_in = {one_form(word): word for language, word in after if [language, word] not in (before or [])}
    rows = list(SearchSynonym.objects.exclude(group=name).order_by("pk").values_list("group", "term"))
    for other, term in rows:
        if (word := come_in.get(one_form(term))) is not None:
            words = [its for group, its in rows if group == other]
            raise StandsElsewhere(word, words, field="arabic" if is_arabic(word) else "english")


@transaction.atomic
def keep(words: list[str], *, name: str = "", seen: str = "", two_meanings: bool = False, by: Any, at: datetime) -> str:
    """Make these the words of the group, or a new group of them; its name. `seen` is the mark of what the editor began with.

    Raises ChangedMeanwhile, StandsElsewhere for a word that comes in.
    """
    one_at_a_time()
    before, after = state(name) if name else None, as_state(words)
    if name and mark(before) != seen:
        raise ChangedMeanwhile
    if not two_meanings:
        check_elsewhere(name, before, after)
    name = name or _new_name(after)
    if after != before:
        restore(name, after)
        note(What.WORDS, name, before=before, after=after, by=by, at=at)
    return name


@transaction.atomic
def end(name: str, *, by: Any, at: datetime) -> None:
    """Its words stand for one another no longer."""
    one_at_a_time()
    if before := state(name):
        restore(name, None)
        note(What.WORDS, name, before=before, after=None, by=by, at=at)


def restore(name: str, wanted: State | None) -> None:
    SearchSynonym.objects.filter(group=name).delete()
    SearchSynonym.objects.bulk_create(
        [SearchSynonym(group=name, language=language, term=term) for language, term in wanted or []]
    )


def _new_name(words: State) -> str:
    """By its first English word, as the groups are named that a portal begins with."""
    plain = next((word for language, word in words if language == "en"), words[0][1])[: LONGEST_NAME - 4]
    taken = set(SearchSynonym.objects.filter(group__startswith=plain).values_list("group", flat=True))
    return next(name for name in (plain, *(f"{plain} {number}" for number in range(2, 1000))) if name not in taken)
