"""The letters that a person was sent, for himself to read: written again from their records, in the language of the page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from messaging import letters
from messaging.models import Letter, LetterState

if TYPE_CHECKING:
    from accounts.models import User

FAILED = (LetterState.PERMANENT_FAILURE, LetterState.TECHNICAL_FAILURE)


@dataclass(frozen=True)
class ShownLetter:
    """`text` is None in a list."""

    pk: UUID
    subject: str
    at: datetime
    failed: bool
    text: str | None = None


def of(user: "User") -> "models.QuerySet[Letter]":
    """Newest first; what was cancelled before it went out was never said."""
    mine = Letter.objects.filter(user=user).exclude(state=LetterState.CANCELLED)
    return mine.select_related("user").order_by("-queued_at", "-pk")


def listed(page: Iterable[Letter]) -> list[ShownLetter]:
    """One query a kind of record, however many letters."""
    page = list(page)
    abouts = _abouts(page)
    return [_shown(letter, abouts.get((letter.subject_type, letter.subject_id))) for letter in page]


def opened(letter: Letter) -> ShownLetter:
    about = _abouts([letter]).get((letter.subject_type, letter.subject_id))
    return _shown(letter, about, with_text=True)


def _abouts(page: list[Letter]) -> dict[tuple[str, str], models.Model]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for letter in page:
        if letter.subject_type:
            wanted[letter.subject_type].add(letter.subject_id)
    return {
        (kind, str(about.pk)): about
        for kind, keys in wanted.items()
        # With what each record stands under (a bid's tender): the subjects name it.
        for about in apps.get_model(kind)._base_manager.select_related().filter(pk__in=keys)
    }


def _shown(letter: Letter, about: Any, *, with_text: bool = False) -> ShownLetter:
    at, failed = letter.sent_at or letter.queued_at, letter.state in FAILED
    if letter.subject_type and about is None:
        gone = _("What this letter was about is no longer kept.")
        return ShownLetter(letter.pk, gone, at, failed, "" if with_text else None)
    text = letters.text_of(letter, about) if with_text else None
    return ShownLetter(letter.pk, letters.subject_of(letter, about), at, failed, text)
