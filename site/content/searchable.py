"""What of the page tree may be found: live, public, in either language; the two locales of a page make one document."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from content import visibility
from content.models import ContactPage, InformationPage, NewsPage, PortalPage, SectionPage
from search.registry import Base, Document, Shown, searchable

EVENTS = [f"content.page.{event}" for event in ("published", "unpublished", "moved", "privacy_changed", "deleted")]


class PageSearchable(Base):
    family = "page"
    models: tuple[type[PortalPage], ...] = ()

    def public(self) -> Any:
        return visibility.public(Page.objects.type(*self.models)).order_by("pk")

    def subject_id(self, record: Any) -> str:
        return str(record.translation_key)

    def subject_of(self, payload: dict[str, Any]) -> str:
        return str(payload["translation_key"])

    def by_subjects(self, subjects: Iterable[str]) -> Any:
        """With everything that is shown of them, whatever their type, in one query."""
        children = [f"{model._meta.model_name}__entity" for model in self.models]
        return self.public().filter(translation_key__in=list(subjects)).select_related("locale", *children)

    def joined(self, others: Iterable["PageSearchable"]) -> Any:
        both = PageSearchable()
        both.models = (*self.models, *(model for each in others for model in each.models))
        return both

    def specific(self, page: Page) -> Any:
        """The page as its own type, without asking again."""
        names = [model._meta.model_name for model in self.models]
        return next(getattr(page, name) for name in names if hasattr(page, name))

    def document(self, record: Any) -> Document:
        both = {page.locale.language_code: self.specific(page) for page in self.by_subjects([record.translation_key])}
        pages = {language: page for language, page in both.items() if page.searchable}
        entity = next((page.entity for page in pages.values() if page.entity), None)
        facts = {f"title_{language}": page.title for language, page in pages.items()}
        facts |= {f"body_{language}": text_of(page) for language, page in pages.items()}
        return Document(
            subject_id=str(record.translation_key),
            entity_ar=entity.name_ar if entity else "",
            entity_en=entity.name_en if entity else "",
            facets={"entity": entity.code if entity else ""},
            published_at=record.first_published_at,
            **facts,
        )

    def shown(self, records: list[Any], *, now: datetime) -> Shown:
        """The page of the reader's language; where it is missing, the other one, marked."""
        language = (get_language() or "ar")[:2]
        best = next((page for page in records if page.locale.language_code == language), records[0])
        page = self.specific(best)
        other = "" if best.locale.language_code == language else best.locale.language_code
        return Shown(
            page.title,
            best.url or "",
            page.summary,
            str(page.entity or ""),
            language=other,
            published_at=best.first_published_at,
        )


def text_of(page: Any) -> str:
    body = getattr(page, "body", None)
    parts = [get_text_for_indexing(str(block.value)) for block in body] if body else []
    return " ".join([page.summary, *parts])


@searchable("page", events=EVENTS)
class Pages(PageSearchable):
    models = (InformationPage, SectionPage, ContactPage)
    title, plural = _("Page"), _("Pages")


@searchable("news", events=EVENTS)
class News(PageSearchable):
    models = (NewsPage,)
    title, plural = _("News item"), _("News")
    kind_words = ("خبر", "أخبار", "news")
