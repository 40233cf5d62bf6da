"""Two entities with one of everything each, and every door of the staff area that a number can be put into."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail_localize.models import Translation, TranslationSource

from content.models import PortalDocument
from entities.models import Entity
from tests.factories import content
from tests.factories.people import EntityFactory

MARK = "علامة-الجهة-الأخرى"
KINDS = {"content_type_app_name", "content_type_model_name", "app_label", "model_name"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass
class Belongings:
    entity: Entity
    section: Any
    news: Any
    draft: Any
    image: Any
    document: Any
    service: Any
    translation: Any


def picture(width: int = 60, height: int = 40, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", (width, height), "teal").save(file, form)
    return file.getvalue()


def belongings(code: str, mark: str) -> Belongings:
    entity = EntityFactory(code=code, name_ar=f"دائرة {mark}", name_en=f"Department {mark}")
    section = content.entity_page(entity)
    content.editor_of(entity)
    collection = Collection.objects.get(name=code)
    news = content.news(number_of(code), entity=entity, ar=mark, en=mark)
    draft = news.get_parent().specific.add_child(
        instance=type(news)(
            title=f"{mark} مسودة", slug=f"draft-{code.lower()}", live=False, entity=entity, date=news.date
        )
    )
    draft.save_revision()
    source, _made = TranslationSource.get_or_create_from_instance(news)
    return Belongings(
        entity=entity,
        section=section,
        news=news,
        draft=draft,
        image=get_image_model().objects.create(
            title=f"{mark} صورة", file=ContentFile(picture(), f"{code}.png"), collection=collection, width=60, height=40
        ),
        document=PortalDocument.objects.create(
            title=f"{mark} مستند", file=ContentFile(b"%PDF-1.4", f"{code}.pdf"), collection=collection
        ),
        service=content.published_service(entity=entity, title_ar=f"{mark} خدمة", title_en=f"{mark} service"),
        translation=Translation.objects.create(source=source, target_locale=content.locale("en")),
    )


def number_of(code: str) -> int:
    return sum(map(ord, code))


def client_of(person: Any) -> Client:
    client = Client(headers={"accept-language": "ar"})
    client.force_login(person)
    return client


def doors(its: Belongings) -> Iterator[tuple[str, str]]:
    """(name, address) of every door of the staff area that takes a number, with the numbers of these belongings in it."""
    for route, name in below(get_resolver().url_patterns):
        names = {found[2] or found[3] for found in PARAMETER.finditer(route)}
        if not route.startswith("admin/") or names <= KINDS:
            continue
        filled = route
        for found in PARAMETER.finditer(route):
            filled = filled.replace(found[0], value(its, route, found[2] or found[3]))
        if "\0" not in filled:
            yield name, "/" + re.sub(r"\\\.", ".", filled).strip("^$")


def below(patterns: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from below(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.name or ""


def value(its: Belongings, route: str, name: str) -> str:
    """What stands for this parameter; "\\0" where it means nothing of theirs."""
    revision = its.news.latest_revision_id
    named = {
        "page_id": its.news.pk, "page_to_move_id": its.news.pk, "parent_page_id": its.section.pk, "destination_id": its.section.pk,
        "image_id": its.image.pk, "document_id": its.document.pk, "translation_id": its.translation.pk,
        "translation_source_id": its.translation.source_id, "revision_id": revision, "revision_id_a": "earliest",
        "revision_id_b": "latest", "content_type_app_name": "content", "content_type_model_name": "informationpage",
        "app_label": "catalogue", "model_name": "service", "filter_spec": "original", "mode": "",
    }  # fmt: skip
    if name in named:
        return str(named[name]) if named[name] != "" else "\0"
    if name == "pk":
        found = {
            "admin/pages/": its.news, "admin/snippets/": its.service, "admin/images/": its.image, "admin/documents/": its.document,
        }  # fmt: skip
        if "navigationitem" in route:
            return "\0"
        return str(next((each.pk for start, each in found.items() if route.startswith(start)), "\0"))
    return "\0"
