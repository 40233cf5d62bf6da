"""The admin in Arabic, right to left; each field runs as what is written in it does, in either interface."""

import re

import pytest
from django.urls import reverse

from content.models import NewsIndexPage
from entities.models import Role
from portal.models import EntityPage
from tests.catalogue.test_editing import ADD
from tests.content.strangers import client_of
from tests.factories import content
from tests.factories.people import EntityFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.10")]
DIRECTION = {"ar": "rtl", "en": "ltr"}


@pytest.fixture
def entity(db):
    content.tree()
    found = EntityFactory(code="MUN")
    content.entity_page(found)
    content.editor_of(found)
    return found


@pytest.fixture(params=["ar", "en"])
def interface(request):
    return request.param


@pytest.fixture
def editor(entity, interface):
    client = client_of(staff(Role.EDITOR, entity))
    client.cookies["language"] = interface
    return client


def field(page, name):
    return re.search(rf'<(?:input|textarea)[^>]*\sname="{name}"[^>]*>', page)[0]


def test_the_interface_has_its_language_and_direction(editor, interface):
    for name in ("wagtailadmin_home", "wagtailadmin_explore_root", "wagtailimages:index", ADD):
        root = re.search(r"<html[^>]*>", editor.get(reverse(name), follow=True).content.decode())[0]
        assert f'lang="{interface}"' in root
        assert f'dir="{DIRECTION[interface]}"' in root


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_fields_of_a_page_run_as_its_language_does(editor, language):
    index = content.in_language(NewsIndexPage, language)
    page = editor.get(reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk])).content.decode()
    for name in ("title", "summary", "search_description", "seo_title"):
        assert f'dir="{DIRECTION[language]}"' in field(page, name)
        assert f'lang="{language}"' in field(page, name)
    assert 'dir="ltr"' in field(page, "slug")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_blocks_and_rich_text_run_as_their_page_does(editor, language):
    """The script draws them inside the body's panel, whose direction they take."""
    index = content.in_language(NewsIndexPage, language)
    page = editor.get(reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk])).content.decode()
    body = page.index("data-w-block-data-value")
    around = [found[0] for found in re.finditer(r"<(?:section|div)[^>]*\bdir=\"[a-z]+\"[^>]*>", page[:body])]
    assert f'dir="{DIRECTION[language]}"' in around[-1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_existing_page_and_its_twin_too(editor, entity, language):
    own = EntityPage.objects.get(entity=entity, locale=content.locale(language))
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).content.decode()
    assert f'dir="{DIRECTION[language]}"' in field(shown, "title")


def test_the_sheet_for_both_directions_is_on_every_screen(editor):
    assert "content/admin.css" in editor.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("kind", ["images", "docs"])
def test_titles_and_alternative_texts_of_files_stand_in_both_languages(editor, kind):
    door = {"images": "wagtailimages:add", "docs": "wagtaildocs:add"}[kind]
    names = {"images": ("alt_ar", "alt_en"), "docs": ("title_ar", "title_en")}[kind]
    shown = editor.get(reverse(door)).content.decode()
    assert [f'dir="{way}"' in field(shown, name) for name, way in zip(names, ("rtl", "ltr"), strict=True)] == [
        True,
        True,
    ]


def test_the_admin_names_the_portal_in_the_language_of_its_reader_alone(entity, interface):
    client = client_of(staff(Role.EDITOR, entity))
    client.cookies["language"] = interface
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    names = {"ar": "بوابة حكومة مدينة الواحة", "en": "Oasis City Government Portal"}
    assert [language for language, name in names.items() if name in page] == [interface]
