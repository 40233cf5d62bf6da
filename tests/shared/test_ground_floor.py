"""References, locks, moves, limits, bilingual reading: the small mechanisms."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, migrations, transaction
from django.db.migrations.state import ProjectState
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from entities.models import Entity
from shared import bilingual, limits, locks, moves, references
from shared.clock import database_now
from shared.models import LimitCount
from tests.conftest import as_owner


@pytest.fixture
def series(transactional_db):
    """A series of references of this test alone."""
    operation = references.CreateSeries("TST")
    state = ProjectState()
    with as_owner(), connection.schema_editor() as editor:
        operation.database_forwards("shared", editor, state, state)
        editor.execute("GRANT USAGE ON SEQUENCE reference_tst TO portal_web")
    yield "TST"
    with as_owner(), connection.schema_editor() as editor:
        operation.database_backwards("shared", editor, state, state)


@pytest.mark.promise("FND-1.12")
def test_references_never_repeat_under_fifty_parallel_calls_and_queue_nobody(series):
    together, found = threading.Barrier(50, timeout=30), []

    def caller():
        with transaction.atomic():
            together.wait()  # all fifty transactions are open when the first asks …
            found.append(references.next_reference(series, at=timezone.now()))
            together.wait()  # … and still open when the last has its number: nobody waited for a commit
        connection.close()

    callers = [threading.Thread(target=caller) for _ in range(50)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()

    assert len(set(found)) == 50
    assert found[0].startswith(f"TST-{timezone.localtime().year}-")


def test_a_series_is_written_into_a_migration_by_its_name():
    operation = references.CreateSeries("APP")
    assert operation.deconstruct() == ("CreateSeries", ["APP"], {})
    assert isinstance(operation, migrations.RunSQL)


@given(st.integers(0, 7), st.sampled_from(references.ALPHABET))
def test_one_wrong_character_in_a_random_number_is_noticed(place, wrong):
    prefix, first, second, check = references.random_number("RCP").split("-")
    body = first + second
    assert (prefix, check) == ("RCP", references.check_character(body))
    typed = body[:place] + wrong + body[place + 1 :]
    assert typed == body or references.check_character(typed) != check


def test_a_number_is_read_as_people_type_it():
    assert references.normalise(" rcp-7k3m-9qxt-2 ") == "RCP-7K3M-9QXT-2"
    assert references.normalise("RCP-OIL0-0000-0") == "RCP-0110-0000-0"


@pytest.mark.django_db(transaction=True)
def test_a_shared_lock_lets_others_share_and_keeps_writers_out():
    entity = Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity")
    outcome = {}

    def neighbour():
        with transaction.atomic():
            outcome["shared"] = locks.share(Entity.objects.filter(pk=entity.pk)).code
            try:
                with transaction.atomic():
                    Entity.objects.select_for_update(nowait=True).get(pk=entity.pk)
            except Exception as error:
                outcome["update"] = type(error).__name__
        connection.close()

    with transaction.atomic():
        locks.share(Entity.objects.filter(code="TST"))
        thread = threading.Thread(target=neighbour)
        thread.start()
        thread.join()

    assert outcome == {"shared": "TST", "update": "OperationalError"}


def test_locking_what_is_not_there_says_so(db):
    with pytest.raises(Entity.DoesNotExist), transaction.atomic():
        locks.share(Entity.objects.filter(code="NONE"))


def test_a_table_of_moves_knows_its_steps_and_its_ends():
    table = moves.table({"draft": {moves.Move("sealed", "seal_bid", "bidder")}})
    moves.check_move(table, "draft", "sealed")
    with pytest.raises(moves.MoveNotAllowed) as refused:
        moves.check_move(table, "sealed", "draft")
    assert (refused.value.current, refused.value.new, refused.value.status) == ("sealed", "draft", 409)
    assert dict(table)["sealed"] == frozenset()


def test_a_limit_counts_and_forgets_after_its_window(db):
    limits.define("tests:door", 2, timedelta(minutes=10))
    now = database_now()
    limits.take("tests:door", "a@example.org", at=now)
    limits.take("tests:door", "a@example.org", at=now)
    limits.take("tests:door", "b@example.org", at=now)
    with pytest.raises(limits.TooMany) as refused:
        limits.take("tests:door", "a@example.org", at=now + timedelta(minutes=1))
    assert (refused.value.status, refused.value.retry_after) == (429, 540)
    limits.take("tests:door", "a@example.org", at=now + timedelta(minutes=11))
    limits.forget(at=now + timedelta(days=30))
    assert not LimitCount.objects.exists()


def test_a_record_is_read_in_the_readers_language_and_never_empty():
    entity = Entity(name_ar="البلدية", name_en="")
    with translation.override("en"):
        assert entity.name == "البلدية"
    assert bilingual.missing(entity) == ["name_en"]
    entity.short_name_ar = "بلدية"
    assert bilingual.missing(entity) == ["name_en", "short_name_en"]
