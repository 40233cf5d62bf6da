"""/sitemap.xml holds what is public, in both languages, and nothing else."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from content.models import InformationPage, NewsPage
from portal import site_map
from portal.tree import publish_pair
from recruitment.models import Vacancy
from supply.models import Tender
from tests.factories import content
from tests.factories.recruitment import VacancyFactory, published_vacancy
from tests.factories.supply import TenderFactory, published_tender

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.9")]
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"
INFORMATION = {"ar": {"title": "صفحة"}, "en": {"title": "Page"}}


def read(address="/sitemap.xml"):
    """{address: {hreflang: address}}"""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    found = {}
    for url in root.findall("s:url", NAMES):
        place = url.findtext("s:loc", namespaces=NAMES)
        assert place.startswith(f"{HOST}/")
        assert place not in found, "named once"
        others = url.findall("x:link", NAMES)
        found[place.removeprefix(HOST)] = {each.get("hreflang"): each.get("href").removeprefix(HOST) for each in others}
    return found


def test_pages_services_vacancies_and_tenders_stand_in_it_in_both_languages():
    content.tree()
    content.news(1)
    service, vacancy, tender = content.published_service(), published_vacancy(), published_tender()
    found = read()
    paths = ["", "news/", "news/news-1/", f"services/{service.slug}/", f"jobs/{vacancy.reference}/", f"tenders/{tender.reference}/", "jobs/", "tenders/", "site-map/"]  # fmt: skip
    for path in paths:
        expected = {"ar": f"/ar/{path}", "en": f"/en/{path}", "x-default": f"/ar/{path}"}
        assert found[f"/ar/{path}"] == found[f"/en/{path}"] == expected
    visitor = Client()
    assert {address: status for address in found if (status := visitor.get(address).status_code) != 200} == {}


def test_each_page_names_the_same_twins_as_the_site_map():
    content.tree()
    content.news(1)
    for address, twins in read().items():
        page = Client().get(address).content.decode()
        assert all(f'hreflang="{language}" href="{HOST}{twin}"' in page for language, twin in twins.items()), address


def test_a_page_in_one_language_names_no_other():
    home = content.tree()
    page = publish_pair(InformationPage, home, "alone", INFORMATION)
    page.get_translation(content.locale("en")).unpublish()
    found = read()
    assert found["/ar/alone/"] == {"ar": "/ar/alone/", "x-default": "/ar/alone/"}
    assert "/en/alone/" not in found


def test_what_is_not_public_is_never_in_it():
    home = content.tree()
    before = set(read())
    draft = InformationPage(title="مسودة", slug="draft", live=False, locale=home.locale)
    home.add_child(instance=draft)
    for slug in ("unpublished", "members", "hidden"):
        publish_pair(InformationPage, home, slug, INFORMATION)
    for language in ("ar", "en"):
        own = InformationPage.objects.filter(locale=content.locale(language))
        own.get(slug="unpublished").unpublish()
        PageViewRestriction.objects.create(page=own.get(slug="members"), restriction_type=PageViewRestriction.LOGIN)
    InformationPage.objects.filter(slug="hidden").update(searchable=False)
    content.published_service().unpublish()
    content.ServiceFactory()
    VacancyFactory()
    TenderFactory()
    assert Vacancy.objects.exists()
    assert Tender.objects.exists()
    assert set(read()) == before


def test_a_file_too_long_becomes_an_index_of_parts(monkeypatch):
    content.tree()
    for number in (1, 2):
        content.news(number)
    whole = read()
    monkeypatch.setattr(site_map, "MOST", 7)
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    parts = [each.text.removeprefix(HOST) for each in root.findall("s:sitemap/s:loc", NAMES)]
    assert len(parts) == -(-len(whole) // 7)
    together = {}
    for part in parts:
        together |= read(part)
    assert together == whole
    for wrong in ("0", str(len(parts) + 1), "x"):
        assert Client().get("/sitemap.xml", {"part": wrong}).status_code == 404


def test_it_asks_as_many_queries_for_ten_as_for_one(django_assert_max_num_queries):
    content.tree()
    for number in range(10):
        content.news(number)
        content.published_service(), published_vacancy(), published_tender()
    read()
    with django_assert_max_num_queries(12):
        read()
    assert NewsPage.objects.count() == 20
