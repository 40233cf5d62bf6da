"""Applications inside the Wagtail admin: who sees whom, what is asked, and what a colleague did meanwhile."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment import applying, screening
from recruitment.models import Application, ApplicationNote
from shared import outbox
from tests.factories.applications import applied, begun
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db
DOORS = "/admin/recruitment/"
MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.DECISION_UNDO = timedelta(0)


@pytest.fixture
def vacancy():
    return published_vacancy()


@pytest.fixture
def application(vacancy):
    return applied(vacancy)


@pytest.fixture
def recruiter(client, vacancy):
    person = staff("recruiter", vacancy.entity)
    client.force_login(person)
    return person


def door(application, act=""):
    return f"{DOORS}applications/{application.pk}/{act}"


def listing(vacancy, query=""):
    return f"{DOORS}vacancies/{vacancy.pk}/applications/{query}"


def status(client, address):
    """Where a page is not found, the portal asks for it once more in the reader's language."""
    return client.get(address, follow=True).status_code


def stored(application):
    return Application.objects.get(pk=application.pk)


def posted(application, **more):
    return {"version": stored(application).row_version, **more}


REASON = {"reason_code": "experience", "public_reason_ar": "", "public_reason_en": "", "note": ""}


def test_my_vacancies_tell_how_many_applied_and_where_they_stand(client, recruiter, vacancy):
    moved, *_ = applied(vacancy), applied(vacancy), applied(vacancy)
    screening.move_application(moved.pk, "screening", by=recruiter, version=moved.row_version)
    counts = client.get(DOORS).context["sizes"][vacancy.pk]
    assert [(count.state, count.size) for count in counts] == [("submitted", 2), ("screening", 1)]


@pytest.mark.promise("REC-1.10")
def test_another_entitys_recruiter_finds_nobody_and_counts_nobody(client, application):
    stranger = staff("recruiter", EntityFactory())
    client.force_login(stranger)
    assert client.get(DOORS).context["sizes"] == {}
    assert status(client, listing(application.vacancy)) == 404
    assert status(client, door(application)) == 404
    assert status(client, door(application, "reject/")) == 404
    for act, data in {"move/": {"to": "screening"}, "reject/": REASON, "note/": {"text": "…"}}.items():
        assert client.post(door(application, act), posted(application, **data), follow=True).status_code == 404
    assert stored(application).state == "submitted"


@pytest.mark.promise("REC-1.10")
def test_an_approver_of_vacancies_learns_nothing_of_who_applied(client, application):
    client.force_login(staff("recruitment_approver", application.vacancy.entity))
    assert client.get(DOORS).context["sizes"] == {}
    assert status(client, listing(application.vacancy)) == 404
    assert status(client, door(application)) == 404


@pytest.mark.promise("REC-1.17")
def test_whoever_applied_himself_sees_no_rival_and_no_count(client, vacancy, application):
    insider = PersonFactory()
    applied(vacancy, by=insider)
    client.force_login(also("recruiter", insider, vacancy.entity))
    assert client.get(DOORS).context["sizes"] == {}
    answer = client.get(listing(vacancy))
    assert answer.status_code == 403
    assert application.reference not in answer.content.decode()
    assert status(client, door(application)) == 404


@pytest.mark.promise("REC-1.17")
def test_whoever_has_begun_to_apply_reads_no_rival_before_he_sends_his_own(client, vacancy, application):
    """He began as anyone; then he was given a role here."""
    insider = PersonFactory()
    draft = begun(vacancy, by=insider)
    client.force_login(also("recruiter", insider, vacancy.entity))
    assert client.get(DOORS).context["sizes"] == {}
    assert status(client, listing(vacancy)) == 403
    assert status(client, door(application)) == 404
    applying.withdraw_application(draft.pk, by=insider)
    assert status(client, door(application)) == 200


def test_an_auditor_reads_and_decides_nothing(client, application):
    client.force_login(staff("auditor", application.vacancy.entity))
    page = client.get(door(application))
    assert page.status_code == 200
    assert (page.context["steps"], page.context["note_form"]) == ([], None)
    for act, data in {"move/": {"to": "screening"}, "reject/": REASON, "note/": {"text": "…"}}.items():
        assert client.post(door(application, act), posted(application, **data)).status_code == 403
    assert client.get(door(application, "reject/")).status_code == 403


def test_a_draft_is_the_applicants_own_affair(client, recruiter, vacancy):
    draft = begun(vacancy)
    assert draft.reference not in client.get(listing(vacancy)).content.decode()
    assert status(client, door(draft)) == 404


@pytest.mark.promise("REC-1.6")
def test_the_file_shows_what_was_sent_whatever_the_profile_says_now(client, recruiter, application):
    candidate = application.candidate
    candidate.name_en = candidate.name_ar = "Another Name"
    candidate.save()
    page = client.get(door(application)).content.decode()
    assert "Salma Ahmed Al Mansoori" in page
    assert "Another Name" not in page
    assert "هندسة مدنية" in page
    assert application.snapshot.sha256 in page
    document = application.documents.get()
    assert f"/files/{document.file_id}/" in page
    assert "Salma Ahmed Al Mansoori" in client.get(listing(application.vacancy)).content.decode()


@pytest.mark.promise("REC-1.8")
def test_the_buttons_are_the_moves_of_the_table(client, recruiter, application):
    assert [step.to for step in client.get(door(application)).context["steps"]] == ["screening", "rejected"]
    client.post(door(application, "move/"), posted(application, to="screening"))
    assert [step.to for step in client.get(door(application)).context["steps"]] == [
        "shortlisted",
        "information_requested",
        "rejected",
    ]
    client.post(door(application, "move/"), posted(application, to="shortlisted"))
    assert [step.to for step in client.get(door(application)).context["steps"]] == ["rejected"]
    page = client.get(door(application)).content.decode()
    assert "Moved from “New” to “Screening”" in page
    assert recruiter.full_name_en in page


@pytest.mark.promise("REC-1.8")
def test_one_is_not_selected_with_a_reason_and_told_by_letter(client, recruiter, application):
    outbox.deliver_all()
    mail.outbox.clear()
    data = {**REASON, "public_reason_ar": "الخبرة قصيرة", "public_reason_en": "Too short", "note": "للمراجعة"}
    answer = client.post(door(application, "reject/"), posted(application, **data), follow=True)
    assert answer.redirect_chain == [(door(application), 302)]
    assert "Too short" in answer.content.decode()
    outbox.deliver_all()
    [letter] = mail.outbox
    assert "الخبرة قصيرة" in letter.body
    assert ApplicationNote.objects.get().text == "للمراجعة"


@pytest.mark.promise("REC-1.8")
@pytest.mark.parametrize("to", ["shortlisted", "rejected", "withdrawn", "", "nonsense"])
def test_a_forbidden_move_is_409_and_shows_where_the_application_stands(client, recruiter, application, to):
    answer = client.post(door(application, "move/"), posted(application, to=to))
    assert answer.status_code == 409
    assert "The application now stands at “New”" in answer.content.decode()
    assert stored(application).state == "submitted"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason_code": ""}, "reason_code"),
        ({"reason_code": "nonsense"}, "reason_code"),
        ({"public_reason_ar": "الخبرة قصيرة"}, "public_reason_en"),
        ({"reason_code": "other"}, "public_reason_ar"),
        ({"public_reason_ar": "أ" * 1001, "public_reason_en": "a"}, "public_reason_ar"),
    ],
)
def test_what_is_missing_stands_beside_its_field_and_what_was_typed_is_kept(
    client, recruiter, application, data, field
):
    answer = client.post(door(application, "reject/"), posted(application, **{**REASON, "note": "لا تُفقد", **data}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    page = answer.content.decode()
    assert f'id="id_{field}' in page
    assert "لا تُفقد" in page
    assert stored(application).state == "submitted"


@pytest.mark.promise("REC-1.9")
def test_the_second_recruiter_gets_the_present_state_and_keeps_what_he_typed(client, recruiter, application):
    old = posted(application, **{**REASON, "note": "رأيي في الطلب"})
    colleague = staff("recruiter", application.vacancy.entity, full_name_en="Huda Rashid")
    screening.move_application(application.pk, "screening", by=colleague, version=old["version"])
    moved = client.post(door(application, "move/"), {"version": old["version"], "to": "screening"})
    assert moved.status_code == 409
    late = client.post(door(application, "reject/"), old)
    assert late.status_code == 409
    for answer in (moved, late):
        page = answer.content.decode()
        assert "The application now stands at “Screening”" in page
        assert "Huda Rashid" in page
    page = late.content.decode()
    assert "رأيي في الطلب" in page
    assert f'name="version" value="{stored(application).row_version}"' in page
    assert stored(application).state == "screening"
    again = client.post(door(application, "reject/"), {**old, "version": stored(application).row_version})
    assert again.status_code == 302


@pytest.mark.promise("REC-1.9")
def test_what_is_decided_meanwhile_is_not_decided_again(client, recruiter, application):
    old = posted(application, **REASON)
    applying.withdraw_application(application.pk, by=application.candidate.user)
    for act, data in {"reject/": old, "move/": {**old, "to": "screening"}}.items():
        answer = client.post(door(application, act), data)
        assert answer.status_code == 409
        assert "The application now stands at “Withdrawn”" in answer.content.decode()
    assert client.get(door(application, "reject/")).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "99", "-1", "٣", "9" * 30])
def test_a_version_that_nobody_saw_is_stale(client, recruiter, application, version):
    answer = client.post(door(application, "move/"), {"version": version, "to": "screening"})
    assert answer.status_code == 409


def test_notes_stay_among_colleagues(client, recruiter, application):
    answer = client.post(door(application, "note/"), {"text": "يُستكمل التحقق من الشهادة"}, follow=True)
    assert "يُستكمل التحقق من الشهادة" in answer.content.decode()
    empty = client.post(door(application, "note/"), {"text": " "})
    assert empty.status_code == 422
    assert "text" in empty.context["note_form"].errors


def test_one_file_asks_few_queries(client, recruiter, application):
    client.post(door(application, "note/"), {"text": "ملاحظة"})
    client.get(door(application))
    with CaptureQueriesContext(connection) as asked:
        client.get(door(application))
    own = [each["sql"] for each in asked if "recruitment_" in each["sql"] or "shared_" in each["sql"]]
    assert len(own) <= MOST_QUERIES
