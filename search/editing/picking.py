"""Picks of editors for a question, and the deeds that change them."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from search import registry
from search.editing.changes import ChangedMeanwhile, What, mark, note, one_at_a_time
from search.models import SearchDocument, SearchPick
from search.picks import MOST, one_form
from shared.refusals import Refused

State = dict[str, Any]
Thing = tuple[str, str]  # kind and subject id


class PickedAlready(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Something is picked for these words in this language already. Change that pick."), field="words"
        )


class NotPublished(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only what is published can be picked. Take out what is not."))


def key(asked: str, language: str) -> str:
    return f"{language}:{asked}"


def state(subject: str) -> State | None:
    language, _colon, asked = subject.partition(":")
    pick = SearchPick.objects.filter(asked=asked, language=language).first()
    return _as_state(pick.typed, pick.things, pick.until) if pick else None


def _as_state(typed: str, things: list[Any], until: datetime | None) -> State:
    last = until.astimezone(UTC).isoformat() if until else None
    return {"typed": typed, "things": [list(each) for each in things], "until": last}


def published(things: list[Thing]) -> set[Thing]:
    """Those that any visitor may see now: in the index, which knows what an id may look like, and in the records."""
    indexed: dict[str, list[str]] = defaultdict(list)
    rows = SearchDocument.objects.filter(found=True, subject_id__in=[subject for _kind, subject in things])
    for kind, subject in rows.values_list("kind", "subject_id"):
        if (kind, subject) in things:
            indexed[kind].append(subject)
    return {
        (kind, registry.get(kind).subject_id(record))
        for kind, subjects in indexed.items()
        for record in registry.get(kind).by_subjects(subjects)
    }


@transaction.atomic
def keep(
    typed: str,
    language: str,
    things: list[Thing],
    *,
    until: datetime | None = None,
    pick: SearchPick | None = None,
    seen: str = "",
    by: Any,
    at: datetime,
) -> None:
    """Put these on top for these words; `pick` is the one to change, `seen` the mark of what the editor began with.

    Raises PickedAlready, NotPublished, ChangedMeanwhile.
    """
    one_at_a_time()
    things = list(dict.fromkeys(things))[:MOST]
    if published(things) != set(things):
        raise NotPublished
    asked = one_form(typed)
    old, new = key(pick.asked, pick.language) if pick else "", key(asked, language)
    if pick and mark(state(old)) != seen:
        raise ChangedMeanwhile
    if old != new and state(new):
        raise PickedAlready
    if old and old != new:  # for other words: the one ends, another begins
        _put(old, None, by=by, at=at)
    _put(new, _as_state(typed, things, until), by=by, at=at)


@transaction.atomic
def end(pick: SearchPick, *, by: Any, at: datetime) -> None:
    one_at_a_time()
    _put(key(pick.asked, pick.language), None, by=by, at=at)


def _put(subject: str, after: State | None, *, by: Any, at: datetime) -> None:
    before = state(subject)
    if before != after:
        restore(subject, after)
        note(What.PICK, subject, before=before, after=after, by=by, at=at)


def restore(subject: str, wanted: State | None) -> None:
    language, _colon, asked = subject.partition(":")
    if wanted is None:
        SearchPick.objects.filter(asked=asked, language=language).delete()
        return
    until = parse_datetime(wanted["until"]) if wanted["until"] else None
    SearchPick.objects.update_or_create(
        asked=asked, language=language, defaults={"typed": wanted["typed"], "things": wanted["things"], "until": until}
    )
