"""A published vacancy is extended or cancelled by two people, and concluded: everyone concerned is told, nobody stays undecided."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from recruitment import changing, concluding, screening
from recruitment.application_refusals import OwnVacancy
from recruitment.application_states import ApplicationState
from recruitment.change_refusals import (
    ChangeOpen,
    ChangeOvertaken,
    ClosingPassed,
    DecisionsPending,
    NotLater,
    NotShortlisted,
    OwnChange,
    ReasonMissing,
    SomebodyMoved,
    StillOpen,
    TooManyHired,
)
from recruitment.models import Application, ApplicationNote, Vacancy, VacancyChange
from recruitment.publishing import NotPermitted
from search.models import SearchDocument
from shared import outbox
from shared.clock import database_now
from shared.models import AuditEntry
from shared.moves import MoveNotAllowed
from tests.factories.applications import begun, submitted
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db
WHY = {"reason_ar": "ورود طلبات قليلة", "reason_en": "Few applications came in"}
LATER = timedelta(days=30)


@pytest.fixture(autouse=True)
def told_at_once(settings):
    settings.DECISION_UNDO = timedelta(0)


@pytest.fixture
def vacancy():
    return published_vacancy(openings=2)


@pytest.fixture
def recruiter(vacancy):
    return staff("recruiter", vacancy.entity)


@pytest.fixture
def approver(vacancy):
    return staff("recruitment_approver", vacancy.entity)


def stored(record):
    return type(record)._default_manager.get(pk=record.pk)


def letters():
    """Who was told what since the last time it was asked."""
    outbox.deliver_all()
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert len(told) == len(mail.outbox), "nobody is told twice"
    mail.outbox.clear()
    return told


def forget_letters():
    outbox.deliver_all()
    mail.outbox.clear()


def mail_of(application):
    return application.candidate.user.email


def extend(vacancy, by, **more):
    return changing.ask_change(vacancy.pk, "extend", by=by, **{"closes_at": database_now() + LATER, **WHY, **more})


def cancel(vacancy, by):
    return changing.ask_change(vacancy.pk, "cancel", by=by, **WHY)


def shortlisted(vacancy, by, **more):
    application = submitted(vacancy, **more)
    for state in ("screening", "shortlisted"):
        application = screening.move_application(application.pk, state, by=by, version=application.row_version)
    return application


def close(vacancy, behind_the_clock):
    behind_the_clock(vacancy, closes_at=timedelta(seconds=-1), published_at=timedelta(days=-10))


def conclude(vacancy, by, hired=(), **more):
    in_selection = stored(vacancy).applications.filter(submitted_at__isnull=False)
    undecided = in_selection.exclude(state__in=["rejected", "withdrawn"]).count()
    return concluding.conclude_vacancy(
        vacancy.pk, by=by, **{"hired": [each.pk for each in hired], "undecided": undecided, **more}
    )


@pytest.mark.promise("REC-1.7")
def test_a_deadline_moves_when_another_person_approves_and_everyone_concerned_is_told_once(
    client, vacancy, recruiter, approver
):
    draft, sent = begun(vacancy), submitted(vacancy, by=PersonFactory(language="en"))
    forget_letters()
    before = vacancy.closes_at
    change = extend(vacancy, recruiter)
    assert stored(vacancy).closes_at == before
    assert set(letters()) >= {approver.email}
    changing.approve_change(change.pk, by=approver)
    assert stored(vacancy).closes_at == change.closes_at
    told = letters()
    assert set(told) == {mail_of(draft), mail_of(sent)}
    assert WHY["reason_ar"] in told[mail_of(draft)]
    assert WHY["reason_en"] in told[mail_of(sent)]
    assert change.closes_at.isoformat() in client.get(f"/en/jobs/{vacancy.reference}/").content.decode()
    assert SearchDocument.objects.get(subject_id=str(vacancy.pk)).closes_at == change.closes_at


@pytest.mark.promise("REC-1.7")
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"reason_ar": ""}, ReasonMissing),
        ({"reason_en": ""}, ReasonMissing),
        ({"closes_at": None}, NotLater),
    ],
)
def test_an_extension_needs_a_reason_and_a_later_instant(vacancy, recruiter, more, refusal):
    with pytest.raises(refusal):
        extend(vacancy, recruiter, **more)
    with pytest.raises(NotLater):
        extend(vacancy, recruiter, closes_at=vacancy.closes_at)
    assert not VacancyChange.objects.exists()


@pytest.mark.promise("REC-1.7")
def test_nothing_is_extended_after_the_closing(vacancy, recruiter, approver, behind_the_clock):
    change = extend(vacancy, recruiter)
    close(vacancy, behind_the_clock)
    with pytest.raises(ClosingPassed):
        changing.approve_change(change.pk, by=approver)
    assert stored(change).outcome == ""
    changing.return_change(change.pk, by=approver, reason="انتهى الموعد")
    with pytest.raises(ClosingPassed):
        extend(vacancy, recruiter)


@pytest.mark.promise("REC-1.7")
def test_the_database_itself_lets_a_deadline_only_move_later(vacancy):
    with pytest.raises(IntegrityError), transaction.atomic():
        Vacancy.objects.filter(pk=vacancy.pk).update(closes_at=vacancy.closes_at - timedelta(days=1))


def test_the_database_keeps_what_was_asked_and_what_was_decided(vacancy, recruiter, approver):
    change = extend(vacancy, recruiter)
    later = "UPDATE recruitment_vacancychange SET closes_at = closes_at + interval '1 day' WHERE id = %s"
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(later, [change.pk])  # between the request and its approval
    changing.approve_change(change.pk, by=approver)
    again = "UPDATE recruitment_vacancychange SET return_reason = 'x' WHERE id = %s"
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again, [change.pk])


@pytest.mark.parametrize("kind", ["extend", "cancel"])
def test_a_change_takes_two_people_of_the_entity(vacancy, recruiter, kind):
    also("recruitment_approver", recruiter, vacancy.entity)
    change = extend(vacancy, recruiter) if kind == "extend" else cancel(vacancy, recruiter)
    with pytest.raises(OwnChange):
        changing.approve_change(change.pk, by=recruiter)
    for stranger in (staff("recruitment_approver", EntityFactory()), staff("recruiter", vacancy.entity)):
        with pytest.raises(NotPermitted):
            changing.approve_change(change.pk, by=stranger)
    with pytest.raises(ChangeOpen):
        extend(vacancy, recruiter)
    with pytest.raises(IntegrityError), transaction.atomic():
        VacancyChange.objects.filter(pk=change.pk).update(
            decided_by=recruiter, decided_at=database_now(), outcome="approved"
        )


def test_only_recruiters_ask_and_whoever_asked_reads_why_it_was_returned(vacancy, recruiter, approver):
    with pytest.raises(NotPermitted):
        cancel(vacancy, approver)
    change = cancel(vacancy, recruiter)
    forget_letters()
    changing.return_change(change.pk, by=approver, reason="الوظيفة مطلوبة")
    assert "الوظيفة مطلوبة" in letters()[recruiter.email]
    assert stored(vacancy).state == "published"
    with pytest.raises(ChangeOvertaken):
        changing.approve_change(change.pk, by=approver)


@pytest.mark.promise("REC-1.16")
def test_a_cancelled_vacancy_leaves_nobody_undecided_and_tells_each_why(client, vacancy, recruiter, approver):
    draft, sent, listed = (
        begun(vacancy),
        submitted(vacancy, by=PersonFactory(language="en")),
        shortlisted(vacancy, recruiter),
    )
    ApplicationNote.objects.create(application=sent, author=recruiter, text="سر", written_at=database_now())
    forget_letters()
    changing.approve_change(cancel(vacancy, recruiter).pk, by=approver)
    states = {each.pk: each.state for each in Application.objects.all()}
    assert states == {draft.pk: "draft_expired", sent.pk: "vacancy_cancelled", listed.pk: "vacancy_cancelled"}
    told = letters()
    told.pop(approver.email, None)
    assert set(told) == {mail_of(draft), mail_of(sent), mail_of(listed)}
    assert WHY["reason_en"] in told[mail_of(sent)]
    assert "You may object to this decision until" in told[mail_of(sent)]
    assert "object" not in told[mail_of(draft)]
    assert "سر" not in "".join(told.values())
    page = client.get(f"/en/jobs/{vacancy.reference}/").content.decode()
    assert "The vacancy was cancelled" in page
    assert WHY["reason_en"] in page
    entries = AuditEntry.objects.filter(action="recruitment:application:cancel")
    assert {entry.subject_id for entry in entries} == {str(sent.pk), str(listed.pk), str(draft.pk)}


def test_whoever_had_not_heard_of_his_rejection_hears_of_the_cancellation_alone(vacancy, recruiter, approver, settings):
    application = submitted(vacancy)
    forget_letters()
    settings.DECISION_UNDO = timedelta(minutes=30)
    screening.reject_application(application.pk, by=recruiter, version=application.row_version, reason_code="others")
    changing.approve_change(cancel(vacancy, recruiter).pk, by=approver)
    assert stored(application).state == ApplicationState.VACANCY_CANCELLED
    told = letters()[mail_of(application)]
    assert WHY["reason_ar"] in told


@pytest.mark.promise("REC-1.16")
def test_a_conclusion_names_who_is_hired_and_tells_everybody(client, vacancy, recruiter, behind_the_clock):
    draft, new = begun(vacancy), submitted(vacancy, by=PersonFactory(language="en"))
    chosen, second = shortlisted(vacancy, recruiter), shortlisted(vacancy, recruiter)
    forget_letters()
    close(vacancy, behind_the_clock)
    conclude(vacancy, recruiter, [chosen], public_reason_ar="نشكر اهتمامك", public_reason_en="Thank you")
    states = {each.pk: each.state for each in Application.objects.all()}
    assert states == {draft.pk: "draft_expired", new.pk: "rejected", chosen.pk: "hired", second.pk: "rejected"}
    told = letters()
    assert set(told) == {mail_of(new), mail_of(chosen), mail_of(second)}
    assert "Thank you" in told[mail_of(new)]
    assert "You may object to this decision until" in told[mail_of(new)]
    assert "نشكر اهتمامك" not in told[mail_of(chosen)]
    assert stored(vacancy).result == "filled"
    assert "The post was filled" in client.get(f"/en/jobs/{vacancy.reference}/").content.decode()


@pytest.mark.promise("REC-1.16")
def test_nobody_suitable_is_a_result_too(vacancy, recruiter, behind_the_clock):
    application = submitted(vacancy)
    close(vacancy, behind_the_clock)
    conclude(vacancy, recruiter)
    assert (stored(vacancy).state, stored(vacancy).result) == ("concluded", "none_suitable")
    assert (stored(application).state, stored(application).reason_code) == ("rejected", "others")
    with pytest.raises(MoveNotAllowed):
        conclude(vacancy, recruiter)


@pytest.mark.promise("REC-1.16")
def test_what_keeps_a_vacancy_from_being_concluded(vacancy, recruiter, behind_the_clock, settings):
    people = [shortlisted(vacancy, recruiter) for _number in range(3)]
    new = submitted(vacancy)
    with pytest.raises(StillOpen):
        conclude(vacancy, recruiter, people[:1])
    close(vacancy, behind_the_clock)
    for refusal, arguments in {
        TooManyHired: {"hired": people},
        NotShortlisted: {"hired": [new]},
        SomebodyMoved: {"hired": people[:1], "undecided": 3},
    }.items():
        with pytest.raises(refusal):
            conclude(vacancy, recruiter, **arguments)
    with pytest.raises(NotPermitted):
        conclude(vacancy, staff("recruitment_approver", vacancy.entity), people[:1])
    settings.DECISION_UNDO = timedelta(minutes=30)
    screening.reject_application(new.pk, by=recruiter, version=new.row_version, reason_code="others")
    with pytest.raises(DecisionsPending):
        conclude(vacancy, recruiter, people[:1])
    assert stored(vacancy).state == "published"
    assert {each.state for each in Application.objects.exclude(pk=new.pk)} == {"shortlisted"}


@pytest.mark.promise("REC-1.17")
def test_whoever_applied_himself_neither_asks_for_a_change_nor_approves_it(client, vacancy, recruiter):
    insider = PersonFactory()
    submitted(vacancy, by=insider)
    also("recruitment_approver", also("recruiter", insider, vacancy.entity), vacancy.entity)
    closes_at = vacancy.closes_at + LATER
    with pytest.raises(OwnVacancy):
        changing.ask_change(vacancy.pk, "extend", by=insider, closes_at=closes_at, **WHY)
    change = changing.ask_change(vacancy.pk, "extend", by=recruiter, closes_at=closes_at, **WHY)
    for deed in (changing.approve_change, partial(changing.return_change, reason="…")):
        with pytest.raises(OwnVacancy):
            deed(change.pk, by=insider)
    client.force_login(insider)
    assert client.post(reverse("recruitment_staff:approve_change", args=[change.pk])).status_code == 403
    assert stored(vacancy).closes_at < closes_at
