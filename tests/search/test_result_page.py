import html5lib
import pytest
from django.db import transaction
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import results, upkeep
from search.analysis import tokens
from search.registry import Shown
from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


def add(things, number: int, **facts) -> None:
    things.add(number, **facts)
    with transaction.atomic():
        outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()


@pytest.fixture
def nurse(things):
    add(things, 1, title_ar="ممرض قانوني", title_en="Registered nurse", body_ar="العناية بالمرضى")


@pytest.fixture
def see(client, nurse):
    return lambda language="en", **query: client.get(f"/{language}/search/", query).content.decode()


@pytest.mark.promise("SEA-1.6")
def test_the_page_shows_the_hit_with_its_word_marked(see):
    assert '<a href="/things/1/"><mark>ممرض</mark> قانوني</a>' in see("ar", q="ممرضين")


@pytest.mark.promise("SEA-1.6")
def test_a_page_of_twenty_asks_twelve_queries_at_most(client, things, django_assert_max_num_queries):
    for number in range(25):
        add(things, number, title_ar="ممرض قانوني", title_en="Registered nurse", facets={"entity": "HLT"})
    upkeep.study()
    client.get("/ar/search/")
    for query in ({"q": "ممرض"}, {"q": "ممرض مسائي قنوني", "kind": "thing", "entity": "HLT"}, {}):
        with django_assert_max_num_queries(12):
            client.get("/ar/search/", query)


TAGS = {"li", "p", "h3", "a", "mark"}
content = st.text(max_size=40) | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<mark>"]
)


@pytest.mark.promise("SEA-1.6")
@given(title=content, summary=content, note=content, entity=content)
def test_no_markup_of_the_content_comes_through(title, summary, note, entity):
    looked_for = frozenset(tokens.of_text(f"{title} {summary}"))
    hit = results.ShownHit(
        "thing",
        "Thing",
        Shown(title, "/things/1/", summary, entity, note),
        results.highlight(title, looked_for),
        results.highlight(summary, looked_for),
    )
    shown = html5lib.parseFragment(render_to_string("search/parts/hit.html", {"hit": hit}), namespaceHTMLElements=False)
    elements = [each for each in shown.iter() if isinstance(each.tag, str)]
    assert {each.tag for each in elements} <= TAGS | {"DOCUMENT_FRAGMENT"}
    assert {name for each in elements for name in each.attrib} == {"class", "href"}


@pytest.mark.promise("SEA-1.5")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 200),
        ({"q": "كلمة " * 500}, 200),
        ({"q": "من في"}, 200),
        ({"q": "?!«»"}, 200),
        ({"q": '"ممرض AND (nurse) * : | & ! \\'}, 200),
        ({"q": "'; DROP TABLE search_searchdocument; --"}, 200),
        ({"q": "وظيفة\u202e nurse ليلي\u200f"}, 200),
        ({"page": "100"}, 200),
        ({"page": "101"}, 404),
        ({"page": "-1"}, 404),
        ({"page": "0"}, 404),
        ({"page": "x"}, 404),
        ({"page": "١"}, 404),
        ({"q": "a\0b"}, 400),
        ({"q": b"\xed\xa0\x80"}, 200),
        ({"kind": "nothing"}, 200),
        ({"entity": "NOWHERE"}, 200),
        ({"colour": "green"}, 200),
        ({"within": "never"}, 200),
        ({"sort": "'; --"}, 200),
    ],
)
def test_odd_input_has_an_answer(client, nurse, query, status):
    assert client.get("/en/search/", query).status_code == status


@pytest.mark.promise("SEA-1.5")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(max_size=220))
def test_whatever_is_typed_has_an_answer(client, nurse, words):
    try:
        answer = client.get("/ar/search/", {"q": words})
    except UnicodeEncodeError:
        return  # the client itself cannot send half a surrogate pair
    assert answer.status_code == (400 if "\0" in words.strip() else 200)


@pytest.mark.promise("SEA-1.5")
def test_no_words_show_everything_by_kind(see):
    assert "All (<bdi>1</bdi>)" in see()
    assert "Things (<bdi>1</bdi>)" in see()


@pytest.mark.promise("SEA-1.5")
@pytest.mark.parametrize("words", ["من في", "the and", "?!", "«»"])
def test_words_that_say_nothing_show_everything_and_say_so(see, words):
    shown = see(q=words)
    assert "too common to look for" in shown
    assert "/things/1/" in shown


@pytest.mark.promise("SEA-1.5")
def test_a_long_text_is_cut_and_the_page_says_so(see):
    assert "longer than 200 characters" in see(q="nurse " * 300)


@pytest.mark.promise("SEA-1.5")
def test_an_unknown_facet_is_passed_over_and_an_unknown_value_finds_nothing(see):
    assert "/things/1/" in see(q="nurse", colour="green")
    assert "/things/1/" not in see(q="nurse", entity="NOWHERE")


@pytest.mark.promise("SEA-1.5")
def test_both_languages_in_one_question_are_one_question(see):
    shown = see(q="ممرض registered")
    assert "1 result" in shown
    assert "match some of the words" not in shown


def test_no_result_says_what_to_do(see):
    shown = see(q="astronaut")
    assert "Try another word" in shown
    assert "?kind=thing" in shown


def test_what_has_every_word_stands_before_what_has_some(things, client):
    add(things, 1, title_en="Driver of a nurse", body_en="emergency")
    add(things, 2, title_en="Nurse")
    shown = client.get("/en/search/", {"q": "nurse emergency"}).content.decode()
    assert "1 result" in shown
    assert shown.index("/things/1/") < shown.index("Results that match some of the words") < shown.index("/things/2/")


def test_a_misspelt_word_is_answered_with_what_may_have_been_meant(things, see):
    upkeep.study()
    shown = see(q="registered nuxse")
    assert '<a href="?q=registered+nurse"><bdi>registered nurse</bdi></a>' in shown
    assert "/things/1/" in shown


def test_what_may_have_been_meant_is_spelt_as_the_portal_spells_it(things, see):
    add(things, 7, title_ar="وظيفة أولى: مهندس", title_en="First post: engineer")
    upkeep.study()
    assert "<bdi>وظيفة مهندس</bdi>" in see(q="وضيفة مهندس")
