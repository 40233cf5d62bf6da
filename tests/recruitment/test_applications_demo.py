"""The applications of the demo world, made by the deeds."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest

from recruitment import demo
from recruitment.demo import vacancies
from recruitment.models import Application
from shared.clock import database_now
from shared.models import OutboxMessage, Receipt
from tests.factories.people import EntityFactory, PersonFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("FND-1.16")]


@pytest.fixture
def world(settings):
    settings.VACANCY_LEAST_OPEN = timedelta(0)
    entities = {code: EntityFactory(code=code) for code in ("CSC", "MUN", "HLT", "TRN", "FIN", "EGV")}
    people = {email: staff(role, entities["MUN"]) for role, email in vacancies.OWN.items()}
    people |= {email: PersonFactory(email=email) for email in ("seeker@demo.example", "seeker2@demo.example")}
    return SimpleNamespace(at=database_now(), entities=entities, people=people, password="oasis-city-2026")


def test_a_recruiter_finds_applications_in_every_state_and_each_seeker_his_own(world):
    demo.build(world)
    roads = Application.objects.filter(vacancy=vacancies.published(world, "road-engineer"))
    states = Counter(roads.values_list("state", flat=True))
    assert states == {"submitted": 4, "screening": 3, "shortlisted": 2, "rejected": 2, "withdrawn": 1}
    own = {
        email: Application.objects.of(world.people[email]) for email in ("seeker@demo.example", "seeker2@demo.example")
    }
    assert [each.state for each in own["seeker@demo.example"]] == ["submitted"]
    assert sorted(each.state for each in own["seeker2@demo.example"]) == ["draft", "submitted"]
    assert Receipt.objects.count() == Application.objects.exclude(submitted_at=None).count()


def test_a_second_run_on_the_same_day_changes_nothing(world):
    demo.build(world)
    before = (Application.objects.count(), OutboxMessage.objects.count())
    world.at = database_now()
    demo.build(world)
    assert (Application.objects.count(), OutboxMessage.objects.count()) == before
