"""What is missing is asked for and answered in time; the answer is added to what was sent, which itself stays as it was."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from recruitment import applying, information, screening
from recruitment.application_refusals import AnswerTooLate, ApplicationChanged, DueTooSoon
from recruitment.models import Application, ApplicationSnapshot, InformationRequest
from shared import outbox, receipts
from shared.clock import database_now
from shared.idempotency import no_key
from shared.models import Receipt, StoredFile
from shared.moves import MoveNotAllowed
from tests.factories import files
from tests.factories.applications import submitted
from tests.factories.people import PersonFactory, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
ITEMS = {"items_ar": "صورة عن معادلة الشهادة", "items_en": "A copy of the equivalency of your degree"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def vacancy():
    return published_vacancy()


@pytest.fixture
def recruiter(vacancy):
    return staff("recruiter", vacancy.entity)


@pytest.fixture
def application(vacancy, recruiter):
    new = submitted(vacancy)
    screening.move_application(new.pk, "screening", by=recruiter, version=new.row_version)
    outbox.deliver_all()
    mail.outbox.clear()
    return stored(new)


def stored(application):
    return Application.objects.get(pk=application.pk)


def ask(application, by, *, due=WEEK):
    return information.request_information(
        application.pk, by=by, version=stored(application).row_version, due_at=database_now() + due, **ITEMS
    )


def answer(application, text="أرفقت المعادلة", uploads=(), **more):
    return information.answer_information(
        application.pk,
        **{
            "by": application.candidate.user,
            "version": stored(application).row_version,
            "answer": text,
            "uploads": uploads,
            "once": no_key,
            **more,
        },
    )


def page(application):
    return f"/en/account/applications/{application.pk}/information/"


@pytest.mark.promise("REC-1.8")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_applicant_is_asked_by_letter_in_his_language(vacancy, recruiter, language):
    new = submitted(vacancy, by=PersonFactory(language=language))
    screening.move_application(new.pk, "screening", by=recruiter, version=new.row_version)
    outbox.deliver_all()
    mail.outbox.clear()
    ask(new, recruiter)
    outbox.deliver_all()
    [letter] = mail.outbox
    assert ITEMS[f"items_{language}"] in letter.body
    assert f"/account/applications/{new.pk}/information/" in letter.body


def test_an_answer_is_a_new_revision_with_a_receipt_of_its_own(application, recruiter):
    first = application.snapshot
    ask(application, recruiter)
    outbox.deliver_all()
    mail.outbox.clear()
    receipt = answer(application, uploads=[files.upload(files.pdf(), "معادلة.pdf")])
    assert stored(application).state == "screening"
    assert receipts.verify(receipt.document()).outcome is receipts.Outcome.VALID
    second = stored(application).snapshot
    assert (second.revision, second.receipt) == (2, receipt)
    assert second.facts["information"][0]["answer"] == "أرفقت المعادلة"
    assert [each["name"] for each in second.documents] == ["السيرة الذاتية.pdf", "معادلة.pdf"]
    assert ApplicationSnapshot.objects.get(revision=1).facts == first.facts
    outbox.deliver_all()
    [letter] = mail.outbox
    assert letter.to == [recruiter.email]
    assert "أرفقت" not in letter.body


def test_the_due_instant_itself_is_too_late_also_for_the_database(application, recruiter, behind_the_clock):
    request = ask(application, recruiter)
    behind_the_clock(request, due_at=timedelta(seconds=0), asked_at=-WEEK)
    with pytest.raises(AnswerTooLate):
        answer(application, uploads=[files.upload(files.pdf())])
    assert stored(application).state == "information_requested"
    assert StoredFile.objects.count() == 1, "the file that came too late is gone"
    with pytest.raises(IntegrityError), transaction.atomic():
        InformationRequest.objects.filter(pk=request.pk).update(answered_at=database_now())
    screening.move_application(
        application.pk, "screening", by=recruiter, version=stored(application).row_version
    )  # nobody waits for ever
    assert InformationRequest.objects.get().closed_at is not None


def test_only_while_something_is_asked_a_document_is_added(application, recruiter):
    with pytest.raises(AnswerTooLate):
        answer(application, uploads=[files.upload(files.pdf())])
    ask(application, recruiter)
    answer(application, uploads=[files.upload(files.pdf())])
    document = application.documents.get(kind="supporting")
    with pytest.raises(IntegrityError), transaction.atomic():
        document.delete()
    with pytest.raises(AnswerTooLate):
        answer(application)
    assert Receipt.objects.count() == 2


def test_asking_needs_screening_and_time(application, recruiter, settings):
    with pytest.raises(DueTooSoon) as refusal:
        ask(application, recruiter, due=settings.INFORMATION_LEAST - timedelta(minutes=1))
    assert refusal.value.field == "due_at"
    ask(application, recruiter)
    with pytest.raises(MoveNotAllowed):
        ask(application, recruiter)
    with pytest.raises(MoveNotAllowed):
        screening.reject_application(
            application.pk, by=recruiter, version=stored(application).row_version, reason_code="others"
        )
    with pytest.raises(ApplicationChanged):
        answer(application, version=0)


def test_whoever_is_asked_may_also_withdraw(application, recruiter):
    ask(application, recruiter)
    applying.withdraw_application(application.pk, by=application.candidate.user)
    assert InformationRequest.objects.get().closed_at is not None


def test_the_way_through_the_doors(client, application, recruiter):
    client.force_login(recruiter)
    door = f"/admin/recruitment/applications/{application.pk}/ask/"
    due = timezone.localtime(database_now() + WEEK).strftime("%Y-%m-%dT%H:%M")
    missing = client.post(door, {"version": application.row_version, **ITEMS, "items_en": "", "due_at": due})
    assert missing.status_code == 422
    assert ITEMS["items_ar"] in missing.content.decode()
    assert missing.context["form"].errors == {"items_en": ["Enter what is missing, in English"]}
    soon = client.post(door, {"version": application.row_version, **ITEMS, "due_at": "2020-01-01 10:00"})
    assert "due_at" in soon.context["form"].errors
    assert client.post(door, {"version": application.row_version, **ITEMS, "due_at": due}).status_code == 302
    client.force_login(application.candidate.user)
    mine = client.get(f"/en/account/applications/{application.pk}/").content.decode()
    assert ITEMS["items_en"] in mine
    form = client.get(page(application))
    key = {"idempotency_key": form.context["key"], "version": form.context["application"].row_version}
    empty = client.post(page(application), {**key, "answer": " "})
    assert (empty.status_code, "answer" in empty.context["form"].errors) == (422, True)
    bad = client.post(
        page(application), {**key, "answer": "أرفقت", "file_2": files.upload(b"MZ not a paper", "paper.pdf")}
    )
    assert (bad.status_code, "file_2" in bad.context["form"].errors) == (422, True)
    assert "أرفقت" in bad.content.decode()
    good = {**key, "answer": "أرفقت المعادلة", "file_1": files.upload(files.pdf(), "معادلة.pdf")}
    sent = client.post(page(application), good)
    again = client.post(page(application), {**good, "file_1": files.upload(files.pdf(), "معادلة.pdf")})
    assert "/receipts/" in sent.url
    assert again.url == sent.url
    other_file = client.post(page(application), {**good, "file_1": files.upload(files.pdf(pages=2), "معادلة.pdf")})
    assert other_file.status_code == 409
    assert client.get(page(application)).status_code == 302
    other_key = client.post(page(application), {**good, "idempotency_key": "another"})
    assert other_key.status_code == 409
    client.force_login(recruiter)
    file = client.get(f"/admin/recruitment/applications/{application.pk}/").content.decode()
    for text in ("أرفقت المعادلة", ITEMS["items_en"], "معادلة.pdf", "The applicant completed the information"):
        assert text in file


def test_a_stranger_finds_no_request(client, application, recruiter):
    ask(application, recruiter)
    assert client.get(page(application)).status_code == 302
    client.force_login(PersonFactory())
    assert client.get(page(application)).status_code == 404
    assert client.post(page(application), {"answer": "x", "idempotency_key": "k"}).status_code == 404


def test_too_late_is_said_on_the_page(client, application, recruiter, behind_the_clock):
    request = ask(application, recruiter)
    behind_the_clock(request, due_at=timedelta(seconds=-1), asked_at=-WEEK)
    client.force_login(application.candidate.user)
    assert client.get(page(application)).status_code == 409
    late = client.post(
        page(application), {"answer": "x", "idempotency_key": "k", "version": stored(application).row_version}
    )
    assert late.status_code == 409
    assert "An answer was taken until" in late.content.decode()
