"""Tree, pages and news of the demo world, published as editors would publish them."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from content.models import (
    ContactPage,
    InformationPage,
    NavigationItem,
    NewsIndexPage,
    NewsPage,
    Place,
    PortalPage,
    SectionPage,
    SiteSettings,
    SocialLink,
)
from content.permissions import give_branches
from portal.demo.blocks import body
from portal.models import EntityIndexPage, EntityPage
from portal.tree import ensure_site_tree, publish_pair

KINDS: dict[str, type[PortalPage]] = {"contact": ContactPage, "section": SectionPage, "information": InformationPage}


def build(world: Any) -> None:
    home = ensure_site_tree()
    texts = written()
    _settings(texts["settings"])
    for facts in texts["page"]:
        _page(home, facts)
    news = NewsIndexPage.objects.get(locale=home.locale)
    for facts in texts["news"]:
        _news(news, facts, world)
    entities = EntityIndexPage.objects.get(locale=home.locale)
    for facts in texts["entity"]:
        _entity(entities, facts, world)
    _permissions(world)


def written() -> dict[str, Any]:
    """The lists of pages, news and entities as their files have them."""
    files = (Path(__file__).parent / f"{name}.toml" for name in ("pages", "news"))
    return {kind: rows for file in files for kind, rows in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def _texts(facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {language: _text(facts, language) for language in ("ar", "en")}


def _text(facts: dict[str, Any], language: str) -> dict[str, Any]:
    written = {name: facts[f"{name}_{language}"] for name in ("title", "summary")}
    return {**written, "body": body(facts.get(f"body_{language}", []), language)}


def _missing(model: type[Page], slug: str) -> bool:
    return not model.objects.filter(slug=slug).exists()


def _settings(facts: dict[str, Any]) -> None:
    """How the invented government is reached, where nobody has said it yet."""
    told = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if told.phone or told.email:
        return
    for name, value in facts.items():
        if name != "social":
            setattr(told, name, value)
    told.social_links = [SocialLink(sort_order=order, **link) for order, link in enumerate(facts["social"])]
    told.save()


def _page(home: Page, facts: dict[str, Any]) -> None:
    """A page below the home page stands in the footer; others are found through the section above them."""
    if not _missing(Page, facts["slug"]):
        return
    kind = KINDS[facts.get("kind", "information")]
    above = SectionPage.objects.get(slug=facts["under"], locale=home.locale) if "under" in facts else home
    page = publish_pair(kind, above, facts["slug"], _texts(facts))
    if above == home:
        site = Site.objects.get(is_default_site=True)
        labels = {"label_ar": facts["title_ar"], "label_en": facts["title_en"]}
        NavigationItem.objects.create(site=site, place=Place.FOOTER, page=page, **labels)


def _news(index: Page, facts: dict[str, Any], world: Any) -> None:
    if _missing(NewsPage, facts["slug"]):
        day = timezone.localtime(world.at).date() - timedelta(days=facts["days_ago"])
        publish_pair(NewsPage, index, facts["slug"], _texts(facts), date=day, entity=world.entities[facts["entity"]])


def _entity(index: Page, facts: dict[str, Any], world: Any) -> None:
    entity = world.entities[facts["code"]]
    if _missing(EntityPage, entity.code.lower()):
        named = {**facts, "title_ar": entity.name_ar, "title_en": entity.name_en}
        publish_pair(EntityPage, index, entity.code.lower(), _texts(named), entity=entity)


def _permissions(world: Any) -> None:
    news = list(NewsIndexPage.objects.all())
    for entity in world.entities.values():
        give_branches(entity, own=list(EntityPage.objects.filter(entity=entity)), shared=news)
