"""What of a vacancy may be found: what its public page says, never a salary that is not shown, and no salary at all."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from recruitment.models import Vacancy
from recruitment.models.vacancies import VacancyQuerySet
from recruitment.status import status_of
from search.registry import Base, Document, Shown, searchable
from shared import dates

BODY = ("summary", "duties", "requirements", "legal_basis")
FACETS = ("field", "location", "type", "policy")


EVENTS = tuple(f"recruitment.vacancy.{act}" for act in ("published", "extended", "cancelled", "concluded"))


@searchable("vacancy", events=EVENTS)
class VacancySearch(Base):
    title, plural = pgettext_lazy("kind of result", "Vacancy"), pgettext_lazy("kind of result", "Vacancies")
    kind_words = ("وظيفة", "وظائف", "شاغر", "شواغر", "vacancy", "job", "jobs", "career")

    def public(self) -> VacancyQuerySet:
        return Vacancy.objects.public().select_related("entity")

    def document(self, record: Vacancy) -> Document:
        return Document(
            subject_id=str(record.pk),
            title_ar=record.title_ar,
            title_en=record.title_en,
            body_ar=_body(record, "ar"),
            body_en=_body(record, "en"),
            entity_ar=record.entity.name_ar,
            entity_en=record.entity.name_en,
            extra=record.reference,
            facets={"entity": record.entity.code, **facets_of(record)},
            published_at=record.published_at,
            closes_at=record.closing_at,
        )

    def shown(self, records: list[Vacancy], *, now: datetime) -> Shown:
        record, closing = records[0], records[0].closing_at
        return Shown(
            title=str(record.title),
            url=reverse("recruitment:vacancy", args=[record.reference]),
            summary=str(record.summary),
            entity=str(record.entity.name),
            note=dates.closes_in(closing, now=now) if closing and closing > now else str(status_of(record, now).label),
            published_at=record.published_at,
            closes_at=closing,
        )


def facets_of(vacancy: Vacancy) -> dict[str, Any]:
    values = (vacancy.occupation, vacancy.location, vacancy.employment_type, vacancy.policy)
    return dict(zip(FACETS, values, strict=True))


def _body(vacancy: Vacancy, language: str) -> str:
    codes = (vacancy.occupation_code, vacancy.location_code)
    names = [getattr(code, f"name_{language}") for code in codes if code]
    return "\n".join([*(getattr(vacancy, f"{name}_{language}") for name in BODY), *names])
