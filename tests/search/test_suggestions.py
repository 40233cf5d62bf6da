import pytest
from django.db import transaction

from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine"), pytest.mark.promise("SEA-2.7")]

TITLES = {
    1: ("إصدار رخصة بناء", "Issue of a building permit"),
    2: ("الرخصة التجارية", "Trade licence"),
    3: ("تجديد رخصة القيادة", "Renew a driving licence"),
}


@pytest.fixture
def titles(client, things):
    for number, (arabic, english) in TITLES.items():
        things.add(number, title_ar=arabic, title_en=english)
        with transaction.atomic():
            outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()
    return lambda words: client.get("/ar/search/suggest", {"q": words}).json()["titles"]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("رخص", [2, 1, 3]), ("رخصة ال", [2, 3]), ("رخصة القيا", [3]), ("القيادة رخ", [3]), ("اصدا", [1]), ("شهادة", [])],
)
def test_a_title_is_met_by_the_beginning_of_any_of_its_words(titles, typed, numbers):
    found = titles(typed)
    assert sorted(found) == sorted(TITLES[number][0] for number in numbers)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("typed", ["", "ر", "?", "((", '"', "x" * 5_000])
def test_what_says_too_little_suggests_nothing(titles, typed):
    assert titles(typed) == []


def test_what_may_no_longer_be_seen_is_not_suggested(titles, things):
    del things.records["3"]
    assert titles("القيادة") == []


def test_eight_at_most(titles, things):
    for number in range(10, 30):
        things.add(number, title_ar=f"شهادة {number}")
        with transaction.atomic():
            outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()
    assert len(titles("شها")) == 8


def test_unreadable_text_is_refused(client, titles):
    assert client.get("/ar/search/suggest", {"q": "a\0b"}).status_code == 400


def test_the_page_works_without_the_script(client, titles):
    page = client.get("/ar/search/").content.decode()
    assert '<datalist id="suggestions"></datalist>' in page
    assert 'data-suggest="/ar/search/suggest"' in page
