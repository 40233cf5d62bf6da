import pytest
from django.db import transaction

from shared import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(things):
    things.add(1, title_ar="ممرض قانوني", title_en="Registered nurse", body_ar="العناية بالمرضى")
    with transaction.atomic():
        outbox.post("tests.thing.changed", thing=1)
    outbox.deliver_all()


def test_the_page_shows_the_hit_with_its_word_marked(client, nurse):
    page = client.get("/ar/search/", {"q": "ممرضين"}).content.decode()
    assert '<a href="/things/1/"><mark>ممرض</mark> قانوني</a>' in page


def test_the_page_asks_few_queries(client, nurse, django_assert_max_num_queries):
    client.get("/ar/search/", {"q": "ممرض"})
    with django_assert_max_num_queries(12):
        client.get("/ar/search/", {"q": "ممرض"})


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"page": "101"}, 404),
        ({"page": "-1"}, 404),
        ({"page": "x"}, 404),
        ({"page": "١"}, 404),
        ({"q": "a\0b"}, 400),
        ({"q": "كلمة " * 500}, 200),
        ({"q": "من في"}, 200),
        ({"kind": "nothing"}, 200),
        ({"entity": "NOWHERE"}, 200),
        ({"sort": "'; --"}, 200),
    ],
)
def test_odd_input_has_an_answer(client, nurse, query, status):
    assert client.get("/en/search/", query).status_code == status


def test_no_result_says_what_to_do(client, nurse):
    assert "Try another word" in client.get("/en/search/", {"q": "astronaut"}).content.decode()
