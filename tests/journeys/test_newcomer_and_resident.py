"""Journeys 1 and 2: a newcomer starts the portal; a resident searches, opens a service, switches the language."""

import re

import pytest

pytestmark = pytest.mark.journey
# Lists show what is open; a sixth tender of the demo world is opened.
LEAST = {"services/": 12, "news/": 6, "jobs/": 8, "tenders/": 5, "entities/": 6}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_demo_world_is_there(someone, language):
    visitor = someone(language)
    for path, least in LEAST.items():
        visitor.go(path)
        cards = visitor.page.locator("main .cards > li, main .hits > li, main li.card").count()
        assert cards >= min(least, 10), f"{path}: {cards}"


@pytest.mark.promise("SEA-1.1", "CON-1.1")
@pytest.mark.parametrize(
    ("language", "word"), [("ar", "رخصة"), ("en", "licence"), ("ar", "صيانة"), ("en", "maintenance")]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_word_leads_from_home_to_a_service_in_both_languages(someone, language, word, width):
    resident = someone(language, width=width)
    resident.go("")
    resident.page.locator("#home-q").fill(word)
    resident.press("Search")
    assert resident.page.locator("ol.hits > li").count() > 0
    assert resident.page.locator("nav .tabs a").count() >= 3
    assert resident.page.locator("details.facet input[name=entity]").count() > 1


@pytest.mark.promise("CON-1.1")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_switch_stays_on_the_service(someone, language):
    resident = someone(language)
    resident.go("search/?q=رخصة&kind=service")
    resident.page.locator("ol.hits a").first.click()
    here = re.search(r"/services/([\w-]+)/", resident.page.url)
    assert here
    other = {"ar": "en", "en": "ar"}[language]
    resident.page.locator(f"header a[hreflang={other}]").click()
    assert f"/{other}/services/{here[1]}/" in resident.page.url
    assert resident.page.locator("html").get_attribute("lang") == other
