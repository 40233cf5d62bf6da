"""Tree, pages and news of the demo world, published as editors would publish them."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from wagtail.models import Page, Site

from content.models import InformationPage, NavigationItem, NewsIndexPage, NewsPage, Place, PortalPage
from content.permissions import give_branches
from portal.models import EntityIndexPage, EntityPage
from portal.tree import ensure_site_tree, publish_pair


def build(world: Any) -> None:
    home = ensure_site_tree()
    texts = written()
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
    body = [_block(part) for part in facts.get(f"body_{language}", [])]
    return {"title": facts[f"title_{language}"], "summary": facts[f"summary_{language}"], "body": body}


def _block(part: str | list[str] | dict[str, str]) -> tuple[str, Any]:
    """A paragraph, a bulleted list, {heading} or {quote, source}."""
    if isinstance(part, str):
        return "text", format_html("<p>{}</p>", part)
    if isinstance(part, list):
        return "text", format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in part)))
    if "heading" in part:
        return "heading", part["heading"]
    return "quote", {"text": part["quote"], "source": part["source"]}


def _missing(model: type[PortalPage], slug: str) -> bool:
    return not model.objects.filter(slug=slug).exists()


def _page(home: Page, facts: dict[str, Any]) -> None:
    if not _missing(InformationPage, facts["slug"]):
        return
    page = publish_pair(InformationPage, home, facts["slug"], _texts(facts))
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
