from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models import Service
from search.registry import Base, Document, Shown, searchable


@searchable("service", events=["catalogue.service.published", "catalogue.service.unpublished"])
class Services(Base):
    title, plural = _("Service"), _("Services")
    kind_words = ("خدمة", "خدمات", "service", "services")

    def public(self) -> Any:
        return Service.objects.live().select_related("entity").order_by("pk")

    def document(self, record: Service) -> Document:
        lines = [*record.requirements.all(), *record.steps.all()]
        return Document(
            subject_id=str(record.pk),
            title_ar=record.title_ar,
            title_en=record.title_en,
            body_ar=" ".join(
                [record.summary_ar, record.description_ar, record.outcome_ar, *[each.text_ar for each in lines]]
            ),
            body_en=" ".join(
                [record.summary_en, record.description_en, record.outcome_en, *[each.text_en for each in lines]]
            ),
            entity_ar=record.entity.name_ar,
            entity_en=record.entity.name_en,
            extra=record.code,
            facets={"entity": record.entity.code, "audience": record.audience, "life_event": record.life_event},
            published_at=record.first_published_at,
        )

    def shown(self, records: list[Service], *, now: datetime) -> Shown:
        service = records[0]
        return Shown(
            str(service.title),
            service.get_absolute_url(),
            str(service.summary),
            str(service.entity),
            published_at=service.first_published_at,
        )
