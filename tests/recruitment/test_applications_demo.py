"""Vacancies and applications of the demo world together, made by the deeds."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest

from recruitment import demo
from recruitment.demo import applicants, applications, vacancies
from recruitment.models import Application, Vacancy
from recruitment.status import status_of
from shared import audit
from shared.clock import database_now
from shared.models import OutboxMessage, Receipt
from tests.factories.people import EntityFactory, PersonFactory, staff

pytestmark = pytest.mark.promise("FND-1.16")


@pytest.fixture
def world(settings, db):
    settings.VACANCY_LEAST_OPEN = timedelta(0)
    entities = {code: EntityFactory(code=code) for code in ("CSC", "MUN", "HLT", "TRN", "FIN", "EGV")}
    people = {email: staff(role, entities["MUN"]) for role, email in vacancies.OWN.items()}
    people |= {email: PersonFactory(email=email) for email in ("seeker@demo.example", "seeker2@demo.example")}
    return SimpleNamespace(at=database_now(), entities=entities, people=people, password="oasis-city-2026")


def test_thirty_vacancies_and_two_hundred_applications_stand_in_every_state_and_stay_so_at_a_second_run(world):
    _run(world)
    now = database_now()
    assert Counter(status_of(each, now).code for each in Vacancy.objects.all()) == {
        "open": 11, "closing_soon": 3, "closed": 3, "filled": 3, "none_suitable": 1, "cancelled": 2,
        "draft": 3, "returned": 1, "in_review": 3,
    }  # fmt: skip
    assert set(Vacancy.objects.values_list("entity", flat=True)) == {each.pk for each in world.entities.values()}
    states = Counter(Application.objects.values_list("state", flat=True))
    assert states.total() == 200
    assert states == {
        "draft": 24, "submitted": 83, "screening": 30, "information_requested": 5, "shortlisted": 10, "rejected": 28,
        "hired": 4, "withdrawn": 6, "vacancy_cancelled": 8, "draft_expired": 2,
    }  # fmt: skip
    assert sorted(each.state for each in Application.objects.of(world.people["seeker@demo.example"])) == [
        "information_requested", "rejected", "submitted",
    ]  # fmt: skip
    answered = Application.objects.filter(requests__answered_at__isnull=False).count()
    assert Receipt.objects.count() == Application.objects.exclude(submitted_at=None).count() + answered
    assert all(audit.history(each).exists() for each in Application.objects.all()[:20])

    before = _counted()
    world.at = database_now()
    _run(world)
    assert _counted() == before


def test_those_who_apply_are_the_same_at_every_run_and_write_in_their_language():
    crowd = applicants.written()
    assert crowd == applicants.written()
    people = [facts["person"] for facts in (*crowd, *applications.written())]
    assert len(set(people)) == len(people) - 5
    assert {facts["language"] for facts in crowd} == {"ar", "en"}
    assert all(facts["name_ar"] for facts in crowd if facts["language"] == "ar")


def _run(world):
    demo.build(world)
    demo.finish(world)


def _counted():
    return [kind.objects.count() for kind in (Vacancy, Application, OutboxMessage, Receipt)]
