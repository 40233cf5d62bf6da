"""Words that the portal does not have: misspelt, heard, or known in the other language only."""

import pytest
from django.db import transaction

import search
from search import learning, terms, upkeep, vocabulary
from search.analysis import tokens
from search.models import SearchSynonym, SearchTerm
from search.question import Question
from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


@pytest.fixture
def index(things):
    def add(**titles: str) -> None:
        for number, title in titles.items():
            things.add(number[1:], title_en=title) if title.isascii() else things.add(number[1:], title_ar=title)
            with transaction.atomic():
                outbox.post("tests.thing.changed", thing=number[1:])
        outbox.deliver_all()
        upkeep.study()

    SearchSynonym.objects.all().delete()
    vocabulary.forget()
    yield add
    vocabulary.forget()


def ids(words: str) -> list[str]:
    return [hit.subject_id for hit in search.find(Question(words=words)).hits]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("nurse", "nurse", 0), ("nurse", "nusre", 1), ("مهندس", "مهدنس", 1), ("licence", "lisense", 2), ("", "ab", 2)],
)
def test_keystrokes_count_neighbours_that_changed_places_once(one, other, count):
    assert terms.keystrokes(one, other) == terms.keystrokes(other, one) == count


@pytest.mark.promise("SEA-2.6")
def test_a_misspelt_word_finds_what_was_meant(index):
    index(n1="مهندس مدني", n2="Driving licence")
    assert ids("مهدنس") == ["1"]
    assert ids("drivng lisence") == ["2"]
    assert search.find(Question(words="drivng lisence")).meant == "driving licence"


@pytest.mark.promise("SEA-2.6")
def test_a_word_that_is_there_is_never_corrected(index):
    index(n1="Nurse", n2="Purse")
    assert search.find(Question(words="nurse")).meant == ""
    assert ids("nurse") == ["1"]


@pytest.mark.promise("SEA-2.6")
def test_a_misspelt_word_is_corrected_without_its_article(index):
    index(n1="خدمات نظافة")
    assert ids("النضافة") == ["1"]
    assert search.find(Question(words="النضافة")).meant == "نظافه"


@pytest.mark.promise("SEA-2.6")
@pytest.mark.parametrize(("typed", "there"), [("fresh", "Free parking"), ("pentest", "Dentist")])
def test_another_word_is_no_misspelling(index, typed, there):
    """Two keystrokes make any short word another, and few people err in the first letter as well."""
    index(n1=there)
    assert ids(typed) == []


def test_the_beginning_of_a_word_is_no_mistake(index):
    index(n1="Architect")
    assert ids("archit") == ["1"]
    assert search.find(Question(words="archit")).meant == ""


@pytest.mark.promise("SEA-2.6")
def test_what_begins_like_a_word_that_stands_nowhere_was_probably_meant(index):
    index(n1="Drone flying permit", n2="Nursery licence")
    assert [hit.subject_id for hit in search.find(Question(words="dron licence", also_some=True)).hits] == ["1", "2"]


def test_a_loan_word_is_heard_in_the_other_script(index):
    index(n1="Software tester", n2="حديقة النخيل")
    assert ids("سوفتوير") == ["1"]
    assert ids("nakheel") == ["2"]


def test_a_word_that_came_in_after_the_counting_is_found_all_the_same(index):
    index(n1="Nurse")
    SearchTerm.objects.filter(token__in=["=nurse", "nurs"]).delete()
    assert ids("nurse") == ["1"]


def test_pairs_of_words_are_learnt_from_texts_that_say_the_same():
    texts = [
        ("جسر جديد", "New bridge"),
        ("جسر قديم", "Old bridge"),
        ("نفق جديد", "New tunnel"),
        ("نفق قديم", "Old tunnel"),
        ("حديقة", "Park"),
    ]
    learnt = {english: arabic for arabic, english, worth in learning.pairs(texts)}
    expected = {"bridg": "جسر", "tunnel": "نفق", "new": "جديد", "old": "قديم"}
    assert learnt.keys() == expected.keys(), "a pair that was met only once is not believed"
    assert all(learnt[english] in tokens.of_word(word) for english, word in expected.items())


@pytest.mark.promise("SEA-2.5")
def test_what_was_learnt_finds_documents_of_one_language_alone(things, index):
    for number, arabic, english in ((1, "جسر جديد", "New bridge"), (2, "جسر قديم", "Old bridge"), (3, "جسر مشاة", "")):
        things.add(number, title_ar=arabic, title_en=english)
        with transaction.atomic():
            outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()
    assert "3" not in ids("bridge")
    upkeep.study()
    vocabulary.forget()
    assert "3" in ids("bridge")
