"""The page tree, pages in both languages and services, Arabic first."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from catalogue.models import Audience, Channel, ChannelKind, Fee, LifeEvent, Requirement, Service, ServiceStep
from content.models import NewsIndexPage, NewsPage, PortalPage
from content.permissions import give_branches
from entities.models import Entity, Role
from portal.models import EntityIndexPage, EntityPage, HomePage
from portal.tree import ensure_site_tree, publish_pair
from tests.factories.people import EntityFactory, staff


def tree() -> HomePage:
    """Home, services, news, entities in both languages; the Arabic home page."""
    if Page.get_first_root_node() is None:  # a test with real transactions leaves the tables empty
        for language in ("ar", "en"):
            Locale.objects.get_or_create(language_code=language)
        Page.add_root(title="Root", slug="root")
    home = ensure_site_tree()
    Site.clear_site_root_paths_cache()
    return home


def locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)


def in_language(model: type[PortalPage], language: str) -> Any:
    return model.objects.filter(locale=locale(language)).first()


def texts(
    number: int, *, ar: str = "خبر من المدينة", en: str = "News of the city", **more: Any
) -> dict[str, dict[str, Any]]:
    return {
        "ar": {"title": f"{ar} {number}", "summary": "ملخص الخبر في جملة واحدة.", **more},
        "en": {"title": f"{en} {number}", "summary": "The news in one sentence.", **more},
    }


def news(number: int = 1, *, entity: Entity | None = None, **words: Any) -> NewsPage:
    """One published news item in both languages; the Arabic page is returned."""
    index: Page = in_language(NewsIndexPage, "ar")
    return publish_pair(NewsPage, index, f"news-{number}", texts(number, **words), date=date(2026, 1, 1), entity=entity)


def entity_page(entity: Entity) -> EntityPage:
    index: Page = in_language(EntityIndexPage, "ar")
    named = {
        language: {"title": getattr(entity, f"name_{language}"), "summary": summary}
        for language, summary in {"ar": "جهة من جهات المدينة.", "en": "An entity of the city."}.items()
    }
    return publish_pair(EntityPage, index, entity.code.lower(), named, entity=entity)


def editor_of(entity: Entity) -> Any:
    """An editor with the branches of the tree that an entity's editors have."""
    give_branches(entity, own=list(EntityPage.objects.filter(entity=entity)), shared=list(NewsIndexPage.objects.all()))
    return staff(Role.EDITOR, entity)


class ServiceFactory(DjangoModelFactory):
    """A complete service that is not published yet; `published_service()` publishes one."""

    class Meta:
        model = Service

    entity = factory.SubFactory(EntityFactory)
    code = factory.Sequence(lambda n: f"SRV-{n:03d}")
    title_ar = factory.Sequence(lambda n: f"إصدار رخصة تجارية {n}")
    title_en = factory.Sequence(lambda n: f"Issue a trade licence {n}")
    slug = factory.Sequence(lambda n: f"issue-a-trade-licence-{n}")
    summary_ar = "احصل على رخصة لمزاولة نشاطك التجاري في المدينة."
    summary_en = "Get a licence for your business in the city."
    audience = Audience.BUSINESS
    life_event = LifeEvent.COMPANY
    processing_time = 3
    live = False


def published_service(**fields: Any) -> Service:
    service: Service = ServiceFactory(**fields)
    service.fees = [Fee(amount=500, for_ar="رسم الإصدار", for_en="Issuing fee")]
    service.requirements = [
        Requirement(text_ar="صورة جواز السفر", text_en="Copy of the passport"),
        Requirement(
            text_ar="أن يكون مقدّم الطلب قد بلغ 21 عامًا", text_en="The applicant is 21 or older", is_document=False
        ),
    ]
    service.steps = [ServiceStep(text_ar="تعبئة الطلب", text_en="Fill in the application")]
    service.channels = [
        Channel(kind=ChannelKind.WEB, url="https://services.oasis.example/trade"),
        Channel(kind=ChannelKind.CENTRE, place_ar="مبنى البلدية", place_en="Municipality building"),
    ]
    service.save()
    service.save_revision().publish()
    service.refresh_from_db()
    return service
