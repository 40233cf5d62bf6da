"""What the database itself holds about bids and openings, also against raw SQL of the web role."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shared.clock import database_now
from supply.bid_states import BID_MOVES, SESSION_MOVES, BidState, SessionState
from supply.models import Bid, Envelope, OpenedBid, OpeningSession, Submission
from supply.models.guards import OPENS_IN_TIME, TAKES_BIDS
from tests.factories.bids import attended, close, drafted, firm, open_tender, opened, sealed, started
from tests.factories.supply import StoredFileFactory

pytestmark = pytest.mark.django_db
RAW_SUBMISSION = """
INSERT INTO supply_submission (id, bid_id, revision, draft_version, tender_version, plan_sha256, submitted_by_id, received_at)
SELECT gen_random_uuid(), id, revision + 1, 99, 1, '', author_id, %s FROM supply_bid WHERE id = %s
"""


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused_by(constraint, statement, *values):
    with pytest.raises(IntegrityError) as refusal:
        sql(statement, *values)
    return refusal.value.__cause__.diag.constraint_name == constraint


@pytest.mark.promise("SUP-1.4")
@pytest.mark.parametrize(
    ("microseconds", "taken"), [(-1, True), (0, False), (1, False)], ids=["just before", "the instant itself", "after"]
)
def test_the_closing_instant_itself_is_too_late(microseconds, taken):
    closing = datetime(2026, 12, 1, 10, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT supply_takes_at(%s, %s)", [closing, closing + timedelta(microseconds=microseconds)])
        assert cursor.fetchone() == (taken,)
        cursor.execute("SELECT supply_takes_at(NULL, now())")
        assert cursor.fetchone() == (False,)


@pytest.mark.promise("SUP-1.4")
def test_the_triggers_ask_that_function_and_the_clock_after_the_lock():
    for trigger in (*Submission._meta.triggers, *Bid._meta.triggers):
        if trigger.name in ("received_in_time", "begins_and_moves_in_time"):
            assert re.search(r"FOR SHARE;\s+instant := clock_timestamp\(\);[^;]+supply_takes_at", trigger.func)


@pytest.mark.promise("SUP-1.4")
def test_raw_sql_hands_nothing_in_after_the_closing(behind_the_clock):
    bid = drafted()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1))
    assert refused_by(TAKES_BIDS, RAW_SUBMISSION, database_now() - timedelta(days=1), bid.pk)


@pytest.mark.promise("SUP-1.4")
def test_nobody_brings_his_own_instant():
    bid, before = drafted(), database_now()
    sql(RAW_SUBMISSION, before - timedelta(days=1), bid.pk)
    assert Submission.objects.get().received_at > before


@pytest.mark.promise("SUP-1.4")
def test_raw_sql_begins_no_bid_after_the_closing(behind_the_clock):
    bid = drafted()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1))
    other = firm()
    statement = """INSERT INTO supply_bid
        (id, tender_id, supplier_id, author_id, reference, state, revision, draft_data, draft_key, completed_steps,
         row_version, created_at)
        SELECT gen_random_uuid(), tender_id, %s, author_id, 'BID-X', 'draft', 0, '', '', '[]', 0, now()
        FROM supply_bid WHERE id = %s"""
    assert refused_by(TAKES_BIDS, statement, other.pk, bid.pk)


@pytest.mark.promise("SUP-1.4")
def test_raw_sql_withdraws_nothing_after_the_closing(behind_the_clock):
    bid = sealed()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1))
    assert refused_by(TAKES_BIDS, "UPDATE supply_bid SET state = 'withdrawn' WHERE id = %s", bid.pk)


@pytest.mark.promise("SUP-1.4")
def test_a_withdrawal_has_the_databases_instant(behind_the_clock):
    bid, before = sealed(), database_now()
    sql("UPDATE supply_bid SET state = 'withdrawn', withdrawn_at = '2020-01-01' WHERE id = %s", bid.pk)
    bid.refresh_from_db()
    assert bid.withdrawn_at > before
    with pytest.raises(IntegrityError):
        sql("UPDATE supply_bid SET withdrawn_at = '2020-01-01' WHERE id = %s", bid.pk)


@pytest.mark.parametrize("state", ["draft", "in_review", "opened", "unsuccessful"])
def test_only_a_published_tender_takes_bids(as_owner, state):
    bid = drafted()
    unpublished = ", published_at = NULL" if state in ("draft", "in_review") else ""
    with transaction.atomic(), as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE supply_tender SET state = %s{unpublished} WHERE id = %s", [state, bid.tender_id])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert refused_by(TAKES_BIDS, RAW_SUBMISSION, database_now(), bid.pk)


@pytest.mark.promise("SUP-1.10")
@pytest.mark.parametrize("new", BidState.values)
@pytest.mark.parametrize("old", ["draft", "sealed", "withdrawn"])
def test_a_bid_moves_as_its_table_says_and_only_with_what_belongs_to_it(old, new):
    """A sealed bid has a submission, an opened one what was found in it: the bare word is refused."""
    bid = drafted() if old == "draft" else sealed()
    if old == "withdrawn":
        sql("UPDATE supply_bid SET state = 'withdrawn' WHERE id = %s", bid.pk)
    statement = "UPDATE supply_bid SET state = %s, draft_data = '', draft_key = '' WHERE id = %s"
    possible = {("draft", "withdrawn"), ("sealed", "withdrawn")} | {(old, old)}
    assert all(BID_MOVES.allows(*move) or move[0] == move[1] for move in possible)
    if (old, new) in possible:
        sql(statement, new, bid.pk)
    else:
        with pytest.raises(IntegrityError):
            sql(statement, new, bid.pk)


def test_a_firm_has_one_live_bid_a_tender():
    bid = drafted()
    with pytest.raises(IntegrityError, match="one_live_bid_a_supplier_and_tender"), transaction.atomic():
        Bid.objects.create(
            tender=bid.tender, supplier=bid.supplier, author=bid.author, reference="BID-X", created_at=database_now()
        )


def test_a_bid_stays_whose_it_is():
    bid = drafted()
    for column, value in (("tender_id", open_tender().pk), ("supplier_id", firm().pk), ("reference", "BID-X")):
        with pytest.raises(DatabaseError):
            sql(f"UPDATE supply_bid SET {column} = %s WHERE id = %s", value, bid.pk)


@pytest.mark.promise("SUP-1.5")
def test_one_draft_is_one_submission():
    submission = sealed().submission
    with pytest.raises(IntegrityError, match="one_submission_a_draft"), transaction.atomic():
        Submission.objects.create(
            bid=submission.bid,
            revision=2,
            draft_version=submission.draft_version,
            tender_version=1,
            plan_sha256="",
            submitted_by=submission.submitted_by,
        )


def test_a_withdrawn_bid_is_not_handed_in_again():
    bid = sealed()
    sql("UPDATE supply_bid SET state = 'withdrawn' WHERE id = %s", bid.pk)
    with pytest.raises(IntegrityError, match="only a live bid"):
        sql(RAW_SUBMISSION, database_now(), bid.pk)


@pytest.mark.promise("SUP-1.7")
def test_what_was_handed_in_and_what_was_opened_stays(behind_the_clock):
    bid = sealed()
    opened(bid.tender, behind_the_clock)
    submission, envelope, found = Submission.objects.get(), Envelope.objects.get(), OpenedBid.objects.get()
    for attempt in (
        ("UPDATE supply_submission SET received_at = now() WHERE id = %s", submission.pk),
        ("DELETE FROM supply_submission WHERE id = %s", submission.pk),
        ("UPDATE supply_envelope SET sha256 = '' WHERE id = %s", envelope.pk),
        ("DELETE FROM supply_envelope WHERE id = %s", envelope.pk),
        ("UPDATE supply_openedbid SET facts = '{}' WHERE id = %s", found.pk),
        ("DELETE FROM supply_openedbid WHERE id = %s", found.pk),
        ("UPDATE supply_openingsession SET completed_at = now() WHERE tender_id = %s", bid.tender_id),
        ("DELETE FROM supply_openingsession WHERE tender_id = %s", bid.tender_id),
    ):
        with pytest.raises(DatabaseError):
            sql(*attempt)


def test_the_sealed_file_of_an_envelope_cannot_be_deleted():
    sealed()
    file = Envelope.objects.get().file_id
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DELETE FROM shared_storedfile WHERE id = %s", [file])


def test_files_are_attached_to_live_bids_alone():
    bid = sealed()
    sql("UPDATE supply_bid SET state = 'withdrawn' WHERE id = %s", bid.pk)
    with pytest.raises(IntegrityError, match="files belong to a draft"), transaction.atomic():
        bid.files.create(file=StoredFileFactory(), added_at=database_now())


def test_no_draft_lies_in_a_bid_that_was_withdrawn():
    bid = sealed()
    sql("UPDATE supply_bid SET state = 'withdrawn' WHERE id = %s", bid.pk)
    with pytest.raises(IntegrityError, match="bid_no_draft_once_withdrawn"):
        sql("UPDATE supply_bid SET draft_data = 'x', draft_key = 'y' WHERE id = %s", bid.pk)


@pytest.mark.promise("SUP-1.8")
def test_raw_sql_starts_no_session_before_the_opening_instant(behind_the_clock):
    bid = sealed()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1), opens_at=timedelta(hours=1))
    session = attended(bid.tender)
    statement = "UPDATE supply_openingsession SET state = 'in_progress', started_at = '2020-01-01' WHERE id = %s"
    assert refused_by(OPENS_IN_TIME, statement, session.pk)
    behind_the_clock(bid.tender, opens_at=timedelta(seconds=-1))
    before = database_now()
    sql(statement, session.pk)
    session.refresh_from_db()
    assert session.started_at > before


@pytest.mark.promise("SUP-1.8")
def test_a_tender_has_one_unfinished_session(behind_the_clock):
    bid = sealed()
    close(bid.tender, behind_the_clock)
    session = started(bid.tender)
    with pytest.raises(IntegrityError, match="one_unfinished_session_a_tender"), transaction.atomic():
        OpeningSession.objects.create(tender=bid.tender, called_by=session.called_by, called_at=database_now())


@pytest.mark.promise("SUP-1.8")
def test_a_session_begins_as_called(behind_the_clock):
    bid = sealed()
    close(bid.tender, behind_the_clock)
    with pytest.raises(IntegrityError, match="begins as called"), transaction.atomic():
        OpeningSession.objects.create(
            tender=bid.tender, called_by=bid.author, called_at=database_now(),
            state=SessionState.IN_PROGRESS, started_at=database_now(),
        )  # fmt: skip


@pytest.mark.promise("SUP-1.8")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE supply_openingsession SET single_bid_reason = 'x' WHERE id = %s",
        "UPDATE supply_openingsession SET state = 'in_progress', completed_at = NULL WHERE id = %s",
        "DELETE FROM supply_openingsession WHERE id = %s",
    ],
)
def test_a_session_that_is_over_stays_as_it_was(behind_the_clock, statement):
    session = opened(sealed().tender, behind_the_clock)
    with pytest.raises(DatabaseError, match="pgtrigger"):
        sql(statement, session.pk)


@pytest.mark.promise("SUP-1.8")
def test_nothing_is_opened_without_a_session_in_progress(behind_the_clock):
    bid = sealed()
    close(bid.tender, behind_the_clock)
    attended(bid.tender)
    with pytest.raises(IntegrityError, match="opened in a session"), transaction.atomic():
        OpenedBid.objects.create(submission=bid.submission, opened_at=database_now(), outcome="opened")


@pytest.mark.promise("SUP-1.10")
@pytest.mark.parametrize(("table", "states"), [(BID_MOVES, BidState), (SESSION_MOVES, SessionState)])
def test_the_tables_of_moves_know_every_state(table, states):
    assert set(table) == set(states.values)
