"""What holds for thirty documents because it must hold for a hundred thousand."""

import pytest

import search
from search import indexing
from search.documents import row
from search.engines.postgres import counting, statement
from search.question import Question
from search.registry import Document
from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


@pytest.fixture
def many(things, monkeypatch):
    """As if they were many: candidates are bounded, and the planner that is told to use the indexes."""
    monkeypatch.setattr(counting, "REACH", 30)
    monkeypatch.setattr(statement, "SMALL", 0)
    made = [
        Document(
            subject_id=str(number),
            title_en=f"Nurse {'senior' if number % 3 == 0 else 'junior'}",
            body_en="emergency" if number % 2 else "",
            facets={"entity": f"E{number % 2}"},
        )
        for number in range(30)
    ]
    indexing.write([row("thing", (), each, version=1) for each in made], only_where="false")
    outbox.deliver_all()


def pages(**asked) -> list[str]:
    found = [search.find(Question(page=number, size=10, **asked)).hits for number in (1, 2, 3)]
    return [hit.subject_id for hits in found for hit in hits]


def test_pages_hold_each_hit_once_however_deep(many):
    assert sorted(map(int, pages(words="nurse"))) == list(range(30))


def test_filters_narrow_candidates_and_counts_alike(many):
    result = search.find(Question(words="nurse emergency", filters={"entity": ("E1",)}, size=20, facets=("entity",)))
    assert (result.total, len(result.hits), result.facets["entity"]) == (15, 15, {"E1": 15})


def test_the_page_is_filled_with_what_has_some_of_the_words_only_where_asked(many):
    words = "senior emergency"
    strict, filled = search.find(Question(words=words)), search.find(Question(words=words, also_some=True))
    assert (strict.total, len(strict.hits)) == (5, 5)
    assert filled.total == 5
    assert [hit.every for hit in filled.hits] == [True] * 5 + [False] * 15


def test_the_planner_is_told_for_this_question_alone(many):
    from django.db import connection

    search.find(Question(words="nurse"))
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
