"""What the home page and an entity's page show of every app. Each block is one or two queries."""

from typing import Any

from django.db import models
from wagtail.models import Page

from catalogue.models import Service
from content import visibility
from content.models import NewsPage
from entities.models import Entity
from recruitment.models import Vacancy
from shared.clock import database_now
from supply.models import Tender

MOST = 6
MOST_NEWS = 3


def blocks(page: Page) -> dict[str, Any]:
    now = database_now()
    services = Service.objects.live().select_related("entity").order_by("entity_id", "pk").distinct("entity_id")
    news = visibility.public(NewsPage.objects.filter(locale_id=page.locale_id)).select_related("entity")
    return {
        "now": now,
        "services": list(services[:MOST]),  # the first of each entity
        "vacancies": list(Vacancy.objects.open_at(now).select_related("entity").order_by("closes_at")[:MOST_NEWS]),
        "tenders": list(Tender.objects.open_at(now).select_related("entity").order_by("closes_at")[:MOST_NEWS]),
        "news": list(news.order_by("-date", "-pk")[:MOST_NEWS]),
    }


def of_entity(entity: Entity | None) -> dict[str, Any]:
    now = database_now()

    def own(records: "models.QuerySet[Any]") -> list[Any]:
        return list(records.filter(entity=entity)[:MOST])

    return {
        "now": now,
        "services": own(Service.objects.live().order_by("pk")),
        "vacancies": own(Vacancy.objects.open_at(now).order_by("closes_at")),
        "tenders": own(Tender.objects.open_at(now).order_by("closes_at")),
    }
