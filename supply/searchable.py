"""What of a tender may be found: what its public page says; never a value that is not shown, and no value at all."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.registry import Base, Document, Shown, searchable
from shared import dates
from supply.models import Tender
from supply.models.tenders import TenderQuerySet
from supply.status import read_as, status_of

EVENTS = tuple(
    f"supply.tender.{act}" for act in ("published", "extended", "opened", "unsuccessful", "concluded", "cancelled")
)


@searchable("tender", events=EVENTS)
class TenderSearch(Base):
    title, plural = pgettext_lazy("kind of result", "Tender"), _("Tenders")
    kind_words = ("مناقصة", "مناقصات", "عطاء", "عطاءات", "ممارسة", "tender", "tenders", "procurement", "rfp")

    def public(self) -> TenderQuerySet:
        return Tender.objects.public().select_related("entity")

    def document(self, record: Tender) -> Document:
        return Document(
            subject_id=str(record.pk),
            title_ar=record.title_ar,
            title_en=record.title_en,
            body_ar=_body(record, "ar"),
            body_en=_body(record, "en"),
            entity_ar=record.entity.name_ar,
            entity_en=record.entity.name_en,
            extra=f"{record.reference} {record.ocid}",
            facets={"entity": record.entity.code, "category": record.category, "state": read_as(record)},
            published_at=record.published_at,
            closes_at=record.closes_at,
        )

    def shown(self, records: list[Tender], *, now: datetime) -> Shown:
        record = records[0]
        return Shown(
            title=str(record.title),
            url=reverse("supply:tender", args=[record.reference]),
            summary=str(record.description),
            entity=str(record.entity.name),
            note=_note(record, now),
            published_at=record.published_at,
            closes_at=record.closes_at,
        )


def _note(tender: Tender, now: datetime) -> str:
    if tender.closes_at is not None and tender.takes_bids_at(now):
        return dates.closes_in(tender.closes_at, now=now)
    return str(status_of(tender, now).label)


def _body(tender: Tender, language: str) -> str:
    parts = [getattr(tender, f"{name}_{language}") for name in ("description", "criteria")]
    if tender.category_code:
        parts.append(getattr(tender.category_code, f"name_{language}"))
    return "\n".join(parts)
