"""The deeds of «تنبيهاتي»: save, change, pause, resume and delete a search; stop all letters."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from alerts.asking import Wanted
from alerts.models import Frequency, Match, SavedSearch
from search.engines.postgres import standing
from shared import audit, locks
from shared.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 50


class TooManySearches(Refused):
    def __init__(self) -> None:
        said = _("You watch %(most)s searches already. Delete one that you no longer need, then save this one.")
        super().__init__(said % {"most": MOST}, status=422)


def of(user: User) -> "QuerySet[SavedSearch]":
    """Newest first; the base of every list and door, so that another's search is a 404."""
    return SavedSearch.objects.filter(user=user).order_by("-saved_at", "-pk")


def save(wanted: Wanted, *, frequency: Frequency, by: User, at: datetime) -> SavedSearch:
    """Watch for this from now on. Saved a second time it is the same search, watched as asked now. Raises TooManySearches."""
    kept = standing.keep(wanted.question())
    with transaction.atomic():
        locks.update(User.objects.filter(pk=by.pk))
        mine = of(by).filter(kind=wanted.kind, words=wanted.words, filters=wanted.filters).first()
        if mine:
            _watch(mine, frequency, at=at)
        elif of(by).count() >= MOST:
            raise TooManySearches
        else:
            mine = SavedSearch.objects.create(user=by, frequency=frequency, **vars(wanted), **vars(kept))
        audit.record("alerts:search:save", mine, by=by, at=at, frequency=frequency)
    return mine


def _watch(search: SavedSearch, frequency: Frequency, *, at: datetime) -> None:
    search.frequency = frequency
    if search.paused:
        search.paused_at, search.watching_since = None, at
    search.save(update_fields=["frequency", "paused_at", "watching_since"])


def change(pk: UUID, *, frequency: Frequency, by: User, at: datetime) -> None:
    with transaction.atomic():
        mine = locks.update(of(by).filter(pk=pk))
        mine.frequency = frequency
        mine.save(update_fields=["frequency"])
        audit.record("alerts:search:change", mine, by=by, at=at, frequency=frequency)


def pause(pk: UUID, *, by: User, at: datetime) -> None:
    """What was found and not told yet is forgotten. Paused again it stays paused."""
    with transaction.atomic():
        mine = locks.update(of(by).filter(pk=pk))
        if not mine.paused:
            _pause([mine], by=by, at=at)


def resume(pk: UUID, *, by: User, at: datetime) -> None:
    """Watch again, for what is published from now on."""
    with transaction.atomic():
        mine = locks.update(of(by).filter(pk=pk))
        if mine.paused:
            _watch(mine, Frequency(mine.frequency), at=at)
            audit.record("alerts:search:resume", mine, by=by, at=at)


def delete(pk: UUID, *, by: User, at: datetime) -> None:
    """What was told stays known as told; what was not is forgotten."""
    with transaction.atomic():
        mine = locks.update(of(by).filter(pk=pk))
        audit.record("alerts:search:delete", mine, by=by, at=at)
        _forget_untold([mine])
        mine.delete()


def stop_all(*, by: User, at: datetime) -> int:
    """Pause every search of this person; how many were watched until now."""
    with transaction.atomic():
        watched = list(of(by).filter(paused_at__isnull=True).order_by("pk").select_for_update())
        _pause(watched, by=by, at=at)
    return len(watched)


def _pause(searches: list[SavedSearch], *, by: User, at: datetime) -> None:
    SavedSearch.objects.filter(pk__in=[each.pk for each in searches]).update(paused_at=at)
    _forget_untold(searches)
    for each in searches:
        audit.record("alerts:search:pause", each, by=by, at=at)


def _forget_untold(searches: list[SavedSearch]) -> None:
    Match.objects.filter(search__in=searches, told_at__isnull=True).delete()
