"""A decision counts when it can no longer be undone: until then nobody outside sees or hears it; afterwards two people are needed."""

from datetime import timedelta

import pytest
from django.core import mail

from messaging.models import Letter
from recruitment import applying, reversing, screening
from recruitment.application_refusals import (
    AlreadyAsked,
    ApplicationChanged,
    OwnRequest,
    StillUndoable,
    TooLateToUndo,
)
from recruitment.application_states import ApplicationState, RejectionReason
from recruitment.models import Application, Reversal
from recruitment.publishing import NotPermitted
from recruitment.standing import standing
from shared import outbox
from shared.clock import database_now
from shared.models import OutboxDelivery
from shared.moves import MoveNotAllowed
from tests.factories.applications import submitted
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db
REASON = {
    "reason_code": RejectionReason.EXPERIENCE,
    "public_reason_ar": "الخبرة قصيرة",
    "public_reason_en": "Too short",
}


@pytest.fixture(autouse=True)
def window(settings):
    settings.DECISION_UNDO = timedelta(minutes=30)


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


@pytest.fixture
def in_half_an_hour(behind_the_clock):
    """The records move half an hour back: what was kept back takes effect."""

    def wait(application):
        fresh = stored(application)
        offset = fresh.effective_at - database_now() - timedelta(minutes=31)
        behind_the_clock(fresh, effective_at=offset)
        for delivery in OutboxDelivery.objects.filter(done_at=None):
            behind_the_clock(delivery, next_try_at=timedelta(seconds=-1))

    return wait


def stored(application):
    return Application.objects.get(pk=application.pk)


def move(application, to, by):
    return screening.move_application(application.pk, to, by=by, version=stored(application).row_version)


def reject(application, by):
    return screening.reject_application(application.pk, by=by, version=stored(application).row_version, **REASON)


def undo(application, by):
    return screening.undo_decision(application.pk, by=by, version=stored(application).row_version)


def told(application):
    """The letters that went out, after everything that is due was delivered."""
    outbox.deliver_all()
    return [letter for letter in mail.outbox if letter.to == [application.candidate.user.email]]


def reads(application):
    return standing(stored(application), now=database_now()).state


@pytest.mark.promise("REC-1.15")
def test_what_can_be_undone_is_told_to_nobody_outside(application, recruiter):
    before = standing(stored(application), now=database_now())
    reject(application, recruiter)
    assert stored(application).state == ApplicationState.REJECTED
    assert standing(stored(application), now=database_now()) == before
    assert told(application) == []


@pytest.mark.promise("REC-1.15")
def test_a_decision_that_was_undone_in_time_was_never_told(application, recruiter, in_half_an_hour):
    move(application, "screening", recruiter)
    since = standing(stored(application), now=database_now()).since
    reject(application, recruiter)
    undone = undo(application, recruiter)
    assert (undone.state, undone.reason_code, undone.public_reason_ar) == (ApplicationState.SCREENING, "", "")
    assert standing(stored(application), now=database_now()).since == since
    for delivery in OutboxDelivery.objects.filter(done_at=None):
        OutboxDelivery.objects.filter(pk=delivery.pk).update(next_try_at=database_now())
    assert told(application) == []


@pytest.mark.promise("REC-1.15")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_after_the_window_it_is_told_once_in_his_language(vacancy, recruiter, in_half_an_hour, language):
    application = submitted(vacancy, by=PersonFactory(language=language))
    outbox.deliver_all()
    mail.outbox.clear()
    reject(application, recruiter)
    in_half_an_hour(application)
    [letter] = told(application)
    assert told(application) == [letter]
    assert REASON[f"public_reason_{language}"] in letter.body
    assert reads(application) == ApplicationState.REJECTED
    with pytest.raises(TooLateToUndo):
        undo(application, recruiter)


@pytest.mark.promise("REC-1.15")
def test_only_the_last_of_two_decisions_is_told(application, recruiter, in_half_an_hour):
    move(application, "screening", recruiter)
    move(application, "shortlisted", recruiter)
    reject(application, recruiter)
    assert reads(application) == ApplicationState.SCREENING
    in_half_an_hour(application)
    [letter] = told(application)
    assert REASON["public_reason_ar"] in letter.body


def test_undone_is_back_to_what_the_applicant_reads(application, recruiter):
    move(application, "screening", recruiter)
    move(application, "shortlisted", recruiter)
    reject(application, recruiter)
    assert undo(application, recruiter).state == ApplicationState.SCREENING


def test_what_was_new_is_in_screening_after_an_undone_decision(application, recruiter):
    reject(application, recruiter)
    assert undo(application, recruiter).state == ApplicationState.SCREENING


def test_whoever_has_not_heard_of_a_decision_may_still_withdraw(application, recruiter, in_half_an_hour):
    reject(application, recruiter)
    applying.withdraw_application(application.pk, by=application.candidate.user)
    withdrawn = stored(application)
    assert (withdrawn.state, withdrawn.reason_code) == (ApplicationState.WITHDRAWN, "")
    [letter] = told(application)
    assert REASON["public_reason_ar"] not in letter.body


def test_whoever_was_told_may_not(application, recruiter, in_half_an_hour):
    reject(application, recruiter)
    in_half_an_hour(application)
    with pytest.raises(MoveNotAllowed):
        applying.withdraw_application(application.pk, by=application.candidate.user)


@pytest.mark.parametrize("who", ["stranger", "applicant"])
def test_only_recruiters_of_the_entity_undo(application, recruiter, who):
    reject(application, recruiter)
    person = staff("recruiter", EntityFactory()) if who == "stranger" else application.candidate.user
    with pytest.raises(NotPermitted):
        undo(application, person)


def test_an_old_page_undoes_nothing(application, recruiter):
    seen = reject(application, recruiter).row_version
    undo(application, recruiter)
    with pytest.raises(ApplicationChanged):
        screening.undo_decision(application.pk, by=recruiter, version=seen)


@pytest.fixture
def rejected(application, recruiter, in_half_an_hour):
    reject(application, recruiter)
    in_half_an_hour(application)
    told(application)
    mail.outbox.clear()
    return stored(application)


def ask(application, by):
    return reversing.ask_reversal(
        application.pk, by=by, version=stored(application).row_version, reason="ورد مستند جديد"
    )


@pytest.mark.promise("REC-1.15")
@pytest.mark.parametrize("role", ["recruiter", "recruitment_approver"])
def test_what_was_told_is_taken_back_by_two_people_and_told_once(rejected, recruiter, role):
    reversal = ask(rejected, recruiter)
    assert stored(rejected).state == ApplicationState.REJECTED
    with pytest.raises(OwnRequest):
        reversing.agree_to_reversal(reversal.pk, by=recruiter)
    reversing.agree_to_reversal(reversal.pk, by=staff(role, rejected.vacancy.entity))
    assert (stored(rejected).state, stored(rejected).reason_code) == (ApplicationState.SCREENING, "")
    [letter] = told(rejected)
    assert "ورد مستند جديد" not in letter.body
    with pytest.raises(ApplicationChanged):
        reversing.agree_to_reversal(reversal.pk, by=staff(role, rejected.vacancy.entity))


def test_a_declined_reversal_leaves_the_decision(rejected, recruiter):
    reversal = ask(rejected, recruiter)
    reversing.decline_reversal(reversal.pk, by=staff("recruitment_approver", rejected.vacancy.entity))
    assert stored(rejected).state == ApplicationState.REJECTED
    assert told(rejected) == []
    assert ask(rejected, recruiter).pk != reversal.pk


def test_a_reversal_waits_for_everybody_but_whoever_asked(rejected, recruiter):
    entity = rejected.vacancy.entity
    people = {
        "asked": recruiter,
        "colleague": staff("recruiter", entity),
        "approver": staff("recruitment_approver", entity),
        "auditor": staff("auditor", entity),
        "stranger": staff("recruiter", EntityFactory()),
    }
    reversal = ask(rejected, recruiter)
    now = database_now()
    waits = {name for name, person in people.items() if list(reversing.reversals_for(person, at=now)) == [reversal]}
    assert waits == {"colleague", "approver"}
    for name in ("auditor", "stranger"):
        with pytest.raises(NotPermitted):
            reversing.agree_to_reversal(reversal.pk, by=people[name])


def test_a_reversal_is_asked_once_and_not_where_undoing_is_enough(application, rejected, recruiter):
    ask(rejected, recruiter)
    with pytest.raises(AlreadyAsked):
        ask(rejected, recruiter)
    assert Reversal.objects.count() == 1
    other = submitted(rejected.vacancy)
    with pytest.raises(MoveNotAllowed):
        ask(other, recruiter)
    reject(other, recruiter)
    with pytest.raises(StillUndoable):
        ask(other, recruiter)


@pytest.mark.promise("REC-1.15")
def test_an_older_letter_tells_nothing_of_a_decision_that_may_still_be_undone(client, rejected, recruiter):
    """Letters are written again when they are read, from the record as it is then."""
    applicant = rejected.candidate.user
    reversing.agree_to_reversal(ask(rejected, recruiter).pk, by=staff("recruiter", rejected.vacancy.entity))
    again = Application.objects.get(pk=rejected.pk)
    screening.reject_application(
        again.pk, by=recruiter, version=again.row_version, reason_code=RejectionReason.OTHER,
        public_reason_ar="سبب لم يُبلَّغ بعد", public_reason_en="Not told yet",
    )  # fmt: skip
    client.force_login(applicant)
    read = [
        client.get(f"/{language}/account/messages/{letter.pk}/").content.decode()
        for letter in Letter.objects.filter(user=applicant)
        for language in ("ar", "en")
    ]
    assert read
    assert not [page for page in read if "سبب لم يُبلَّغ بعد" in page or "Not told yet" in page]
