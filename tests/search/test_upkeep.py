from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

import search
from search import indexing, upkeep
from search.models import SearchDocument, SearchTerm
from search.question import Question
from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-1.7")]


def change(number: int) -> int:
    with transaction.atomic():
        return outbox.post("tests.thing.changed", thing=number).pk


def ids(words: str) -> list[str]:
    return [hit.subject_id for hit in search.find(Question(words=words)).hits]


@pytest.fixture
def one_of_each(things):
    """1 as it should be, 2 without a row, 3 whose row says what it said before, 4 a row without a record."""
    for number, title in ((1, "Nurse"), (3, "Driver"), (4, "Cook")):
        things.add(number, title_en=title)
        change(number)
    outbox.deliver_all()
    things.add(2, title_en="Carpenter")
    things.add(3, title_en="Gardener")
    del things.records["4"]
    return things


def test_a_missing_a_stale_and_a_surplus_row_are_found(one_of_each):
    found = upkeep.difference()
    assert found.missing == [("thing", "2")]
    assert found.stale == [("thing", "3")]
    assert found.surplus == [("thing", "4")]
    assert ids("carpenter") == [], "finding alone changes nothing"


def test_what_differs_is_mended(one_of_each):
    assert upkeep.difference(mend=True)
    assert not upkeep.difference()
    assert (ids("carpenter"), ids("gardener"), ids("driver"), ids("cook")) == (["2"], ["3"], [], [])


def test_a_row_from_an_older_way_of_reading_words_is_stale(things):
    things.add(1, title_en="Nurse")
    change(1)
    outbox.deliver_all()
    SearchDocument.objects.update(digest="")
    assert upkeep.difference().stale == [("thing", "1")]


def test_an_event_that_comes_late_stands_above_what_was_mended(one_of_each):
    version = change(2)
    upkeep.difference(mend=True)
    one_of_each.add(2, title_en="Joiner")
    indexing.refresh("thing", "2", version=version)
    assert ids("joiner") == ["2"]


def test_upkeep_leaves_alone_what_an_event_wrote_meanwhile(things, monkeypatch):
    things.add(1, title_en="Nurse")
    change(1)
    outbox.deliver_all()

    def read_and_then_overtaken(record):
        stale = type(things).document(things, record)
        if record.title_en == "Nurse":
            things.add(1, title_en="Midwife")
            indexing.refresh("thing", "1", version=change(1))
        return stale

    monkeypatch.setattr(things, "document", read_and_then_overtaken)
    upkeep.rebuild()
    assert (ids("midwife"), ids("nurse")) == (["1"], [])


def test_rebuilding_writes_every_row_and_counts_the_words(one_of_each):
    SearchDocument.objects.all().delete()
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    assert out.getvalue().startswith("3 documents written")
    assert not upkeep.difference()
    assert SearchTerm.objects.get(token="=carpenter").documents == 1


def test_the_command_says_what_differs_and_ends_with_its_status(one_of_each):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_index", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().startswith(
        "The index differs from the records: 1 missing, 1 stale, 1 surplus\n  missing thing 2"
    )
    call_command("check_index", "--mend", stdout=out)
    call_command("check_index", stdout=out)
    assert out.getvalue().endswith(
        "mended\n  missing thing 2\n  stale thing 3\n  surplus thing 4\nThe index says what the records say.\n"
    )


def test_words_are_counted_anew_only_after_documents_came_or_went(things, monkeypatch):
    studied = []
    monkeypatch.setattr(upkeep.terms, "refresh", lambda refresh=upkeep.terms.refresh: (studied.append(1), refresh()))
    things.add(1, title_en="Nurse")
    change(1)
    outbox.deliver_all()
    upkeep.study_what_is_new()
    upkeep.study_what_is_new()
    assert len(studied) == 1
    assert SearchTerm.objects.get(token="=nurse").documents == 1
