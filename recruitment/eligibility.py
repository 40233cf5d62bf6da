"""Whether a person may apply to this vacancy, by what its published version says."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from recruitment.application_refusals import NotEligible
from recruitment.models import Application, VacancyVersion
from recruitment.personal_codes import NATIONAL
from recruitment.rules.eligibility import Bar, bar
from recruitment.states import Policy


def bar_of(published: VacancyVersion, *, nationality: str, born: date | None) -> Bar | None:
    """The rule that stands in the way, or None."""
    return bar(
        nationality=nationality,
        born=born,
        nationals_only=published.facts["policy"] == Policy.NATIONALS_ONLY,
        national=NATIONAL,
        least_age=settings.VACANCY_LEAST_AGE,
        today=timezone.localdate(),
    )


def check_eligible(application: Application, personal: dict[str, Any], published: VacancyVersion) -> None:
    """`personal` as its step stores it. Raises NotEligible."""
    vacancy, born = application.vacancy, date.fromisoformat(personal["date_of_birth"])
    if bar := bar_of(published, nationality=personal["nationality"], born=born):
        raise NotEligible(bar, vacancy, application)
