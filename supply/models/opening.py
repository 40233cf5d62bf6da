from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from shared.models import PrivateModel, StoredFile, append_only
from shared.privacy import Purpose
from supply.bid_states import UNFINISHED_SESSIONS, Outcome, SessionResult, SessionState
from supply.models.bids import Submission
from supply.models.guards import OPENED_IN_SESSION, SESSION_IN_TIME
from supply.models.tenders import Tender
from supply.states import Office


class OpeningSession(PrivateModel):
    """The session in which the committee opens all bids of a tender at once (جلسة فتح المظاريف)."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="opening_sessions")
    state = models.CharField(max_length=12, choices=SessionState.choices, default=SessionState.CALLED)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=SessionResult.choices, blank=True)
    # Why a bid that stands alone was opened all the same.
    single_bid_reason = models.CharField(max_length=1000, blank=True, db_default="")
    adjourned_at = models.DateTimeField(null=True)
    adjourn_reason = models.CharField(max_length=1000, blank=True, db_default="")
    resumes_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    plain: ClassVar = {
        "state", "called_at", "started_at", "completed_at", "result", "single_bid_reason", "adjourned_at",
        "adjourn_reason", "resumes_at", "resumed_at", "cancelled_at",
    }  # fmt: skip
    personal: ClassVar = {"called_by": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tender"], name="one_unfinished_session_a_tender", condition=Q(state__in=UNFINISHED_SESSIONS)
            ),
            models.CheckConstraint(
                name="session_instants_fit_state",
                condition=Q(state=SessionState.CALLED, started_at__isnull=True, completed_at__isnull=True)
                | Q(state=SessionState.IN_PROGRESS, started_at__isnull=False, completed_at__isnull=True)
                | Q(state=SessionState.ADJOURNED, completed_at__isnull=True, resumes_at__isnull=False)
                & ~Q(adjourn_reason="")
                | Q(state=SessionState.COMPLETED, started_at__isnull=False, completed_at__isnull=False) & ~Q(result="")
                | Q(state=SessionState.CANCELLED, completed_at__isnull=True, cancelled_at__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="starts_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "started_at"),
                declare=[("instant", "timestamptz")],
                func=SESSION_IN_TIME,
            ),
            pgtrigger.Protect(
                name="completed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=[SessionState.COMPLETED, SessionState.CANCELLED]),
            ),
        ]

    @property
    def counted_at(self) -> datetime | None:
        """The instant at which those present were counted last: the start, or the resumption."""
        return self.resumed_at or self.started_at


class Attendance(PrivateModel):
    """A member of the committee said himself, signed in, that he is present; he may say so again."""

    session = models.ForeignKey(OpeningSession, models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(max_length=10, choices=Office.choices)
    confirmed_at = models.DateTimeField()

    plain: ClassVar = {"office", "confirmed_at"}
    personal: ClassVar = {"user": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "user"], name="one_attendance_a_person_and_session")
        ]


class OpenedBid(PrivateModel):
    """What the session found in a bid. With a seal_fault nothing in it may be trusted, so nothing of it is here."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="opened")
    facts: Any = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    fault = models.CharField(max_length=20, blank=True)

    append_only = True
    plain: ClassVar = {"opened_at", "outcome", "fault"}
    personal: ClassVar = {"facts": Purpose("law", "document")}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="opened_bid_fault_fits_outcome",
                condition=Q(outcome=Outcome.OPENED, fault="") | Q(outcome=Outcome.SEAL_FAULT, facts={}) & ~Q(fault=""),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="in_session", when=pgtrigger.Before, operation=pgtrigger.Insert, func=OPENED_IN_SESSION
            ),
            *append_only(),
        ]

    @property
    def files(self) -> "models.QuerySet[StoredFile]":
        """In the order in which the bidder attached them."""
        return StoredFile.objects.filter(guard=self._meta.label_lower, subject_id=str(self.pk)).order_by("id")
