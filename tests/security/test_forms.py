"""Whatever is sent to a form of the portal has an answer: no trace, no silent drop, no way round the token."""

import pytest

pytestmark = [pytest.mark.promise("REL-1.6"), pytest.mark.xdist_group("sweep"), pytest.mark.django_db]


def stumbled(answers):
    return {case: status for case, status in answers.items() if status >= 500}


def test_no_text_makes_a_door_stumble(sweep):
    assert len(sweep.abused["token"]) > 50
    assert stumbled(sweep.abused["texts"]) == {}


def test_bytes_that_are_no_text_and_fields_without_end_have_an_answer(sweep):
    assert stumbled(sweep.abused["bytes"]) == {}


# A mail program sends it by itself (RFC 8058); the signed address is what it proves.
BY_MAIL = {"account/alerts/stop/<str:token>/"}


def test_no_form_is_taken_without_its_token(sweep):
    assert {door for door, status in sweep.abused["token"].items() if status != 403} == BY_MAIL
