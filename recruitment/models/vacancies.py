from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from entities.models import Role
from entities.roles import entities_of
from recruitment.codes import locations, occupations
from recruitment.states import PUBLIC_STATES, UNPUBLISHED, EmploymentType, Policy, Result, VacancyState
from shared.bilingual import Bilingual
from shared.codes import Code
from shared.models import PrivateModel, changed
from shared.phases import Bounds, Phase, phase_at, phases
from shared.privacy import Purpose

VACANCY_STAFF = (Role.RECRUITER, Role.RECRUITMENT_APPROVER, Role.AUDITOR)
# Everything an applicant answers to and an approver answers for; after publication the database lets none of it change.
TEXTS = (
    "title_ar", "title_en", "summary_ar", "summary_en", "duties_ar", "duties_en", "requirements_ar", "requirements_en",
    "legal_basis_ar", "legal_basis_en",
)  # fmt: skip
CHOICES = ("occupation", "employment_type", "grade", "location", "openings", "policy")
SALARY = ("salary_from", "salary_to", "currency", "salary_shown")

LATER_ONLY = """
IF clock_timestamp() >= LEAST(OLD.closes_at, OLD.closed_early_at) THEN
    RAISE EXCEPTION 'the closing instant of % has passed', OLD.reference USING ERRCODE = 'check_violation';
END IF;
IF NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at THEN
    RAISE EXCEPTION 'the closing instant of % may only move later', OLD.reference USING ERRCODE = 'check_violation';
END IF;
IF NEW.closed_early_at < clock_timestamp() THEN
    RAISE EXCEPTION '% cannot have closed in the past', OLD.reference USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def closing() -> Least:
    """The instant that counts; PostgreSQL's LEAST passes over an early close that is not set."""
    return Least("closes_at", "closed_early_at")


def within(bounds: Bounds) -> Q:
    """The bounds of a phase as a condition; the same bounds answer `Vacancy.phase_at`."""
    condition = Q(state=VacancyState.PUBLISHED)
    if bounds.after is not None:
        condition &= Q(GreaterThan(closing(), bounds.after))
    if bounds.upto is not None:
        condition &= Q(LessThanOrEqual(closing(), bounds.upto))
    return condition


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def public(self) -> "VacancyQuerySet":
        return self.filter(state__in=PUBLIC_STATES)

    def in_phase(self, phase: Phase, now: datetime) -> "VacancyQuerySet":
        return self.filter(within(phases(now, soon=settings.CLOSING_SOON)[phase]))

    def open_at(self, now: datetime) -> "VacancyQuerySet":
        """Takes applications at this instant, closing soon or not."""
        return self.filter(within(Bounds(after=now)))

    def for_user(self, user: Any, *, at: datetime) -> "VacancyQuerySet":
        """Those of the entities in which the user recruits, approves or audits; another's is a 404."""
        return self.filter(entity__in=entities_of(user, *VACANCY_STAFF, at=at))


class Vacancy(PrivateModel):
    """A vacancy (وظيفة شاغرة). Open, closing soon and closed are never stored: the clock decides them."""

    entity = models.ForeignKey("entities.Entity", models.PROTECT, related_name="vacancies")
    reference = models.CharField(max_length=24, unique=True)
    title_ar = models.CharField(_("Title in Arabic"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    summary_ar = models.TextField(_("Summary in Arabic"), blank=True)
    summary_en = models.TextField(_("Summary in English"), blank=True)
    duties_ar = models.TextField(_("Duties in Arabic"), blank=True)
    duties_en = models.TextField(_("Duties in English"), blank=True)
    requirements_ar = models.TextField(_("Requirements in Arabic"), blank=True)
    requirements_en = models.TextField(_("Requirements in English"), blank=True)
    occupation = models.CharField(_("Field of work"), max_length=4, blank=True)
    employment_type = models.CharField(
        _("Type of employment"), max_length=12, choices=EmploymentType.choices, default=EmploymentType.FULL_TIME
    )
    grade = models.CharField(_("Grade"), max_length=20, blank=True)
    location = models.CharField(_("Place of work"), max_length=12, blank=True)
    openings = models.PositiveSmallIntegerField(_("Number of posts"), default=1)
    salary_from = models.DecimalField(_("Monthly salary from"), max_digits=18, decimal_places=2, null=True, blank=True)
    salary_to = models.DecimalField(_("Monthly salary to"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default="AED")
    salary_shown = models.BooleanField(_("Show the salary"), default=True)
    policy = models.CharField(_("Who may apply"), max_length=16, choices=Policy.choices, default=Policy.OPEN)
    legal_basis_ar = models.CharField(_("Legal basis in Arabic"), max_length=500, blank=True)
    legal_basis_en = models.CharField(_("Legal basis in English"), max_length=500, blank=True)
    closes_at = models.DateTimeField(_("Deadline for applications"), null=True, blank=True)
    closed_early_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=VacancyState.choices, default=VacancyState.DRAFT)
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    row_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # Concluded or cancelled: nobody competes for it any more.
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=13, choices=Result.choices, blank=True, default="", db_default="")
    end_reason_ar = models.CharField(max_length=1000, blank=True, default="", db_default="")
    end_reason_en = models.CharField(max_length=1000, blank=True, default="", db_default="")

    title = Bilingual("title")
    summary = Bilingual("summary")
    duties = Bilingual("duties")
    requirements = Bilingual("requirements")
    legal_basis = Bilingual("legal_basis")
    end_reason = Bilingual("end_reason")
    objects = VacancyQuerySet.as_manager()

    bilingual_optional: ClassVar = {"legal_basis", "end_reason"}
    plain: ClassVar = {
        *TEXTS, "reference", "occupation", "employment_type", "grade", "location", "currency", "policy", "closes_at",
        "closed_early_at", "state", "return_reason", "created_at", "sent_at", "published_at", "ended_at", "result",
        "end_reason_ar", "end_reason_en",
    }  # fmt: skip
    personal: ClassVar = {
        "author": Purpose("law", "accountability"),
        "approver": Purpose("law", "accountability"),
    }

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="vacancy_closes_after_publication", condition=Q(closes_at__gt=F("published_at"))
            ),
            models.CheckConstraint(
                name="vacancy_closed_early_is_earlier",
                condition=Q(closed_early_at__isnull=True)
                | Q(closed_early_at__gt=F("published_at"), closed_early_at__lt=F("closes_at")),
            ),
            models.CheckConstraint(name="vacancy_approver_is_not_author", condition=~Q(approver=F("author"))),
            models.CheckConstraint(
                name="vacancy_published_is_whole",
                condition=Q(state__in=UNPUBLISHED, published_at__isnull=True)
                | Q(
                    state__in=PUBLIC_STATES,
                    approver__isnull=False,
                    published_at__isnull=False,
                    closes_at__isnull=False,
                    version__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="vacancy_ends_once_and_with_a_reason",
                condition=Q(state=VacancyState.CONCLUDED, ended_at__isnull=False, result__in=Result.values)
                | Q(state=VacancyState.CANCELLED, ended_at__isnull=False, result="")
                & ~Q(end_reason_ar="")
                & ~Q(end_reason_en="")
                | Q(state__in=(*UNPUBLISHED, VacancyState.PUBLISHED), ended_at__isnull=True, result=""),
            ),
            models.CheckConstraint(name="vacancy_has_an_opening", condition=Q(openings__gte=1)),
            models.CheckConstraint(name="vacancy_salary_is_positive", condition=Q(salary_from__gt=0)),
            models.CheckConstraint(
                name="vacancy_salary_range",
                condition=Q(salary_to__isnull=True) | Q(salary_from__isnull=False, salary_to__gte=F("salary_from")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(closing(), "id", name="vacancy_public_closing", condition=Q(state__in=PUBLIC_STATES)),
            models.Index(fields=["entity", "state"]),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="closes_at_later_only",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("closes_at", "closed_early_at"),
                condition=pgtrigger.Q(old__published_at__isnull=False) & changed("closes_at", "closed_early_at"),
                func=LATER_ONLY,
            ),
            pgtrigger.Protect(
                name="published_text_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False)
                & changed(
                    "entity", "reference", *TEXTS, *CHOICES, *SALARY, "author", "approver", "version", "published_at"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title or self.reference)

    @property
    def closing_at(self) -> datetime | None:
        """The instant that counts: `closes_at`, an earlier close, or the cancellation."""
        return min(filter(None, (self.closes_at, self.closed_early_at, self.ended_at)), default=None)

    def phase_at(self, now: datetime) -> Phase | None:
        """What the clock says of a published vacancy; None in any other state."""
        if self.state != VacancyState.PUBLISHED or self.closing_at is None:
            return None
        return phase_at(self.closing_at, now, soon=settings.CLOSING_SOON)

    def takes_applications_at(self, now: datetime) -> bool:
        return self.phase_at(now) in (Phase.OPEN, Phase.CLOSING_SOON)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def restricts(self) -> bool:
        """Whether it matters who applies, so that a legal basis has to be named."""
        return self.policy != Policy.OPEN

    @property
    def salary(self) -> tuple[Money, Money] | None:
        """(from, to); the same twice where it is one amount."""
        if self.salary_from is None:
            return None
        upper = self.salary_from if self.salary_to is None else self.salary_to
        return Money(self.salary_from, self.currency), Money(upper, self.currency)

    @property
    def public_salary(self) -> tuple[Money, Money] | None:
        """What visitors may see of it."""
        return self.salary if self.salary_shown else None

    @property
    def occupation_code(self) -> Code | None:
        return occupations().get(self.occupation)

    @property
    def location_code(self) -> Code | None:
        return locations().get(self.location)

    @property
    def published_version(self) -> Any:
        """What applicants answer to. Raises DoesNotExist before publication."""
        return self.versions.get(number=self.version, vacancy__published_at__isnull=False)

    def was_edited_by(self, user: Any) -> bool:
        return self.author_id == user.pk or self.editors.filter(user=user).exists()
