"""What the home page and an entity's page show of every app. Each block is one or two queries."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Subquery
from django.db.models.functions import Now
from wagtail.models import Locale

from catalogue.models import LifeEvent, Service
from content import visibility
from content.models import NewsPage
from entities.models import Entity
from recruitment.models import Vacancy
from shared.clock import database_now
from supply.models import Tender

if TYPE_CHECKING:
    from portal.models import HomePage

MOST = 6
MOST_CLOSING = 4
MOST_NEWS = 3
# What the page shows of a record; the long texts stay in the database.
TITLE = ("title_ar", "title_en")
OF_ENTITY = tuple(f"entity__{name}_{language}" for name in ("name", "short_name") for language in ("ar", "en"))


def blocks(page: "HomePage") -> dict[str, Any]:
    counts = _counts()
    now = counts.pop("now")
    vacancies, tenders = Vacancy.objects.open_at(now), Tender.objects.open_at(now)
    news = visibility.public(NewsPage.objects.filter(locale_id=page.locale_id)).select_related("entity")
    return {
        "now": now,
        "counts": counts,
        "services": page.featured_services().only(*TITLE, *OF_ENTITY, "slug", "summary_ar", "summary_en", "audience")[
            :MOST
        ],
        "life_events": LifeEvent if page.shows_life_events else [],
        "vacancies": _closing_soon(vacancies) if page.shows_jobs else [],
        "tenders": _closing_soon(tenders) if page.shows_tenders else [],
        "news": list(news.defer("body").order_by("-date", "-pk")[:MOST_NEWS]) if page.shows_news else [],
    }


class Counted(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


def _counts() -> dict[str, Any]:
    """How much there is of each, and the instant of which that is true ("now"), in one query."""
    at: Any = Now()
    asked: dict[str, models.QuerySet[Any]] = {
        "services": Service.objects.live(),
        "vacancies": Vacancy.objects.open_at(at),
        "tenders": Tender.objects.open_at(at),
        "entities": Entity.objects.live(),
    }
    counted = {name: Counted(records.order_by().values("pk")) for name, records in asked.items()}
    return dict(Locale.objects.values(**counted, now=at)[:1].get())


def _closing_soon(records: "models.QuerySet[Any]") -> list[Any]:
    shown = records.only(*TITLE, *OF_ENTITY, "reference", "closes_at")
    return list(shown.select_related("entity").order_by("closes_at")[:MOST_CLOSING])


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
