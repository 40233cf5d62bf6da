"""An application begins, is submitted once with a receipt, is withdrawn; what was sent never changes."""

from datetime import timedelta

import pytest
from django.db import transaction

from recruitment import answering, applying, profile, snapshots
from recruitment.application_refusals import (
    AlreadySubmitted,
    ApplicationChanged,
    CitizensOnly,
    DocumentInfected,
    NotEligible,
    StepsOpen,
    VacancyClosed,
)
from recruitment.application_states import ApplicationState
from recruitment.models import Application, ApplicationDocument, Vacancy
from recruitment.rules.eligibility import Bar
from shared import audit, outbox, receipts
from shared.clock import database_now
from shared.idempotency import no_key
from shared.models import OutboxMessage, Receipt, Scan, StoredFile
from shared.moves import MoveNotAllowed
from tests.factories import applications as made
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.factories.recruitment import VacancyFactory, published_vacancy

pytestmark = pytest.mark.django_db
RESTRICTED = {"policy": "nationals_only", "legal_basis_ar": "قرار التوطين", "legal_basis_en": "Resolution"}


def close(vacancy, behind_the_clock):
    behind_the_clock(vacancy, closes_at=timedelta(seconds=-1))


def events():
    return list(OutboxMessage.objects.filter(event__startswith="recruitment").values_list("event", flat=True))


def test_a_draft_begins_with_what_the_profile_knows():
    person = PersonFactory(full_name_ar="خالد الكتبي", full_name_en="", phone="+971501112233")
    application = made.begun(by=person)
    personal = application.draft_data["personal"]
    assert (application.state, personal["name_ar"], personal["phone"]) == ("draft", "خالد الكتبي", "+971501112233")
    assert application.completed_steps == []
    assert application.reference.startswith("APP-")


@pytest.mark.promise("REC-1.5")
def test_a_second_start_goes_on_with_the_first():
    vacancy, person = published_vacancy(), PersonFactory()
    first = made.begun(vacancy, by=person)
    assert made.begun(vacancy, by=person) == first
    assert Application.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_published_takes_no_application(state):
    with pytest.raises(Vacancy.DoesNotExist):
        made.begun(VacancyFactory(state=state))


def test_a_closed_vacancy_takes_no_application(behind_the_clock):
    vacancy = published_vacancy()
    close(vacancy, behind_the_clock)
    with pytest.raises(VacancyClosed):
        made.begun(vacancy)


def test_employees_apply_with_their_personal_account():
    with pytest.raises(CitizensOnly):
        made.begun(by=staff("recruiter", EntityFactory()))


@pytest.mark.promise("REC-1.11")
def test_a_rule_of_the_vacancy_is_told_at_the_start_with_its_name():
    person = PersonFactory()
    profile.save_profile(by=person, at=database_now(), nationality="JO")
    with pytest.raises(NotEligible) as refused:
        made.begun(published_vacancy(**RESTRICTED), by=person)
    assert refused.value.bar == Bar.NATIONALS_ONLY
    assert not Application.objects.exists()


@pytest.mark.promise("REC-1.11")
def test_who_says_later_that_he_is_not_eligible_is_told_at_once_and_keeps_what_he_wrote():
    application = made.begun(published_vacancy(**RESTRICTED))
    with pytest.raises(NotEligible):
        made.save(application, "personal", {**made.PERSONAL, "nationality": "JO"})
    application.refresh_from_db()
    assert application.draft_data["personal"]["nationality"] == "JO"


@pytest.mark.promise("REC-1.2")
def test_the_receipt_names_what_was_received_and_no_person():
    application = made.submitted()
    snapshot = application.snapshot
    receipt = snapshot.receipt
    assert receipts.verify(receipt.document()).outcome.value == "valid"
    assert receipt.facts == {
        "application": application.reference,
        "vacancy": application.vacancy.reference,
        "vacancy_version": 1,
        "snapshot_sha256": snapshot.sha256,
        "documents": [application.documents.get().file.sha256],
        "received_at": application.submitted_at.isoformat(timespec="microseconds"),
    }
    assert receipt.issued_at == application.submitted_at


@pytest.mark.promise("REC-1.2")
def test_one_instant_stands_in_row_audit_receipt_and_event():
    application = made.submitted()
    entry = audit.history(application).get(action="recruitment:application:submit")
    assert entry.at == application.submitted_at == application.snapshot.receipt.issued_at
    assert events().count("recruitment.application.submitted") == 1


def test_who_applies_for_a_post_where_he_works_is_an_insider():
    vacancy = published_vacancy()
    employee = staff("buyer", vacancy.entity)
    employee.kind = "citizen"
    employee.save()
    assert made.submitted(vacancy, by=employee).insider
    assert not made.submitted(vacancy).insider


@pytest.mark.promise("REC-1.6")
def test_neither_profile_nor_vacancy_shows_in_what_was_sent(behind_the_clock):
    application = made.submitted()
    before = application.snapshot
    profile.save_profile(by=made.owner(application), at=database_now(), name_ar="اسم آخر", nationality="JO")
    close(application.vacancy, behind_the_clock)
    after = application.snapshot
    assert (after.facts, after.sha256) == (before.facts, before.sha256)
    assert after.facts["personal"]["name_ar"] == made.PERSONAL["name_ar"]
    assert after.sha256 == snapshots.snapshot_sha256(revision=1, facts=after.facts, documents=after.documents)


@pytest.mark.promise("REC-1.6")
def test_after_submission_no_step_and_no_file_changes():
    application = made.submitted()
    document = application.documents.get()
    for change in (
        lambda: made.save(application, "personal", made.PERSONAL),
        lambda: made.attach(application, kind="supporting"),
        lambda: answering.remove_document(
            application.pk, document.pk, by=made.owner(application), version=made.version(application)
        ),
    ):
        with pytest.raises(AlreadySubmitted):
            change()
    assert list(application.documents.all()) == [document]


def test_the_profile_remembers_what_was_submitted():
    application = made.submitted(personal={"phone": "+971559876543"})
    application.candidate.refresh_from_db()
    assert (application.candidate.phone, application.candidate.date_of_birth) == ("+971559876543", made.BORN)


@pytest.mark.promise("REC-1.4")
def test_a_second_submission_is_answered_by_the_first_receipt():
    application = made.filled()
    first = made.submit(application)
    assert made.submit(application) == first
    assert Receipt.objects.count() == 1
    assert events().count("recruitment.application.submitted") == 1


def test_what_was_saved_after_the_check_page_is_not_submitted():
    application = made.filled()
    seen = made.version(application)
    made.save(application, "personal", {**made.PERSONAL, "phone": "+971559876543"})
    with pytest.raises(ApplicationChanged):
        applying.submit_application(application.pk, by=made.owner(application), version=seen, once=no_key)


@pytest.mark.parametrize("missing", ["personal", "education", "experience", "documents", "declaration"])
def test_every_step_is_needed_and_named(missing):
    application = made.filled()
    person = made.owner(application)
    if missing == "documents":
        document = application.documents.get()
        answering.remove_document(application.pk, document.pk, by=person, version=made.version(application))
    else:
        answering.save(application.pk, missing, {}, by=person, version=made.version(application), complete=False)
    with pytest.raises(StepsOpen) as refused:
        made.submit(application)
    assert [task.name for task in refused.value.context["tasks"]] == [missing]


def test_answers_are_validated_again_at_the_end(settings):
    application = made.filled(personal={"date_of_birth": "2006-01-01"})
    settings.VACANCY_LEAST_AGE = 40
    with pytest.raises(StepsOpen) as refused:
        made.submit(application)
    assert [(task.name, task.state) for task in refused.value.context["tasks"]] == [("personal", "needs_attention")]


def test_an_infected_file_is_not_submitted_and_one_not_yet_scanned_is():
    application = made.filled()
    StoredFile.objects.filter(pk=application.documents.get().file_id).update(scan=Scan.INFECTED)
    with pytest.raises(DocumentInfected):
        made.submit(application)
    StoredFile.objects.filter(pk=application.documents.get().file_id).update(scan=Scan.PENDING)
    assert made.submit(application).number


@pytest.mark.promise("REC-1.3")
def test_too_late_leaves_the_draft_as_it_was(behind_the_clock):
    application = made.filled()
    close(application.vacancy, behind_the_clock)
    with pytest.raises(VacancyClosed) as refused:
        made.submit(application)
    context = refused.value.context
    assert context["received_at"] > context["closed_at"] == application.vacancy.closing_at
    application.refresh_from_db()
    assert (application.state, application.submitted_at) == ("draft", None)
    assert application.draft_data["personal"] == made.PERSONAL
    assert not Receipt.objects.exists()
    assert events() == []


@pytest.mark.promise("REC-1.5")
def test_after_withdrawal_another_application_to_the_same_vacancy_is_possible():
    vacancy, person = published_vacancy(), PersonFactory()
    first = made.submitted(vacancy, by=person)
    applying.withdraw_application(first.pk, by=person, reason="وجدت عملًا آخر")
    second = made.submitted(vacancy, by=person)
    assert second != first
    assert second.snapshot.receipt != first.snapshot.receipt


@pytest.mark.promise("REC-1.5")
def test_after_withdrawal_of_a_closed_vacancy_there_is_no_second(behind_the_clock):
    first = made.submitted()
    close(first.vacancy, behind_the_clock)
    applying.withdraw_application(first.pk, by=made.owner(first))
    with pytest.raises(VacancyClosed):
        made.begun(first.vacancy, by=made.owner(first))


@pytest.mark.promise("REC-1.12")
@pytest.mark.parametrize("state", ["submitted", "screening", "shortlisted"])
def test_withdrawal_works_from_every_state_of_the_selection(state):
    application = made.submitted()
    Application.objects.filter(pk=application.pk).update(state=state)
    withdrawn = applying.withdraw_application(application.pk, by=made.owner(application), reason="لأسباب خاصة")
    assert (withdrawn.state, withdrawn.withdrawal_reason) == (ApplicationState.WITHDRAWN, "لأسباب خاصة")
    assert withdrawn.snapshot is not None, "what was sent stays proven"
    assert events().count("recruitment.application.withdrawn") == 1


def test_what_has_ended_is_not_withdrawn():
    application = made.submitted()
    applying.withdraw_application(application.pk, by=made.owner(application))
    with pytest.raises(MoveNotAllowed):
        applying.withdraw_application(application.pk, by=made.owner(application))


def test_a_draft_that_is_given_up_leaves_neither_answers_nor_files():
    application = made.filled()
    applying.withdraw_application(application.pk, by=made.owner(application))
    application.refresh_from_db()
    assert (application.state, application.draft_data) == (ApplicationState.WITHDRAWN, {})
    assert not ApplicationDocument.objects.exists()
    assert not StoredFile.objects.exists()
    assert events() == [], "a draft was nobody's affair but his own"


def test_a_stranger_finds_nothing_to_submit_or_withdraw():
    application, stranger = made.filled(), PersonFactory()
    with pytest.raises(Application.DoesNotExist):
        applying.submit_application(application.pk, by=stranger, version=made.version(application), once=no_key)
    with pytest.raises(Application.DoesNotExist):
        applying.withdraw_application(application.pk, by=stranger)


def test_a_submission_that_fails_leaves_no_trace():
    application = made.filled()
    with pytest.raises(RuntimeError), transaction.atomic():
        made.submit(application)
        raise RuntimeError
    assert not Receipt.objects.exists()
    assert events() == []


@pytest.mark.promise("REC-1.4", "FND-1.15")
@pytest.mark.parametrize(("language", "subject"), [("ar", "استلمنا طلبك"), ("en", "We received your application")])
def test_one_letter_in_the_applicants_language_leads_to_receipt_and_state(mailoutbox, language, subject):
    application = made.submitted(by=PersonFactory(language=language))
    outbox.deliver_all()
    [letter] = [mail for mail in mailoutbox if mail.to == [made.owner(application).email]]
    assert subject in letter.subject
    for link in (f"/{language}/receipts/{application.snapshot.receipt_id}/", f"/{language}/account/applications/"):
        assert link in letter.body


def test_withdrawal_is_confirmed_by_a_letter(mailoutbox):
    application = made.submitted()
    outbox.deliver_all()
    applying.withdraw_application(application.pk, by=made.owner(application))
    outbox.deliver_all()
    assert application.reference in mailoutbox[-1].subject
    assert application.vacancy.title_ar in mailoutbox[-1].body
