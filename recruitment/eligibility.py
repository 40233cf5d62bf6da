"""Whether a person may apply to this vacancy, by what its published version says."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from recruitment.models import Vacancy
from recruitment.personal_codes import NATIONAL
from recruitment.rules.eligibility import Bar, bar
from recruitment.states import Policy


def bar_of(vacancy: Vacancy, *, nationality: str, born: date | None) -> Bar | None:
    """The rule that stands in the way, or None. Ask it of a published vacancy only."""
    return bar(
        nationality=nationality,
        born=born,
        nationals_only=vacancy.published_version.facts["policy"] == Policy.NATIONALS_ONLY,
        national=NATIONAL,
        least_age=settings.VACANCY_LEAST_AGE,
        today=timezone.localdate(),
    )
