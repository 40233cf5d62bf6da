"""News: pages of twelve, an archive by year, a feed in each language; nobody reads there what is not public."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from content.models import NewsIndexPage, NewsPage
from tests.factories import content
from tests.factories.people import EntityFactory
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.9")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def news(django_db_setup, django_db_blocker):
    """Fourteen of this year, two of the year before."""
    with standing_world(django_db_blocker):
        content.tree()
        entity = EntityFactory(name_ar="بلدية مدينة الواحة", name_en="Oasis City Municipality")
        for number in range(1, 17):
            content.news(number, entity=entity)
        dated(range(1, 15), 2026)
        dated((15, 16), 2025)
        yield


def dated(numbers, year):
    for number in numbers:
        NewsPage.objects.filter(slug=f"news-{number}").update(date=date(year, 1, number))


def listed(language="ar", **query):
    page = Client().get(f"/{language}/news/", query).content.decode()
    return page, re.findall(rf'<h2><a href="/{language}/news/(news-\d+)/">', page)


def test_the_newest_come_first_twelve_a_page(news):
    page, first = listed()
    assert first == [f"news-{number}" for number in range(14, 2, -1)]
    assert 'rel="next"' in page
    assert listed(page=2)[1] == ["news-2", "news-1", "news-16", "news-15"]


@pytest.mark.parametrize("wrong", ["0", "99", "x", ""])
def test_a_page_that_is_not_there_is_answered_by_one_that_is(news, wrong):
    assert listed(page=wrong)[1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_archive_has_a_list_for_each_year(news, language):
    page, _all = listed(language)
    assert re.findall(rf'href="/{language}/news/\?year=(\d+)"', page) == ["2026", "2025"]
    page, old = listed(language, year=2025)
    assert old == ["news-16", "news-15"]
    assert f'<a href="/{language}/news/?year=2025" aria-current="page">' in page


@pytest.mark.parametrize("wrong", ["1900", "x", "2025'", "-1"])
def test_a_year_without_news_shows_all_of_them(news, wrong):
    assert listed(year=wrong)[1] == listed()[1]


def test_the_switch_of_languages_keeps_year_and_page_and_the_page_names_itself_with_them(news):
    query = {"year": "2026", "page": "2"}
    page, shown = listed(**query)
    assert shown == ["news-2", "news-1"]
    address = urlencode(query).replace("&", "&amp;")
    assert f'<a href="/en/news/?{address}" lang="en" hreflang="en"' in page
    assert f'<link rel="canonical" href="http://testserver/ar/news/?{address}">' in page
    assert f'hreflang="en" href="http://testserver/en/news/?{address}"' in page


def test_what_somebody_adds_to_the_address_is_no_page_of_its_own(news):
    page, _shown = listed(utm_source="x", page=1)
    assert '<link rel="canonical" href="http://testserver/ar/news/">' in page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_feed_tells_the_news_in_its_language(news, language):
    page, _shown = listed(language)
    found = re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page)
    assert found, "a reader of feeds discovers it"
    answer = Client().get(found[1])
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    assert feed.get(XML_LANG) == language
    entries = feed.findall("a:entry", ATOM)
    newest = NewsPage.objects.get(slug="news-14", locale=content.locale(language))
    assert entries[0].findtext("a:title", namespaces=ATOM) == newest.title
    assert entries[0].findtext("a:summary", namespaces=ATOM) == newest.summary
    assert entries[0].findtext("a:published", namespaces=ATOM) == "2026-01-14T00:00:00+04:00"
    assert entries[0].findtext("a:author/a:name", namespaces=ATOM) == getattr(newest.entity, f"name_{language}")
    addresses = [each.find("a:link", ATOM).get("href") for each in entries]
    assert len(set(addresses)) == 16
    assert {Client().get(address).status_code for address in addresses[:3]} == {200}


def test_every_page_of_news_leads_to_the_feed(news):
    page = Client().get("/en/news/news-1/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" title="News" href="../feed/">' in page


def test_feed_and_archive_tell_nothing_that_is_not_public(news):
    NewsPage.objects.get(slug="news-14", locale=content.locale("ar")).unpublish()
    closed = NewsPage.objects.get(slug="news-16", locale=content.locale("ar"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    feed = Client().get("/ar/news/feed/").content.decode()
    for hidden in ("news-14/", "news-16/"):
        assert hidden not in feed
    assert listed(year=2025)[1] == ["news-15"]


@pytest.mark.parametrize("closed", ["news", "news-16"])
def test_a_closed_page_and_all_below_it_ask_who_is_there(news, closed):
    page = Page.objects.get(slug=closed, locale=content.locale("ar"))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = Client().get("/ar/news/news-16/")
    assert (answer.status_code, "sign-in" in answer["Location"] or "login" in answer["Location"]) == (302, True)
    assert Client().get("/ar/news/news-15/").status_code == (302 if closed == "news" else 200)


def test_an_empty_section_says_so_and_has_an_empty_feed(news):
    NewsPage.objects.update(live=False)
    page = Client().get("/en/news/").content.decode()
    assert "There is no news yet." in page
    feed = ElementTree.fromstring(Client().get("/en/news/feed/").content)
    assert feed.findall("a:entry", ATOM) == []
    assert NewsIndexPage.objects.count() == 2
