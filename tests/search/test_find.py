import pytest
from django.db import transaction
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

import search
from search import indexing, results
from search.analysis import tokens
from search.models import SearchDocument
from search.question import Question
from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


def change(number: int) -> int:
    with transaction.atomic():
        return outbox.post("tests.thing.changed", thing=number).pk


def ids(words: str, **asked) -> list[str]:
    return [hit.subject_id for hit in search.find(Question(words=words, **asked)).hits]


def test_what_is_posted_is_found_in_both_languages(things):
    things.add(1, title_ar="ممرض قانوني", title_en="Registered nurse", facets={"entity": "HLT"})
    things.add(2, title_ar="مهندس مدني", title_en="Civil engineer", facets={"entity": "MUN"})
    change(1), change(2)
    outbox.deliver_all()

    assert ids("الممرضين") == ids("nurses") == ["1"]
    result = search.find(Question(words="", facets=("entity", "kind")))
    assert (result.total, result.facets["entity"], result.facets["kind"]) == (2, {"HLT": 1, "MUN": 1}, {"thing": 2})
    assert ids("", filters={"entity": ("MUN",)}) == ["2"]


@pytest.mark.promise("SEA-1.2")
def test_events_twice_or_in_the_wrong_order_leave_the_latest_state(things):
    things.add(1, title_en="Nurse")
    first, second = change(1), change(1)
    indexing.refresh("thing", "1", version=second)
    del things.records["1"]
    indexing.refresh("thing", "1", version=second + 1)
    things.add(1, title_en="Nurse")
    # A worker that slept with the record in its hands wakes up late: its write must lose.
    indexing.refresh("thing", "1", version=first)
    indexing.refresh("thing", "1", version=second)
    outbox.deliver_all()

    assert ids("nurse") == []
    assert SearchDocument.objects.get().found is False
    indexing.refresh("thing", "1", version=second + 2)
    outbox.deliver_all()
    assert ids("nurse") == ["1"]


@pytest.mark.promise("SEA-1.2")
def test_with_the_queue_stopped_nothing_is_lost_and_it_catches_up(things):
    things.add(1, title_en="Nurse")
    change(1)
    assert ids("nurse") == []
    outbox.deliver_all()
    assert ids("nurse") == ["1"]


@pytest.mark.promise("SEA-1.2")
def test_what_the_clock_closed_is_never_among_the_open(things, hour):
    things.add(1, title_en="Open nurse", closes_in=hour)
    things.add(2, title_en="Closed nurse", closes_in=-hour)
    change(1), change(2)
    outbox.deliver_all()

    assert ids("nurse", status="open") == ["1"]
    assert ids("nurse", status="closed") == ["2"]


def test_a_hit_whose_record_may_no_longer_be_seen_is_not_shown(things):
    things.add(1, title_en="Nurse")
    change(1)
    outbox.deliver_all()
    hits = search.find(Question(words="nurse")).hits
    del things.records["1"]
    assert results.read(hits, asked="nurse") == []


def test_some_words_are_said_to_be_some(things):
    things.add(1, title_en="Registered nurse")
    change(1)
    outbox.deliver_all()
    result = search.find(Question(words="nurse astronaut"))
    assert (result.partial, result.total) == (True, 1)
    assert search.find(Question(words="registered nurse")).partial is False


def test_titles_rank_before_bodies_and_a_reference_before_everything(things):
    things.add(1, title_en="Cook", body_en="works beside the nurse")
    things.add(2, title_en="Nurse", extra="VAC-2026-000002")
    things.add(3, title_en="Driver", extra="VAC-2026-000003")
    for number in (1, 2, 3):
        change(number)
    outbox.deliver_all()
    assert ids("nurse") == ["2", "1"]
    assert ids("nurse VAC-2026-000003")[0] == "3"


@pytest.mark.parametrize(
    "words", ['"', "AND OR NOT", "a & b | !c", ":*", "'; DROP TABLE", "%_\\", "(((", "«»", "كلمة\u202eabc"]
)
def test_query_words_are_words(things, words):
    things.add(1, title_en="Nurse")
    change(1)
    outbox.deliver_all()
    assert search.find(Question(words=words)).total in (0, 1)


@given(st.text(max_size=60))
def test_no_markup_of_the_content_comes_through_the_highlight(text):
    shown = str(results.highlight(text, frozenset(tokens.of_text(text))))
    assert shown.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_quotes_demand_the_phrase(things):
    things.add(1, title_en="Senior data analyst")
    things.add(2, title_en="Analyst of senior data")
    change(1), change(2)
    outbox.deliver_all()
    assert ids('"data analyst"') == ["1"]
