from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entities.models import Role
from entities.roles import entities_of
from recruitment.application_states import (
    CANDIDATE_WORDS,
    DECIDED,
    GIVEN_UP,
    UNSUBMITTED,
    ApplicationState,
    RejectionReason,
)
from recruitment.models.candidates import Candidate
from recruitment.models.vacancies import Vacancy
from recruitment.states import VacancyState
from shared.bilingual import Bilingual
from shared.clock import database_now
from shared.models import DraftFields, PrivateModel, changed
from shared.privacy import Purpose

if TYPE_CHECKING:
    from recruitment.models.dossiers import ApplicationSnapshot

APPLICATION_STAFF = (Role.RECRUITER, Role.AUDITOR)
# Named in the database's refusal, so that a deed knows this one from every other broken rule.
TAKES_APPLICATIONS = "vacancy_takes_applications"

# Nobody brings an instant with him: it is taken here, while the vacancy is held and nothing about its closing can change.
# Names are qualified, for a temporary table of the same name would be found first.
BEGIN_OR_SUBMIT = f"""
IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('draft', 'submitted') THEN
        RAISE EXCEPTION 'an application begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
ELSIF NEW.state <> 'submitted' OR OLD.state = 'submitted' THEN
    IF NEW.submitted_at IS DISTINCT FROM OLD.submitted_at THEN
        RAISE EXCEPTION 'the instant of submission stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
ELSIF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'only a draft is submitted' USING ERRCODE = 'check_violation';
END IF;
SELECT state, LEAST(closes_at, closed_early_at) INTO vacancy_state, closing
    FROM public.recruitment_vacancy WHERE id = NEW.vacancy_id FOR SHARE;
instant := clock_timestamp();
IF vacancy_state IS DISTINCT FROM '{VacancyState.PUBLISHED}' OR NOT public.recruitment_takes_at(closing, instant) THEN
    RAISE EXCEPTION 'the vacancy takes no applications at %', instant
        USING ERRCODE = 'check_violation', CONSTRAINT = '{TAKES_APPLICATIONS}';
END IF;
NEW.submitted_at := CASE WHEN NEW.state = 'submitted' THEN instant END;
RETURN NEW;
"""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def of(self, user: Any) -> "ApplicationQuerySet":
        """The applicant's own; another's is a 404."""
        return self.filter(candidate__user=user) if user.is_authenticated else self.none()

    def for_user(self, user: Any, *, at: datetime) -> "ApplicationQuerySet":
        """What the user reads as staff: submitted ones of his entities, but none of a vacancy to which he applied himself."""
        return (
            self.filter(vacancy__entity__in=entities_of(user, *APPLICATION_STAFF, at=at), submitted_at__isnull=False)
            .exclude(vacancy__in=vacancies_applied_to(user))
        )  # fmt: skip

    def alive(self) -> "ApplicationQuerySet":
        """Those of which a person has one at most for each vacancy."""
        return self.exclude(state__in=GIVEN_UP)


class Application(PrivateModel, DraftFields):
    """One person's application to one vacancy (طلب توظيف). Drafts lie in draft_data; what was sent is the snapshot."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="applications")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="applications")
    reference = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=24, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    # A decision counts, and is told, from `effective_at` on; until then the applicant reads `state_before`.
    state_before = models.CharField(
        max_length=24, choices=ApplicationState.choices, blank=True, default="", db_default=""
    )
    effective_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    vacancy_version = models.PositiveIntegerField(null=True)
    # Taken from the snapshot, to filter by.
    education_level = models.CharField(max_length=1, blank=True)
    experience_years = models.PositiveSmallIntegerField(null=True)
    nationality = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    # Whoever applied works for the entity itself: shown to those who decide.
    insider = models.BooleanField(default=False)
    reason_code = models.CharField(max_length=14, choices=RejectionReason.choices, blank=True)
    public_reason_ar = models.CharField(_("What the applicant reads, in Arabic"), max_length=1000, blank=True)
    public_reason_en = models.CharField(_("What the applicant reads, in English"), max_length=1000, blank=True)
    withdrawal_reason = models.CharField(_("Reason for withdrawing"), max_length=1000, blank=True)
    moved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    public_reason = Bilingual("public_reason")
    # Of rows that `application_queries.named` annotates with the name in the snapshot.
    sent_name = Bilingual("sent_name")
    bilingual_optional: ClassVar = {"public_reason"}
    objects = ApplicationQuerySet.as_manager()

    plain: ClassVar = {
        "reference", "state", "state_before", "effective_at", "notified_at", "completed_steps", "submitted_at",
        "education_level", "language", "reason_code", "moved_at", "created_at",
    }  # fmt: skip
    personal: ClassVar = {
        "candidate": Purpose("contract", "identity"),
        "draft_data": Purpose("contract", "career"),
        "nationality": Purpose("contract", "identity"),
        "public_reason_ar": Purpose("law", "decision"),
        "public_reason_en": Purpose("law", "decision"),
        "withdrawal_reason": Purpose("contract", "decision"),
    }

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vacancy", "candidate"],
                name="one_live_application_a_person_and_vacancy",
                condition=~Q(state__in=GIVEN_UP),
            ),
            models.CheckConstraint(
                name="application_submitted_at_fits_state",
                condition=Q(state__in=UNSUBMITTED, submitted_at__isnull=True)
                | Q(state__in=DECIDED, submitted_at__isnull=False, vacancy_version__isnull=False)
                | Q(state=ApplicationState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="application_rejected_with_reason",
                condition=~Q(state=ApplicationState.REJECTED) | ~Q(reason_code=""),
            ),
            models.CheckConstraint(
                name="application_decision_has_an_instant", condition=Q(state_before="") | Q(effective_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["vacancy", "state", "submitted_at"])]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="begins_and_counts_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "submitted_at"),
                declare=[
                    ("vacancy_state", "text"),
                    ("closing", "timestamptz"),
                    ("instant", "timestamptz"),
                ],
                func=BEGIN_OR_SUBMIT,
            ),
            pgtrigger.Protect(
                name="stays_where_it_was_begun",
                operation=pgtrigger.Update,
                condition=changed("vacancy", "candidate", "reference", "created_at"),
            ),
            pgtrigger.Protect(
                name="stays_as_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__submitted_at__isnull=False)
                & changed(
                    "vacancy_version", "education_level", "experience_years", "nationality", "language",
                    "draft_data", "completed_steps",
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    def state_at(self, now: datetime) -> ApplicationState:
        """As the applicant reads it; a draft of a closed vacancy has expired, whatever its row says."""
        if self.state == ApplicationState.DRAFT and not self.vacancy.takes_applications_at(now):
            return ApplicationState.DRAFT_EXPIRED
        return self.state_told_at(now)

    def state_told_at(self, now: datetime) -> ApplicationState:
        """A decision that may still be undone is none for anybody outside."""
        return ApplicationState(self.state_before if self.is_undoable_at(now) else self.state)

    def is_undoable_at(self, now: datetime) -> bool:
        """Whether the last decision is one of which nobody outside has heard."""
        return bool(self.state_before) and self.effective_at is not None and now < self.effective_at

    def forget_decision(self) -> None:
        """As if it had not been decided; the caller saves."""
        self.state_before, self.effective_at = "", None
        self.reason_code = self.public_reason_ar = self.public_reason_en = ""

    def words_at(self, now: datetime) -> "str | Promise":
        """Where it stands, in the applicant's words."""
        return CANDIDATE_WORDS[self.state_at(now)]

    @property
    def snapshot(self) -> "ApplicationSnapshot | None":
        """What was sent; None for a draft."""
        return self.snapshots.select_related("receipt").order_by("-revision").first()

    @property
    def objection_until(self) -> date | None:
        """The last day on which the applicant may object to the decision (التظلّم)."""
        decided = (None if self._is_untold else self.effective_at) or self.moved_at
        return timezone.localdate(decided) + timedelta(days=settings.OBJECTION_DAYS) if decided else None

    @property
    def reason(self) -> str:
        """The label of the reason code."""
        return str(RejectionReason(self.reason_code).label) if self.reason_code else ""

    @property
    def told_reason(self) -> str:
        """What the applicant may read of it. His letters are written again from this record: a decision that he has
        not heard of yet is in none of them."""
        return "" if self._is_untold else "\n".join(filter(None, (self.reason, str(self.public_reason))))

    @property
    def _is_untold(self) -> bool:
        return bool(self.state_before) and self.is_undoable_at(database_now())


def vacancies_applied_to(user: Any) -> "models.QuerySet[Application]":
    """Vacancies in which this person competes: he reads and decides nothing there.

    A draft counts: else he could read what others sent, and then send his own.
    """
    mine = Application.objects.of(user).filter(Q(submitted_at__isnull=False) | Q(state=ApplicationState.DRAFT))
    return mine.values("vacancy")  # type: ignore[return-value]
