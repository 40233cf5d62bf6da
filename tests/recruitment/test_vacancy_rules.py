"""Pure rules of vacancies: when one may close, how complete a text is, which phase the clock gives it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.codes import fields, locations, occupations
from recruitment.rules.closing import Problem, closing_problem
from recruitment.rules.completeness import completeness
from shared.phases import Phase, phase_at, phases

DUBAI = ZoneInfo("Asia/Dubai")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(0), timedelta(days=60))
names = st.sets(st.sampled_from([f"{pair}_{language}" for pair in "abcdef" for language in ("ar", "en")]))


@pytest.mark.parametrize(
    ("closes_at", "problem"),
    [
        (NOW, Problem.PAST),
        (NOW - timedelta(seconds=1), Problem.PAST),
        (NOW + timedelta(days=5) - timedelta(seconds=1), Problem.TOO_SOON),
        (NOW + timedelta(days=5), None),
        (datetime(2026, 12, 10, 0, 0, tzinfo=DUBAI), Problem.MIDNIGHT),
        (datetime(2026, 12, 10, 0, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 9, 23, 59, tzinfo=DUBAI), None),
    ],
)
def test_a_closing_instant_and_what_speaks_against_it(closes_at, problem):
    assert closing_problem(closes_at, now=NOW, least_open=timedelta(days=5), zone=DUBAI) == problem


@given(instants, instants, lengths)
def test_whatever_is_allowed_leaves_people_their_time(closes_at, now, least_open):
    if closing_problem(closes_at, now=now, least_open=least_open, zone=DUBAI) is None:
        assert closes_at > now
        assert closes_at >= now + least_open
        assert closes_at.astimezone(DUBAI).time() != time(0)


@given(names, names)
def test_the_bar_is_full_only_when_nothing_is_missing(required, lacking):
    bar = completeness(required, lacking)
    assert (bar.percent == 100) == (not required & lacking)
    assert (bar.percent == 0) == (bool(required) and required <= lacking)
    assert bar.total == len(required)


@given(instants, instants, lengths)
def test_every_instant_has_exactly_one_phase(closing, now, soon):
    holding = [phase for phase, bounds in phases(now, soon=soon).items() if bounds.hold(closing)]
    assert holding == [phase_at(closing, now, soon=soon)]
    assert (phase_at(closing, now, soon=soon) == Phase.CLOSED) == (closing <= now)


def test_the_code_lists_are_whole_and_bilingual():
    assert len(occupations()) == 10 + 43
    assert len(fields()) == 43
    assert {code[0] for code in fields()} == {code for code in occupations() if len(code) == 1}
    for code in (*occupations().values(), *locations().values()):
        assert code.name_ar.strip()
        assert code.name_en.isascii()
