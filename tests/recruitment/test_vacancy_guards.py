"""What the database itself holds about vacancies, also against raw SQL of the web role."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from recruitment.models import Vacancy
from shared.clock import database_now
from shared.phases import Phase
from tests.factories.people import staff
from tests.factories.recruitment import VacancyFactory, published_vacancy

pytestmark = pytest.mark.django_db
LATER = "UPDATE recruitment_vacancy SET closes_at = closes_at + interval '2 days' WHERE id = %s"


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.promise("REC-1.1")
def test_the_author_is_never_the_approver():
    vacancy = VacancyFactory()
    with pytest.raises(IntegrityError, match="approver_is_not_author"):
        sql("UPDATE recruitment_vacancy SET approver_id = author_id WHERE id = %s", vacancy.pk)


@pytest.mark.promise("REC-1.1")
def test_nothing_is_published_without_approver_version_and_closing():
    vacancy = VacancyFactory()
    with pytest.raises(IntegrityError, match="published_is_whole"):
        sql("UPDATE recruitment_vacancy SET state = 'published', published_at = now() WHERE id = %s", vacancy.pk)


@pytest.mark.promise("REC-1.1")
@pytest.mark.parametrize(
    "change",
    [
        "title_ar = 'عنوان آخر'", "requirements_en = 'other'", "salary_from = 1", "salary_shown = false", "policy = 'nationals_only'",
        "version = 2", "published_at = now()", "openings = 9", "approver_id = NULL", "legal_basis_ar = 'قانون'",
    ],
)  # fmt: skip
def test_a_published_text_stays_as_it_was_approved(change):
    vacancy = published_vacancy()
    with pytest.raises(DatabaseError):
        sql(f"UPDATE recruitment_vacancy SET {change} WHERE id = %s", vacancy.pk)


def test_the_closing_comes_after_publication():
    vacancy = VacancyFactory()
    with pytest.raises(IntegrityError, match="closes_after_publication"):
        sql(
            "UPDATE recruitment_vacancy SET state = 'published', version = 1, published_at = closes_at, approver_id = %s WHERE id = %s",
            staff("recruitment_approver", vacancy.entity).pk,
            vacancy.pk,
        )


def test_the_closing_instant_moves_later_only():
    vacancy = published_vacancy()
    with pytest.raises(IntegrityError, match="only move later"):
        sql("UPDATE recruitment_vacancy SET closes_at = closes_at - interval '1 second' WHERE id = %s", vacancy.pk)
    sql(LATER, vacancy.pk)


@pytest.mark.parametrize("column", ["closes_at", "closed_early_at"])
def test_a_closing_instant_that_has_passed_stays(column, behind_the_clock):
    vacancy = published_vacancy()
    behind_the_clock(vacancy, **{column: timedelta(seconds=-1)})
    with pytest.raises(IntegrityError, match="has passed"):
        sql(LATER, vacancy.pk)
    with pytest.raises(IntegrityError, match="has passed"):
        sql(
            "UPDATE recruitment_vacancy SET closed_early_at = NULL, closes_at = closes_at + interval '1 day' WHERE id = %s",
            vacancy.pk,
        )


def test_nobody_closes_a_vacancy_in_the_past():
    vacancy = published_vacancy()
    with pytest.raises(IntegrityError, match="in the past"):
        sql("UPDATE recruitment_vacancy SET closed_early_at = now() - interval '1 hour' WHERE id = %s", vacancy.pk)


def test_a_draft_may_move_its_closing_both_ways():
    sql("UPDATE recruitment_vacancy SET closes_at = closes_at - interval '3 days' WHERE id = %s", VacancyFactory().pk)


@pytest.mark.parametrize("salary", ["salary_to = salary_from - 1", "salary_from = NULL", "salary_from = 0"])
def test_a_salary_range_runs_upwards(salary):
    with pytest.raises(IntegrityError, match="salary"):
        sql(f"UPDATE recruitment_vacancy SET {salary} WHERE id = %s", VacancyFactory().pk)


@pytest.mark.promise("REC-1.1")
def test_what_was_approved_and_who_edited_is_written_once():
    vacancy = published_vacancy()
    vacancy.editors.create(user=vacancy.author, first_at=database_now())
    for table in ("recruitment_vacancyversion", "recruitment_vacancyeditor"):
        for statement in (
            f"DELETE FROM {table} WHERE vacancy_id = %s",
            f"UPDATE {table} SET id = id WHERE vacancy_id = %s",
        ):
            with pytest.raises(DatabaseError):
                sql(statement, vacancy.pk)


def test_queryset_and_record_agree_about_open_and_closed(behind_the_clock):
    far, near, past, early = (published_vacancy() for _ in range(4))
    behind_the_clock(near, closes_at=timedelta(days=1))
    behind_the_clock(past, closes_at=timedelta(seconds=-1))
    behind_the_clock(early, closed_early_at=timedelta(seconds=-1))
    draft = VacancyFactory()
    now = database_now()
    for vacancy in (far, near, past, early, draft):
        found = [phase for phase in Phase if Vacancy.objects.in_phase(phase, now).filter(pk=vacancy.pk).exists()]
        assert found == [phase for phase in (vacancy.phase_at(now),) if phase]
        assert vacancy.takes_applications_at(now) == Vacancy.objects.open_at(now).filter(pk=vacancy.pk).exists()
    assert [each.phase_at(now) for each in (far, near, past, early, draft)] == [
        "open",
        "closing_soon",
        "closed",
        "closed",
        None,
    ]


def test_the_closing_instant_itself_is_closed():
    vacancy = published_vacancy()
    assert vacancy.phase_at(vacancy.closes_at) == Phase.CLOSED
    assert vacancy not in Vacancy.objects.open_at(vacancy.closes_at)
