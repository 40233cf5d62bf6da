"""What the database itself holds about applications, also against raw SQL of the web role."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from recruitment import applying
from recruitment.models import Application
from shared.clock import database_now
from shared.models import uuid7
from tests.factories import applications as made
from tests.factories.people import PersonFactory
from tests.factories.recruitment import VacancyFactory, published_vacancy

pytestmark = pytest.mark.django_db
SUBMIT = "UPDATE recruitment_application SET state = 'submitted', vacancy_version = 1 WHERE id = %s"
BEGIN = """INSERT INTO recruitment_application
    (id, vacancy_id, candidate_id, reference, state, submitted_at, vacancy_version, draft_data, completed_steps,
     row_version, education_level, nationality, insider, reason_code, public_reason_ar, public_reason_en,
     withdrawal_reason, created_at)
    SELECT %s, %s, candidate_id, %s, %s, %s, 1, '{}', '[]', 0, '', '', false, '', '', '', '', now()
    FROM recruitment_application WHERE id = %s"""


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def close(vacancy, behind_the_clock, **times):
    behind_the_clock(vacancy, **(times or {"closes_at": timedelta(seconds=-1)}))


def insert(like, *, vacancy=None, state="draft", submitted_at=None):
    pk = uuid7()
    sql(BEGIN, pk, (vacancy or published_vacancy()).pk, f"APP-{pk.hex[-8:]}", state, submitted_at, like.pk)
    return Application.objects.get(pk=pk)


@pytest.mark.promise("REC-1.3")
@pytest.mark.parametrize(
    ("closing", "instant", "takes"),
    [
        ("2026-11-30 10:00:00+00", "2026-11-30 09:59:59.999999+00", True),
        ("2026-11-30 10:00:00+00", "2026-11-30 10:00:00+00", False),
        ("2026-11-30 10:00:00+00", "2026-11-30 10:00:00.000001+00", False),
        ("2026-11-30 14:00:00+04", "2026-11-30 10:00:00+00", False),
        (None, "2026-11-30 10:00:00+00", False),
    ],
)
def test_the_closing_instant_itself_is_too_late(closing, instant, takes):
    assert sql("SELECT recruitment_takes_at(%s, %s)", closing, instant) == [(takes,)]


@pytest.mark.promise("REC-1.3")
@pytest.mark.parametrize("column", ["closes_at", "closed_early_at"])
def test_raw_sql_after_the_closing_is_refused(column, behind_the_clock):
    application = made.filled()
    close(application.vacancy, behind_the_clock, **{column: timedelta(seconds=-1)})
    with pytest.raises(IntegrityError, match="takes no applications"):
        sql(SUBMIT, application.pk)
    with pytest.raises(IntegrityError, match="takes no applications"):
        insert(application, vacancy=application.vacancy)


@pytest.mark.promise("REC-1.3")
def test_nobody_brings_an_instant_with_him():
    application = made.filled()
    before = database_now()
    sql("UPDATE recruitment_application SET submitted_at = '2020-01-01', state = 'submitted', vacancy_version = 1 WHERE id = %s", application.pk)  # fmt: skip
    application.refresh_from_db()
    assert before < application.submitted_at < database_now()
    direct = insert(application, state="submitted", submitted_at="2020-01-01")
    assert direct.submitted_at > application.submitted_at


@pytest.mark.promise("REC-1.3")
@pytest.mark.parametrize("change", ["submitted_at = now()", "submitted_at = NULL", "submitted_at = '2020-01-01'"])
def test_the_instant_of_submission_stays(change):
    application = made.submitted()
    with pytest.raises(DatabaseError):
        sql(f"UPDATE recruitment_application SET {change} WHERE id = %s", application.pk)


def test_a_draft_has_no_instant_of_submission():
    application = made.begun()
    with pytest.raises(IntegrityError):
        sql("UPDATE recruitment_application SET submitted_at = now() WHERE id = %s", application.pk)


@pytest.mark.parametrize("state", ["screening", "shortlisted", "rejected"])
def test_nothing_is_selected_that_was_not_submitted(state):
    application = made.begun()
    with pytest.raises(IntegrityError):
        sql("UPDATE recruitment_application SET state = %s, reason_code = 'other' WHERE id = %s", state, application.pk)
    with pytest.raises(IntegrityError, match="begins as a draft"):
        insert(application, state=state)


def test_what_was_withdrawn_is_not_submitted_again():
    application = made.submitted()
    applying.withdraw_application(application.pk, by=made.owner(application))
    with pytest.raises(IntegrityError, match="only a draft"):
        sql(SUBMIT, application.pk)


def test_an_unpublished_vacancy_takes_nothing():
    application = made.begun()
    with pytest.raises(IntegrityError, match="takes no applications"):
        insert(application, vacancy=VacancyFactory())


@pytest.mark.promise("REC-1.5")
def test_one_live_application_a_person_and_vacancy():
    application = made.begun()
    with pytest.raises(IntegrityError, match="one_live_application"):
        insert(application, vacancy=application.vacancy)
    applying.withdraw_application(application.pk, by=made.owner(application))
    again = insert(application, vacancy=application.vacancy)
    with pytest.raises(IntegrityError, match="one_live_application"):
        sql("UPDATE recruitment_application SET state = 'draft' WHERE id = %s", application.pk)
    assert again.state == "draft"


@pytest.mark.parametrize("change", ["vacancy_id", "candidate_id"])
def test_an_application_stays_with_its_person_and_vacancy(change):
    application, other = made.begun(), made.begun(by=PersonFactory())
    with pytest.raises(DatabaseError):
        sql(
            f"UPDATE recruitment_application SET {change} = %s WHERE id = %s",
            getattr(other, change),
            application.pk,
        )


@pytest.mark.promise("REC-1.6")
@pytest.mark.parametrize(
    "change",
    ["vacancy_version = 2", "education_level = '8'", "experience_years = 40", "nationality = 'JO'", "draft_data = '{\"personal\": {}}'"],
)  # fmt: skip
def test_what_was_taken_from_the_snapshot_stays(change):
    application = made.submitted()
    with pytest.raises(DatabaseError):
        sql(f"UPDATE recruitment_application SET {change} WHERE id = %s", application.pk)


@pytest.mark.promise("REC-1.6")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recruitment_applicationsnapshot SET facts = '{}' WHERE application_id = %s",
        "DELETE FROM recruitment_applicationsnapshot WHERE application_id = %s",
        "UPDATE recruitment_applicationdocument SET kind = 'supporting' WHERE application_id = %s",
        "DELETE FROM recruitment_applicationdocument WHERE application_id = %s",
    ],
)
def test_the_snapshot_and_its_documents_are_there_for_good(statement):
    application = made.submitted()
    with pytest.raises(DatabaseError):
        sql(statement, application.pk)


def test_one_cv_an_application():
    application = made.begun()
    made.attach(application)
    paper = made.attach(application, kind="supporting")
    with pytest.raises(IntegrityError, match="one_cv"):
        sql("UPDATE recruitment_applicationdocument SET kind = 'cv' WHERE id = %s", paper.pk)
