"""Undoing and taking back through the admin's doors; extending, cancelling and concluding a vacancy there."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from recruitment import changing, reversing, screening
from recruitment.models import Application, Reversal, Vacancy, VacancyChange
from shared import outbox
from shared.clock import database_now
from tests.factories.applications import submitted
from tests.factories.people import EntityFactory, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db
DOORS = "/admin/recruitment/"
WHY = {"reason_ar": "ورود طلبات قليلة", "reason_en": "Few applications came in"}
REASON = {"reason_code": "others", "public_reason_ar": "", "public_reason_en": ""}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.DECISION_UNDO = timedelta(minutes=30)


@pytest.fixture
def vacancy():
    return published_vacancy()


@pytest.fixture
def recruiter(client, vacancy):
    person = staff("recruiter", vacancy.entity)
    client.force_login(person)
    return person


@pytest.fixture
def application(vacancy):
    return submitted(vacancy)


def stored(record):
    return type(record)._default_manager.get(pk=record.pk)


def door(record, act=""):
    kinds = {Application: "applications", Vacancy: "vacancies", VacancyChange: "changes", Reversal: "reversals"}
    return f"{DOORS}{kinds[type(record)]}/{record.pk}/{act}"


def posted(application, **more):
    return {"version": stored(application).row_version, **more}


def reject(client, application):
    return client.post(door(application, "reject/"), posted(application, **REASON, note=""), follow=True)


@pytest.mark.promise("REC-1.15")
def test_a_decision_is_undone_by_a_button_as_long_as_nobody_was_told(client, recruiter, application):
    page = reject(client, application).content.decode()
    assert "Undo the decision" in page
    assert "Take the decision back" not in page
    answer = client.post(door(application, "undo/"), posted(application), follow=True)
    assert "Nobody was told of it" in answer.content.decode()
    assert stored(application).state == "screening"
    late = client.post(door(application, "undo/"), posted(application))
    assert late.status_code == 409
    assert "The application now stands at “Screening”" in late.content.decode()


@pytest.mark.promise("REC-1.15")
def test_the_applicants_own_page_shows_nothing_of_a_decision_that_can_be_undone(client, recruiter, application):
    client.force_login(application.candidate.user)
    own = f"/en/account/applications/{application.pk}/"
    before = client.get(own).content.decode()
    client.force_login(recruiter)
    reject(client, application)
    client.force_login(application.candidate.user)
    after = client.get(own).content.decode()
    assert "We received your application" in after
    assert "not selected" not in after
    assert before.count("Withdraw the application") == after.count("Withdraw the application")


@pytest.mark.promise("REC-1.15")
def test_what_was_told_is_taken_back_by_another_person(client, recruiter, application, settings):
    settings.DECISION_UNDO = timedelta(0)
    page = reject(client, application).content.decode()
    assert "Take the decision back" in page
    assert "Undo the decision" not in page
    assert client.post(door(application, "reverse/"), posted(application, reason="")).status_code == 422
    client.post(door(application, "reverse/"), posted(application, reason="ورد مستند جديد"))
    reversal = Reversal.objects.get()
    assert client.get(door(reversal), follow=True).status_code == 404, "not by whoever asked"
    approver = staff("recruitment_approver", application.vacancy.entity)
    client.force_login(approver)
    assert door(reversal) in client.get(DOORS).content.decode()
    assert "ورد مستند جديد" in client.get(door(reversal)).content.decode()
    client.post(door(reversal, "decide/"), {"answer": "agree"})
    assert stored(application).state == "screening"
    assert client.post(door(reversal, "decide/"), {"answer": "agree"}, follow=True).status_code == 404
    client.force_login(staff("recruiter", EntityFactory()))
    assert client.get(door(reversal), follow=True).status_code == 404


@pytest.mark.promise("REC-1.7")
def test_a_recruiter_asks_for_more_time_and_an_approver_grants_it(client, recruiter, vacancy):
    later = timezone.localtime(vacancy.closes_at + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    for wrong in ({"closes_at": ""}, {"closes_at": "2020-01-01 10:00"}, {"reason_en": ""}):
        refused = client.post(door(vacancy, "extend/"), {"closes_at": later, **WHY, **wrong})
        assert refused.status_code == 422
        assert set(refused.context["form"].errors) == set(wrong)
    client.post(door(vacancy, "extend/"), {"closes_at": later, **WHY})
    change = VacancyChange.objects.get()
    own = client.get(door(vacancy)).content.decode()
    assert "It waits for an approver who did not ask for it." in own
    assert client.post(door(change, "approve/")).status_code == 403
    client.force_login(staff("recruitment_approver", vacancy.entity))
    assert "Extend the deadline" in client.get(DOORS).content.decode()
    client.post(door(change, "approve/"))
    assert stored(vacancy).closes_at == change.closes_at
    assert client.post(door(change, "approve/")).status_code == 409


def test_a_returned_change_says_why(client, recruiter, vacancy):
    change = changing.ask_change(vacancy.pk, "cancel", by=recruiter, **WHY)
    client.force_login(staff("recruitment_approver", vacancy.entity))
    assert client.post(door(change, "return/"), {"reason": ""}).status_code == 422
    client.post(door(change, "return/"), {"reason": "الوظيفة مطلوبة"})
    assert (stored(change).outcome, stored(vacancy).state) == ("returned", "published")


@pytest.mark.promise("REC-1.10")
def test_another_entitys_staff_change_and_conclude_nothing(client, recruiter, vacancy):
    change = changing.ask_change(vacancy.pk, "cancel", by=recruiter, **WHY)
    for role in ("recruiter", "recruitment_approver"):
        client.force_login(staff(role, EntityFactory()))
        for act in ("extend/", "cancel/", "conclude/"):
            assert client.get(door(vacancy, act), follow=True).status_code == 404
        assert client.post(door(change, "approve/"), follow=True).status_code == 404
    client.force_login(staff("recruitment_approver", vacancy.entity))
    for act in ("extend/", "cancel/", "conclude/"):
        assert client.get(door(vacancy, act)).status_code == 403


@pytest.mark.promise("REC-1.16")
def test_a_vacancy_is_concluded_on_a_page_that_says_to_how_many(
    client, recruiter, vacancy, application, behind_the_clock, settings
):
    settings.DECISION_UNDO = timedelta(0)
    other = submitted(vacancy)
    for state in ("screening", "shortlisted"):
        screening.move_application(application.pk, state, by=recruiter, version=stored(application).row_version)
    data = {**REASON, "hired": str(application.pk), "undecided": "2"}
    assert client.post(door(vacancy, "conclude/"), data).status_code == 422, "it still takes applications"
    behind_the_clock(vacancy, closes_at=timedelta(seconds=-1), published_at=timedelta(days=-10))
    page = client.get(door(vacancy, "conclude/"))
    assert page.context["undecided"] == 2
    assert application.reference in page.content.decode()
    assert client.post(door(vacancy, "conclude/"), {**data, "undecided": "7"}).status_code == 409
    assert client.post(door(vacancy, "conclude/"), {**data, "hired": str(other.pk)}).status_code == 422
    outbox.deliver_all()
    mail.outbox.clear()
    client.post(door(vacancy, "conclude/"), data)
    assert [stored(each).state for each in (application, other)] == ["hired", "rejected"]
    assert client.get(door(vacancy, "conclude/")).status_code == 403
    outbox.deliver_all()
    assert len(mail.outbox) == 2


def test_what_waits_for_an_approver_is_counted_for_nobody_else(client, recruiter, vacancy, application):
    changing.ask_change(vacancy.pk, "cancel", by=recruiter, **WHY)
    page = client.get(DOORS)
    assert (page.context["changes"], page.context["reversals"]) == ([], [])
    assert not reversing.reversals_for(recruiter, at=database_now()).exists()
