"""Real connections at once: one submission, one receipt, and nobody slips in after the closing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection

from recruitment import applying, screening
from recruitment.application_refusals import ApplicationChanged, VacancyClosed
from recruitment.application_states import RejectionReason
from recruitment.models import Application, ApplicationSnapshot
from shared import audit, outbox
from shared.clock import database_now
from shared.idempotency import no_key
from shared.models import Receipt
from tests.factories import applications as made
from tests.factories.people import PersonFactory, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Each call on a connection of its own, all let go at the same moment; what each returned or raised."""
    together = threading.Barrier(len(calls), timeout=60)

    def run(call):
        try:
            connection.ensure_connection()
            together.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def submitting(application):
    person, version = made.owner(application), made.version(application)
    return lambda: applying.submit_application(application.pk, by=person, version=version, once=no_key)


@pytest.mark.promise("REC-1.4", "REL-1.10")
def test_twenty_at_once_leave_one_row_one_receipt_one_letter(mailoutbox):
    application = made.filled()
    receipts = at_once(*[submitting(application)] * 20)
    assert {receipt.pk for receipt in receipts} == {Receipt.objects.get().pk}
    assert ApplicationSnapshot.objects.count() == 1
    outbox.deliver_all()
    assert len(mailoutbox) == 1


@pytest.mark.promise("REC-1.5")
def test_twenty_starts_at_once_leave_one_draft():
    vacancy, person = published_vacancy(), PersonFactory()
    begun = at_once(*[lambda: applying.start_application(vacancy.pk, by=person)] * 20)
    assert {each.pk for each in begun} == {Application.objects.get().pk}


@pytest.mark.promise("REC-1.9")
def test_of_ten_recruiters_on_one_card_one_decides():
    """All of them saw it as it was handed in; half move it on, half do not select it."""
    application = made.submitted()
    people = [staff("recruiter", application.vacancy.entity) for _ in range(10)]

    def move(by):
        return screening.move_application(application.pk, "screening", by=by, version=application.row_version)

    def reject(by):
        return screening.reject_application(
            application.pk, by=by, version=application.row_version, reason_code=RejectionReason.EXPERIENCE
        )

    answers = at_once(*[partial(move if number % 2 else reject, by) for number, by in enumerate(people)])
    assert [type(answer) for answer in answers].count(ApplicationChanged) == 9
    decided = [entry for entry in audit.history(application) if entry.action.rsplit(":")[-1] in ("move", "reject")]
    assert len(decided) == 1
    assert Application.objects.get().row_version == application.row_version + 1


@pytest.mark.promise("REC-1.3")
def test_fifty_clients_across_the_deadline(behind_the_clock):
    """Half of them come before, half after the instant; whoever is told that he is in has row and receipt."""
    vacancy = published_vacancy()
    drafts = [made.filled(vacancy) for _ in range(50)]
    behind_the_clock(vacancy, closes_at=timedelta(seconds=1))
    closing = vacancy.closing_at
    calls = [*(submitting(each) for each in drafts[:25]), *(after(closing, submitting(each)) for each in drafts[25:])]
    answers = at_once(*calls)

    refused = [each for each in answers if isinstance(each, VacancyClosed)]
    accepted = [each for each in answers if isinstance(each, Receipt)]
    assert len(accepted) + len(refused) == 50, [
        each for each in answers if not isinstance(each, Receipt | VacancyClosed)
    ]
    assert len(refused) >= 25
    rows = Application.objects.exclude(submitted_at=None)
    assert {str(pk) for pk in rows.values_list("pk", flat=True)} == {each.subject_id for each in accepted}
    assert not rows.filter(submitted_at__gte=closing).exists()
    assert Receipt.objects.count() == len(accepted) == ApplicationSnapshot.objects.count()


def after(instant, call):
    """Only once the database's own clock has passed this instant."""

    def late():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(extract(epoch FROM %s - clock_timestamp()))", [instant])
        return call()

    return late


@pytest.mark.promise("REC-1.3")
def test_a_submission_that_waits_for_its_turn_beyond_the_deadline_is_late(behind_the_clock):
    """The instant is taken after the row is held: a queue in front of it helps nobody in."""
    application = made.filled()
    behind_the_clock(application.vacancy, closes_at=timedelta(milliseconds=800))
    closing = application.vacancy.closing_at
    held = threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM recruitment_application WHERE id = %s FOR UPDATE", [application.pk])
            held.set()
            cursor.execute("SELECT pg_sleep(extract(epoch FROM %s - clock_timestamp()))", [closing])
            cursor.execute("COMMIT")

    def submit():
        held.wait(30)
        return submitting(application)()

    _held, answer = at_once(hold, submit)
    assert isinstance(answer, VacancyClosed)
    application.refresh_from_db()
    assert application.state == "draft"


@pytest.mark.promise("REC-1.3")
@pytest.mark.parametrize("skew", [timedelta(hours=-2), timedelta(hours=2)])
def test_a_skewed_web_clock_changes_nothing(skew, behind_the_clock):
    open_one, closed_one = made.filled(), made.filled()
    behind_the_clock(open_one.vacancy, closes_at=timedelta(hours=1))
    behind_the_clock(closed_one.vacancy, closes_at=timedelta(hours=-1))
    now = database_now()
    with time_machine.travel(now + skew):
        receipt = made.submit(open_one)
        with pytest.raises(VacancyClosed):
            made.submit(closed_one)
    assert now < receipt.issued_at < database_now()
