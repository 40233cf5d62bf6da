"""What was written, sent for approval and changed about a vacancy."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recruitment.models.vacancies import Vacancy
from recruitment.states import ChangeKind, ChangeOutcome
from shared.bilingual import Bilingual
from shared.models import PrivateModel, append_only, changed
from shared.privacy import Purpose


class VacancyEditor(models.Model):
    """Whoever wrote something in this vacancy: he may never approve it."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="editors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    append_only = True
    plain: ClassVar = {"first_at"}
    personal: ClassVar = {"user": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vacancy", "user"], name="one_vacancy_editor_row_a_person")
        ]
        triggers = append_only()


class VacancyVersion(PrivateModel):
    """A vacancy's whole text as it was sent for approval; what is published is one of these."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    append_only = True
    plain: ClassVar = {"facts", "sha256", "sent_at"}
    personal: ClassVar = {"sent_by": Purpose("law", "accountability")}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vacancy", "number"], name="one_vacancy_version_a_number")
        ]
        triggers = append_only()


class VacancyChange(PrivateModel):
    """A published vacancy is to close later, or to be cancelled: one person asks, another approves or returns it."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    closes_at = models.DateTimeField(_("New deadline for applications"), null=True)
    reason_ar = models.CharField(_("Reason in Arabic"), max_length=1000)
    reason_en = models.CharField(_("Reason in English"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=ChangeOutcome.choices, blank=True)
    return_reason = models.CharField(max_length=1000, blank=True)

    reason = Bilingual("reason")

    plain: ClassVar = {
        "kind", "closes_at", "reason_ar", "reason_en", "asked_at", "decided_at", "outcome", "return_reason",
    }  # fmt: skip
    personal: ClassVar = {
        "asked_by": Purpose("law", "accountability"),
        "decided_by": Purpose("law", "accountability"),
    }

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vacancy"], name="one_open_change_a_vacancy", condition=Q(decided_at__isnull=True)
            ),
            models.CheckConstraint(name="vacancy_change_by_two_people", condition=~Q(decided_by=F("asked_by"))),
            models.CheckConstraint(
                name="vacancy_change_extends_or_cancels",
                condition=Q(kind=ChangeKind.EXTEND, closes_at__isnull=False)
                | Q(kind=ChangeKind.CANCEL, closes_at__isnull=True),
            ),
            models.CheckConstraint(
                name="vacancy_change_decided_as_a_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, outcome="")
                | Q(decided_by__isnull=False, decided_at__isnull=False, outcome__in=ChangeOutcome.values),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="stays_as_asked",
                operation=pgtrigger.Update,
                condition=changed("vacancy", "kind", "closes_at", "reason_ar", "reason_en", "asked_by", "asked_at"),
            ),
            pgtrigger.Protect(
                name="decided_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__decided_at__isnull=False)
            ),
        ]
