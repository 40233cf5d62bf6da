"""The sweep: every door of the portal, as every role of two entities, by looking, by sending, and by sending what no careful person would.

One file: `make test` gives a file to one worker, and the walk is made once.
"""

import pytest

from tests.security.doors import DOORS, OUTSIDE, ROLES, WAGTAIL_FOR_ALL, WAGTAIL_FOR_STAFF
from tests.security.sweep import routes

pytestmark = pytest.mark.django_db


@pytest.mark.promise("REL-1.1")
def test_every_door_stands_in_the_table_and_every_line_of_it_has_a_door():
    found = {route.route for route in routes()}
    assert (sorted(found - set(DOORS)), sorted(set(DOORS) - found)) == ([], [])


@pytest.mark.promise("REL-1.1")
def test_the_world_has_every_role_of_the_table(sweep):
    assert set(sweep.world.people) == set(ROLES)


@pytest.mark.promise("REL-1.1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("door", DOORS)
def test_a_door_answers_each_role_as_the_table_says(sweep, door, method):
    expected, found = getattr(DOORS[door], method), sweep.answers[door, method]
    wrong = [f"{role} {found[role]}, not {expected[role]}" for role in ROLES if found[role] != expected[role]]
    assert not wrong, f"{method} {door}: {', '.join(wrong)}"


@pytest.mark.promise("REL-1.1")
def test_what_is_not_for_a_stranger_reads_like_what_is_not_there(sweep):
    assert len(sweep.not_found) > 20
    assert [door for door, (hidden, absent) in sweep.not_found.items() if hidden != absent] == []


@pytest.mark.promise("REL-1.1")
def test_no_form_carries_to_its_record_what_only_a_deed_may_change(sweep):
    """Access rule A3: each form that is accepted, sent once more with every protected name, writes the very same."""
    assert len(sweep.written) > 40
    assert [door for door, (plain, smuggled) in sweep.written.items() if plain != smuggled] == []


@pytest.mark.promise("REL-1.1")
def test_the_frame_that_wagtail_brings_lets_nobody_further_than_his_work(sweep):
    frame = {door: answers for (door, _method), answers in sweep.answers.items() if door not in DOORS}
    assert len(frame) > 80
    outside = {
        door
        for door, answers in frame.items()
        if any(answers[role] == 200 for role in OUTSIDE.split() if role in answers)
    }
    assert outside == WAGTAIL_FOR_ALL
    inside = {door for door, answers in frame.items() if 200 in answers.values()} - outside - {"admin/"}
    assert [door for door in sorted(inside) if not door.startswith(WAGTAIL_FOR_STAFF)] == []


def stumbled(answers):
    return {case: status for case, status in answers.items() if status >= 500}


@pytest.mark.promise("REL-1.6")
def test_no_text_makes_a_door_stumble(sweep):
    assert len(sweep.abused["token"]) > 50
    assert stumbled(sweep.abused["texts"]) == {}


@pytest.mark.promise("REL-1.6")
def test_bytes_that_are_no_text_and_fields_without_end_have_an_answer(sweep):
    assert stumbled(sweep.abused["bytes"]) == {}


# A mail program sends it by itself (RFC 8058); the signed address is what it proves.
BY_MAIL = {"account/alerts/stop/<str:token>/"}


@pytest.mark.promise("REL-1.6")
def test_no_form_is_taken_without_its_token(sweep):
    assert {door for door, status in sweep.abused["token"].items() if status != 403} == BY_MAIL
