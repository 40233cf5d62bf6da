"""Closing rules, phases by the clock, the frozen plan and the difference for the approver."""

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.phases import Phase, phase_at, phases
from supply.rules.closing import Problem, WorkingCalendar, closing_problems
from supply.rules.difference import Change, differences
from supply.rules.plan import Seat, digest, plan_document

GULF = ZoneInfo("Asia/Dubai")
NATIONAL_DAY = date(2026, 12, 2)
CALENDAR = WorkingCalendar(zone=GULF, weekdays=frozenset(range(5)), holidays={NATIONAL_DAY}, hours=(time(8), time(15)))
NOW = datetime(2026, 11, 23, 9, tzinfo=GULF)  # a Monday
SOON = timedelta(days=3)


def problems(closes_at, opens_at=None, minimum_days=0):
    return closing_problems(closes_at, opens_at or closes_at, now=NOW, minimum_days=minimum_days, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("closes_at", "expected"),
    [
        (datetime(2026, 12, 10, 14, tzinfo=GULF), []),
        (datetime(2026, 12, 10, 10, tzinfo=UTC), []),
        (datetime(2026, 12, 10, 8, tzinfo=GULF), []),
        (datetime(2026, 12, 10, 15, tzinfo=GULF), []),
        (NOW, [Problem.PAST]),
        (NOW - timedelta(days=1), [Problem.PAST]),
        (datetime(2026, 12, 12, 12, tzinfo=GULF), [Problem.NOT_A_WORKING_DAY]),
        (datetime(2026, 12, 2, 12, tzinfo=GULF), [Problem.NOT_A_WORKING_DAY]),
        (datetime(2026, 12, 10, 15, 1, tzinfo=GULF), [Problem.OUTSIDE_HOURS]),
        (datetime(2026, 12, 10, 0, tzinfo=GULF), [Problem.MIDNIGHT, Problem.OUTSIDE_HOURS]),
    ],
)
def test_a_tender_closes_on_a_working_day_within_hours(closes_at, expected):
    assert problems(closes_at) == expected


def test_bidders_get_their_working_days_counted_without_weekend_and_holiday():
    tenth = datetime(2026, 12, 8, 12, tzinfo=GULF)  # 23 Nov + 10 working days, one holiday and two weekends between
    assert problems(tenth, minimum_days=10) == []
    assert problems(tenth - timedelta(days=1), minimum_days=10) == [Problem.TOO_SOON]


def test_opening_before_closing_is_seen_as_instants_not_as_clock_faces():
    closes_at = datetime(2026, 12, 10, 14, tzinfo=GULF)
    assert problems(closes_at, opens_at=datetime(2026, 12, 10, 10, tzinfo=UTC)) == []
    assert problems(closes_at, opens_at=datetime(2026, 12, 10, 9, 59, tzinfo=UTC)) == [Problem.OPENS_BEFORE_CLOSING]


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=3, microseconds=1), Phase.OPEN),
        (timedelta(days=3), Phase.CLOSING_SOON),
        (timedelta(microseconds=1), Phase.CLOSING_SOON),
        (timedelta(0), Phase.CLOSED),
        (timedelta(days=-1), Phase.CLOSED),
    ],
)
def test_the_closing_instant_itself_is_closed(left, expected):
    assert phase_at(NOW + left, NOW, soon=SOON) == expected


@given(st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=40)))
def test_every_instant_lies_in_exactly_one_phase(left):
    assert sum(bounds.hold(NOW + left) for bounds in phases(NOW, soon=SOON).values()) == 1


def test_a_plan_is_the_same_whoever_was_named_first():
    seats = [Seat("0192-b", "member"), Seat("0192-a", "chair"), Seat("0192-c", "secretary")]
    facts = {"ocid": "ocds-abc123-TND-2026-000001", "quorum": 2, "platform_key": "k1"}
    document = plan_document(seats=seats, **facts)
    assert document == plan_document(seats=reversed(seats), **facts)
    assert json.loads(document)["members"][0] == {"user": "0192-a", "office": "chair"}
    assert digest(document) != digest(plan_document(seats=seats, **(facts | {"platform_key": "k2"})))
    assert digest(document) != digest(plan_document(seats=seats, **(facts | {"quorum": 3})))


def test_the_approver_sees_what_was_changed_added_and_taken_away():
    before = {"title_en": "Road works", "bid_validity_days": 90, "criteria_en": "Price"}
    after = {"title_en": "Road works, phase 2", "bid_validity_days": 90, "category": "45000000"}
    assert differences(before, after) == [
        Change("title_en", "Road works", "Road works, phase 2"),
        Change("category", None, "45000000"),
        Change("criteria_en", "Price", None),
    ]
