"""The services of the demo world: published in both languages, which say the same numbers."""

import re
from types import SimpleNamespace

import pytest

from catalogue import demo
from catalogue.models import Service
from entities.models import Role
from shared.clock import database_now
from tests.factories.content import tree
from tests.factories.people import EntityFactory, staff

NUMBER = re.compile(r"\d[\d,.:]*\d|\d")
CODES = ("CSC", "EGV", "FIN", "HLT", "MUN", "TRN")


@pytest.fixture
def world(db):
    tree()
    entities = {code: EntityFactory(code=code) for code in CODES}
    people = {"editor@demo.example": staff(Role.EDITOR, entities["EGV"])}
    return SimpleNamespace(at=database_now(), entities=entities, people=people, say=lambda line: None)


def pairs(facts):
    """Every text of a service beside its other language."""
    for name in demo.TEXTS:
        if f"{name}_ar" in facts or f"{name}_en" in facts:
            yield facts[f"{name}_ar"], facts[f"{name}_en"]
    for rows in ("documents", "conditions", "steps", "fees"):
        for *_amount, ar, en in facts.get(rows, []):
            yield ar, en


@pytest.mark.promise("CON-1.5")
def test_sixty_services_of_six_entities_are_published_once(world):
    demo.build(world)
    assert Service.objects.live().count() == len(demo.written()) >= 60
    assert set(Service.objects.values_list("entity__code", flat=True)) == set(CODES)
    demo.build(world)
    assert Service.objects.count() == len(demo.written())


@pytest.mark.promise("CON-1.5")
@pytest.mark.parametrize("facts", demo.written(), ids=lambda facts: facts["slug"])
def test_every_service_is_whole_and_its_languages_say_the_same_numbers(facts):
    assert all(facts[part] for part in ("steps", "channels"))
    assert facts["documents"] + facts["conditions"]
    for ar, en in pairs(facts):
        assert re.search(r"[ء-ي]", ar), en
        assert re.fullmatch(r"[^ء-ي]+", en), ar
        assert sorted(NUMBER.findall(ar)) == sorted(NUMBER.findall(en)), (ar, en)
