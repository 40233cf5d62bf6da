"""A measure may try other weights; everybody else follows the one recipe."""

from dataclasses import replace

import pytest
from django.db import transaction

import search
from search import recipe
from search.question import Question
from search.recipe import Recipe
from shared import outbox

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.4"), pytest.mark.usefixtures("engine")]


def ids(words: str) -> list[str]:
    return [hit.subject_id for hit in search.find(Question(words=words)).hits]


@pytest.fixture
def nurses(things):
    things.add(1, title_en="Nurse")
    things.add(2, title_en="Vacancy", body_en="a nurse for the ward")
    things.add(3, title_en="Nursery")
    with transaction.atomic():
        for number in (1, 2, 3):
            outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()


def test_what_is_tried_is_followed_within_and_nowhere_else(nurses):
    assert ids("nurse")[:2] == ["1", "2"]
    with recipe.trying(replace(Recipe(), title=0.1)):
        assert ids("nurse")[0] == "2"
    assert ids("nurse")[:2] == ["1", "2"]


def test_readings_follow_it_too(nurses):
    assert ids("nurse")[0] == "1"
    with recipe.trying(replace(Recipe(), beginning=2.0)):
        assert ids("nurse")[0] == "3"  # as good as the other one, and newer


def test_a_measure_that_fails_leaves_the_recipe_as_it_was():
    with pytest.raises(ZeroDivisionError), recipe.trying(replace(Recipe(), title=0.1)):
        1 / 0  # noqa: B018
    assert recipe.followed() == Recipe()
