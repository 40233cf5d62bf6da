"""Selection by its deeds: who moves what where, what the applicant is told, and what a refusal leaves behind."""

from datetime import timedelta

import pytest
from django.core import mail

from recruitment import applying, screening
from recruitment.application_refusals import ApplicationChanged, OwnVacancy, ReasonIncomplete
from recruitment.application_states import ApplicationState, RejectionReason
from recruitment.models import Application
from recruitment.publishing import NotPermitted
from shared import outbox
from shared.models import AuditEntry, OutboxMessage
from shared.moves import MoveNotAllowed
from tests.factories.applications import submitted
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db

REASON = {
    "reason_code": RejectionReason.EXPERIENCE,
    "public_reason_ar": "الخبرة المطلوبة خمس سنوات في صيانة الطرق.",
    "public_reason_en": "Five years in road maintenance are asked for.",
}


@pytest.fixture(autouse=True)
def told_at_once(settings):
    settings.DECISION_UNDO = timedelta(0)


@pytest.fixture
def vacancy():
    return published_vacancy()


@pytest.fixture
def recruiter(vacancy):
    return staff("recruiter", vacancy.entity)


@pytest.fixture
def application(vacancy):
    application = submitted(vacancy)
    outbox.deliver_all()
    mail.outbox.clear()
    return application


def move(application, to, by):
    return screening.move_application(application.pk, to, by=by, version=version(application))


def reject(application, by, **more):
    return screening.reject_application(application.pk, by=by, version=version(application), **{**REASON, **more})


def version(application):
    return Application.objects.get(pk=application.pk).row_version


def state(application):
    return Application.objects.get(pk=application.pk).state


def traces(application):
    return AuditEntry.objects.filter(subject_id=str(application.pk)).count(), OutboxMessage.objects.count()


@pytest.mark.promise("REC-1.8")
def test_a_recruiter_takes_an_application_to_the_shortlist_and_the_applicant_gets_one_letter(application, recruiter):
    move(application, "screening", recruiter)
    outbox.deliver_all()
    assert mail.outbox == []
    move(application, "shortlisted", recruiter)
    outbox.deliver_all()
    outbox.deliver_all()
    [letter] = mail.outbox
    assert letter.to == [application.candidate.user.email]
    assert application.reference in letter.body
    assert application.vacancy.title_ar in letter.body


@pytest.mark.promise("REC-1.8")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_whoever_is_not_selected_reads_why_in_his_language(vacancy, recruiter, language):
    application = submitted(vacancy, by=PersonFactory(language=language))
    outbox.deliver_all()
    mail.outbox.clear()
    reject(application, recruiter, note="يُراجع مع رئيس القسم")
    outbox.deliver_all()
    [letter] = mail.outbox
    other = "en" if language == "ar" else "ar"
    assert REASON[f"public_reason_{language}"] in letter.body
    assert REASON[f"public_reason_{other}"] not in letter.body
    assert "يُراجع مع رئيس القسم" not in letter.body + str(letter.alternatives)
    assert vacancy.entity.name_ar in letter.body or vacancy.entity.name_en in letter.body


@pytest.mark.promise("REC-1.8")
@pytest.mark.parametrize(
    ("stands_at", "to"),
    [
        ("submitted", "shortlisted"),
        ("submitted", "submitted"),
        ("screening", "screening"),
        ("shortlisted", "screening"),
        ("submitted", "rejected"),
        ("submitted", "withdrawn"),
        ("submitted", "draft"),
    ],
)
def test_a_step_that_the_table_does_not_know_changes_nothing(application, recruiter, stands_at, to):
    for step in ("screening", "shortlisted"):
        if state(application) != stands_at:
            move(application, step, recruiter)
    before = traces(application)
    with pytest.raises(MoveNotAllowed) as refusal:
        move(application, to, recruiter)
    assert refusal.value.status == 409
    assert state(application) == stands_at
    assert traces(application) == before


@pytest.mark.promise("REC-1.8")
def test_a_withdrawn_application_is_not_rejected_any_more(application, recruiter):
    applying.withdraw_application(application.pk, by=application.candidate.user)
    with pytest.raises(MoveNotAllowed):
        reject(application, recruiter)
    assert Application.objects.get(pk=application.pk).reason_code == ""


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"public_reason_en": ""}, "public_reason_en"),
        ({"public_reason_ar": ""}, "public_reason_ar"),
        ({"reason_code": "other", "public_reason_ar": "", "public_reason_en": ""}, "public_reason_ar"),
    ],
)
def test_a_reason_stands_in_both_languages_or_in_none(application, recruiter, more, field):
    with pytest.raises(ReasonIncomplete) as refusal:
        reject(application, recruiter, **more)
    assert refusal.value.field == field
    assert state(application) == ApplicationState.SUBMITTED


@pytest.mark.promise("REC-1.9")
def test_of_two_recruiters_on_one_card_the_second_learns_that_it_has_moved(application, recruiter):
    seen = application.row_version
    screening.move_application(application.pk, "screening", by=recruiter, version=seen)
    second = staff("recruiter", application.vacancy.entity)
    with pytest.raises(ApplicationChanged) as refusal:
        screening.reject_application(application.pk, by=second, version=seen, **REASON)
    assert refusal.value.context["application"].state == ApplicationState.SCREENING
    assert state(application) == ApplicationState.SCREENING


@pytest.mark.promise("REC-1.10")
@pytest.mark.parametrize("role", ["recruiter", "recruitment_approver", "auditor", "buyer"])
def test_only_recruiters_of_the_entity_decide(application, role):
    stranger = staff(role, EntityFactory() if role == "recruiter" else application.vacancy.entity)
    before = traces(application)
    for deed in (lambda: move(application, "screening", stranger), lambda: reject(application, stranger)):
        with pytest.raises(NotPermitted):
            deed()
    with pytest.raises(NotPermitted):
        screening.add_note(application.pk, by=stranger, text="…")
    assert traces(application) == before


@pytest.mark.promise("REC-1.17")
def test_whoever_applied_himself_decides_on_nobody(application, vacancy, recruiter):
    insider = PersonFactory()
    own = submitted(vacancy, by=insider)
    also("recruiter", insider, vacancy.entity)
    for each in (application, own):
        with pytest.raises(OwnVacancy):
            move(each, "screening", insider)
    assert list(Application.objects.for_user(insider, at=application.submitted_at)) == []


def test_what_is_done_is_audited_in_codes_alone(application, recruiter):
    move(application, "screening", recruiter)
    reject(application, recruiter, note="ملاحظة")
    moved, rejected = AuditEntry.objects.filter(
        subject_id=str(application.pk), action__in=["recruitment:application:move", "recruitment:application:reject"]
    ).order_by("pk")
    assert moved.facts == {"was": "submitted", "now": "screening"}
    assert rejected.facts == {"was": "screening", "now": "rejected", "reason": "experience"}
    assert {moved.entity_id, rejected.entity_id} == {str(application.vacancy.entity_id)}
