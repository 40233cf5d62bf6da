"""Letters about what was found: at once, or gathered until the hour of the day or week."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from alerts import offers
from alerts.models import Frequency, Match, Notice
from messaging import letters
from shared.clock import database_now


def tell_all(*, at: datetime) -> int:
    """Write to everybody for whom something waits whose hour has come; how many letters. Safe to run twice, also at once."""
    return sum(tell(frequency, at=at) for frequency in Frequency)


def tell(frequency: Frequency, *, at: datetime) -> int:
    """One transaction a person, so that a worker who dies loses nothing and repeats nothing."""
    before = gathered_until(frequency, at=at)
    people = _waiting(frequency, before).order_by("user").values_list("user", flat=True).distinct()
    return sum(_tell(person, frequency, before) for person in people)


def gathered_until(frequency: Frequency, *, at: datetime) -> datetime:
    """The latest hour at which such letters go out, in the portal's zone; what was found after it waits for the next."""
    if frequency == Frequency.INSTANT:
        return at
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    hour = local.replace(hour=settings.ALERTS_HOUR, minute=0, second=0, microsecond=0)
    days = (local.weekday() - settings.ALERTS_WEEKDAY) % 7 if frequency == Frequency.WEEKLY else 0
    latest = hour - timedelta(days=days)
    return latest if latest <= local else latest - timedelta(days=7 if frequency == Frequency.WEEKLY else 1)


def _waiting(frequency: Frequency, before: datetime) -> "QuerySet[Match]":
    return Match.objects.filter(
        told_at__isnull=True,
        found_at__lte=before,
        search__frequency=frequency,
        search__paused_at__isnull=True,
        # One that was found at the very moment of a pause is no news after it.
        found_at__gte=F("search__watching_since"),
        user__is_active=True,
    )


def _tell(person: UUID, frequency: Frequency, before: datetime) -> int:
    with transaction.atomic():
        # Whoever came second finds them told already.
        waiting = _waiting(frequency, before).filter(user=person).order_by("pk")
        found = list(waiting.select_for_update(of=("self",)))
        now = database_now()
        fresh = offers.still_open([(each.kind, each.subject_id) for each in found], now=now)
        told = [each.pk for each in found if (each.kind, each.subject_id) in fresh]
        Match.objects.filter(pk__in=[each.pk for each in found]).update(told_at=now)
        if not told:
            return 0
        user = User.objects.get(pk=person)
        notice = Notice.objects.create(user=user)
        Match.objects.filter(pk__in=told).update(notice=notice)
        letters.send("alerts:alerts_found", to=user, about=notice, key=str(notice.pk))
    return 1
