"""Saved searches, what was found for them, and what was told of it."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.clock import ClockTimestamp
from shared.models import PrivateModel
from shared.privacy import Purpose

KEPT = timedelta(days=180)


class Frequency(models.TextChoices):
    """In the order in which one of a person's searches is chosen to tell of a record that several found."""

    INSTANT = "instant", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class SavedSearch(PrivateModel):
    """What a person asked the portal to watch for. `kind` is empty for every kind that can be watched.

    `keys`, `query`, `phrases` are the words and filters as search reads them (search.engines.postgres.standing), read again
    now and then, since synonyms change. `watching_since`: what was published before is no news.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches")
    kind = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=200, blank=True)
    filters = models.JSONField(default=dict)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.DAILY)
    saved_at = models.DateTimeField(db_default=ClockTimestamp())
    watching_since = models.DateTimeField(db_default=ClockTimestamp())
    paused_at = models.DateTimeField(null=True)
    keys = ArrayField(models.TextField())
    query = models.TextField(null=True)  # as text: a tsquery column cannot hold more than a page
    phrases = ArrayField(models.TextField(), default=list)
    read_at = models.DateTimeField(db_default=ClockTimestamp())

    personal: ClassVar = {
        "user": Purpose("consent", "identity"),
        "words": Purpose("consent", "interest"),
        "filters": Purpose("consent", "interest"),
        "keys": Purpose("consent", "interest"),
        "query": Purpose("consent", "interest"),
        "phrases": Purpose("consent", "interest"),
    }
    plain: ClassVar = {"kind", "frequency", "saved_at", "watching_since", "paused_at", "read_at"}

    class Meta:
        verbose_name = _("saved search")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "words", "filters"], name="one_saved_search_a_question")
        ]
        indexes: ClassVar = [
            GinIndex(fields=["keys"], name="alerts_watched", condition=models.Q(paused_at__isnull=True)),
            models.Index(fields=["read_at"], name="alerts_read"),
        ]

    @property
    def paused(self) -> bool:
        return self.paused_at is not None


class Notice(PrivateModel):
    """One letter's worth of what was found for a person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=ClockTimestamp())

    personal: ClassVar = {"user": Purpose("consent", "identity", KEPT)}
    plain: ClassVar = {"made_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="alerts_notice_age")]


class Match(models.Model):
    """A record that was found for a person: one row however many of his searches found it, so that it is told once.

    `told_at` without `notice`: it had closed before anybody was told. `search` is None once that was deleted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    search = models.ForeignKey(SavedSearch, models.SET_NULL, null=True, related_name="matches")
    kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    found_at = models.DateTimeField(db_default=ClockTimestamp())
    told_at = models.DateTimeField(null=True)
    notice = models.ForeignKey(Notice, models.SET_NULL, null=True, related_name="matches")

    personal: ClassVar = {"user": Purpose("consent", "identity", KEPT)}
    plain: ClassVar = {"kind", "subject_id", "found_at", "told_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "subject_id"], name="one_match_a_person_and_record")
        ]
        indexes: ClassVar = [
            models.Index(fields=["found_at"], name="alerts_waiting", condition=models.Q(told_at__isnull=True)),
            models.Index(fields=["found_at"], name="alerts_match_age"),
        ]
