"""The vacancies of the demo world, made by the deeds."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from recruitment.demo import vacancies
from recruitment.models import Vacancy, VacancyVersion
from recruitment.readiness import gaps
from shared import audit
from shared.clock import database_now
from shared.models import OutboxMessage
from tests.factories.people import EntityFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.VACANCY_LEAST_OPEN = timedelta(0)
    entities = {code: EntityFactory(code=code) for code in ("CSC", "MUN", "HLT", "TRN", "FIN", "EGV")}
    people = {email: staff(role, entities["MUN"]) for role, email in vacancies.OWN.items()}
    return SimpleNamespace(at=database_now(), entities=entities, people=people, password="oasis-city-2026")


@pytest.mark.promise("FND-1.16")
def test_the_vacancies_stand_in_every_state(world):
    vacancies.build(world)
    phases = {str(vacancy.phase_at(database_now()) or vacancy.state) for vacancy in Vacancy.objects.all()}
    assert phases >= {"open", "draft", "in_review"}
    assert Vacancy.objects.open_at(database_now()).count() >= 14
    assert Vacancy.objects.exclude(return_reason="").exists()
    for vacancy in Vacancy.objects.public():
        assert audit.history(vacancy).count() == 3
        assert VacancyVersion.objects.filter(vacancy=vacancy, number=vacancy.version).exists()


@pytest.mark.promise("FND-1.16")
def test_a_second_run_on_the_same_day_changes_nothing(world):
    vacancies.build(world)
    before = (Vacancy.objects.count(), OutboxMessage.objects.count())
    world.at = database_now()
    vacancies.build(world)
    assert (Vacancy.objects.count(), OutboxMessage.objects.count()) == before


@pytest.mark.promise("FND-1.16")
def test_what_has_closed_since_is_advertised_again(world, behind_the_clock):
    vacancies.build(world)
    closed = vacancies.published(world, "accountant")
    behind_the_clock(closed, published_at=timedelta(days=-9), closes_at=timedelta(days=-1))
    world.at = database_now()
    vacancies.build(world)
    assert vacancies.published(world, "accountant").pk != closed.pk


def test_the_written_texts_are_whole(world):
    vacancies.build(world)
    incomplete = [
        vacancy.title_en
        for vacancy in Vacancy.objects.order_by("reference")
        if not vacancy.is_public and gaps(vacancy, at=world.at)
    ]
    assert incomplete == ["Agricultural engineer, public parks", "Speech and language therapist", ""]
