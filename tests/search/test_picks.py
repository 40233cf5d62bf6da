"""What editors put on top: shown first and once, marked, counted truly, never what may not be seen."""

from datetime import timedelta

import pytest
from django.db import transaction

import search
from search import upkeep
from search.models import SearchPick
from search.picks import one_form
from search.question import Question, Result
from shared import outbox
from shared.clock import database_now

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("engine"),
    pytest.mark.promise("SEA-2.10"),
]


def change(number: int) -> None:
    with transaction.atomic():
        outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()


@pytest.fixture
def nurses(things):
    """Three that have the word; a fourth that has not."""
    for number in (1, 2, 3):
        things.add(
            number, title_ar=f"ممرض قانوني {number}", title_en=f"Registered nurse {number}", facets={"entity": "HLT"}
        )
    things.add(4, title_ar="سائق إسعاف", title_en="Ambulance driver", facets={"entity": "MUN"})
    for number in (1, 2, 3, 4):
        change(number)
    upkeep.study()


def pick(words: str, *subjects: int, language: str = "", until=None) -> SearchPick:
    named = [["thing", str(subject)] for subject in subjects]
    return SearchPick.objects.create(typed=words, asked=one_form(words), language=language, things=named, until=until)


def ask(words: str, language: str = "ar", **more) -> Result:
    result = search.find(Question(words=words, picks_in=language, facets=("kind", "entity", "within"), **more))
    assert not result.without_server
    return result


def ids(result) -> list[str]:
    return [hit.subject_id for hit in result.hits]


def picked(result) -> list[str]:
    return [hit.subject_id for hit in result.hits if hit.picked]


def test_picks_stand_first_in_their_order_and_nothing_stands_twice(nurses):
    pick("ممرض", 4, 2)
    result = ask("ممرض")
    assert (ids(result)[:2], sorted(ids(result))) == (["4", "2"], ["1", "2", "3", "4"])
    assert picked(result) == ["4", "2"]


def test_counts_are_those_of_what_is_shown(nurses):
    before = ask("ممرض")
    pick("ممرض", 4, 2)
    after = ask("ممرض")
    assert (before.total, after.total) == (3, 4)
    assert after.facets == {"kind": {"thing": 4}, "entity": {"HLT": 3, "MUN": 1}, "within": {}}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("رخصة قيادة", "رخصه قياده"),
        ("إقامة", "اقامه"),
        ("مستشفى", "مُسْتَشْفَي"),
        ("ممرض", "ممـــرض"),
        ("Nurse", "nURSE"),
        ("تأشيرة سياحية", "  تاشيرة   سياحية؟ "),
    ],
)
def test_a_pick_is_met_in_every_spelling_of_its_words(nurses, said, asked):
    pick(said, 4)
    assert picked(ask(asked)) == ["4"]


def test_a_pick_is_for_exactly_its_words(nurses):
    pick("ممرض", 4)
    assert picked(ask("ممرض قانوني")) == []


def test_a_pick_for_readers_of_one_language_is_none_for_the_other(nurses):
    pick("nurse", 4, language="en")
    assert (picked(ask("nurse", "en")), picked(ask("nurse", "ar"))) == (["4"], [])


def test_what_is_picked_for_this_language_comes_before_what_is_picked_for_both(nurses):
    pick("nurse", 1, 4)
    pick("nurse", 4, 2, language="en")
    assert picked(ask("nurse", "en")) == ["4", "2", "1"]


def test_what_asks_for_no_picks_gets_none_and_loses_nothing(nurses):
    pick("nurse", 4, 1)
    assert sorted(ids(search.find(Question(words="nurse")))) == ["1", "2", "3"]


def test_the_second_page_goes_on_where_the_first_ended(nurses):
    pick("nurse", 4, 2)
    first, second = ask("nurse", size=1), ask("nurse", size=1, page=2)
    assert (len(first.hits), len(second.hits), first.total, second.total) == (3, 1, 4, 4)
    assert not set(ids(first)) & set(ids(second))


def test_picks_obey_what_the_reader_chose_and_each_facet_is_counted_without_its_own_choice(nurses):
    pick("nurse", 4, 2)
    chosen = ask("nurse", filters={"entity": ("HLT",)})
    assert (picked(chosen), chosen.total, chosen.facets["kind"]) == (["2"], 3, {"thing": 3})
    assert chosen.facets["entity"] == {"HLT": 3, "MUN": 1}
    assert picked(ask("nurse", kinds=("other",))) == []
    assert picked(ask("nurse", closing_within_days=7)) == []


def test_where_only_the_pick_answers_the_rest_follows_as_having_some_of_the_words(nurses):
    pick("nurse aviation", 4)
    result = ask("nurse aviation", also_some=True)
    assert (picked(result), result.total, result.partial) == (["4"], 1, False)
    assert {hit.every for hit in result.hits if not hit.picked} <= {False}


def test_a_pick_is_over_by_the_clock(nurses):
    pick("nurse", 4, until=database_now() - timedelta(seconds=1))
    pick("nurse", 2, language="ar", until=database_now() + timedelta(days=1))
    assert picked(ask("nurse")) == ["2"]


def test_what_was_unpublished_or_has_closed_is_no_pick_any_more(nurses, things, hour):
    things.add(5, title_en="Closed clinic", closes_in=-hour)
    change(5)
    pick("nurse", 5, 4, 2)
    del things.records["4"]
    change(4)
    assert picked(ask("nurse")) == ["2"]


def test_a_record_that_changed_behind_the_index_is_not_shown(nurses, things, client):
    pick("nurse", 4, 2)
    del things.records["4"]
    shown = client.get("/en/search/", {"q": "nurse"}).content.decode()
    assert "/things/2/" in shown
    assert "/things/4/" not in shown


@pytest.mark.parametrize(("language", "mark"), [("en", "Picked by the portal"), ("ar", "من اختيار البوابة")])
def test_the_reader_sees_what_the_portal_picked_once(nurses, client, language, mark):
    pick("nurse", 4, 2)
    shown = client.get(f"/{language}/search/", {"q": "nurse"}).content.decode()
    assert (shown.count(mark), shown.count('href="/things/2/"'), shown.count('href="/things/4/"')) == (2, 1, 1)
    assert shown.index("/things/4/") < shown.index("/things/2/") < shown.index("/things/1/")


def test_a_page_with_picks_asks_one_query_more_than_the_words_do(nurses, client, django_assert_max_num_queries):
    pick("nurse", 4, 2)
    client.get("/en/search/", {"q": "nurse"})
    with django_assert_max_num_queries(12):
        client.get("/en/search/", {"q": "nurse"})
