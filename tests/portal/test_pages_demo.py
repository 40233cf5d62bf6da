"""The news of the demo world: published in both languages, which say the same numbers."""

import re
from types import SimpleNamespace

import pytest

from content.models import NewsPage
from portal.demo import pages
from shared.clock import database_now
from tests.factories.content import locale, tree
from tests.factories.people import EntityFactory

NUMBER = re.compile(r"\d[\d,.:]*\d|\d")
NEWS = pages.written()["news"]


@pytest.fixture
def world(db):
    tree()
    entities = {code: EntityFactory(code=code) for code in ("CSC", "EGV", "FIN", "HLT", "MUN", "TRN")}
    return SimpleNamespace(at=database_now(), entities=entities, people={}, say=lambda line: None)


@pytest.mark.promise("CON-1.5")
def test_twelve_news_are_published_once_in_each_language(world):
    pages.build(world)
    pages.build(world)
    for language in ("ar", "en"):
        assert NewsPage.objects.live().filter(locale=locale(language)).count() == len(NEWS) >= 12


@pytest.mark.promise("CON-1.5")
def test_the_official_visit_lists_the_shared_systems(world, client):
    pages.build(world)
    for language, words in (("ar", "التبادل الآمن للبيانات"), ("en", "secure exchange of data")):
        answer = client.get(f"/{language}/news/delegation-visits-egovernment/").content.decode()
        assert re.search(rf"<li>[^<]*{words}", answer)


@pytest.mark.promise("CON-1.5")
@pytest.mark.parametrize("facts", NEWS, ids=lambda facts: facts["slug"])
def test_both_languages_of_a_news_item_say_the_same_numbers(facts):
    assert len(facts["body_ar"]) == len(facts["body_en"])
    texts = [[facts[f"{name}_{language}"] for name in ("title", "summary", "body")] for language in ("ar", "en")]
    ar, en = (sorted(NUMBER.findall(str(each))) for each in texts)
    assert ar == en
