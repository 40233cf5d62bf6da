"""At which place results are opened: numbers alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.permissions import give_administration
from entities.models import Role
from search import tasks
from search.models import SearchClick
from tests.factories.people import staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.10")]


def counted() -> dict[int, int]:
    return dict(SearchClick.objects.values_list("place", "clicks"))


def test_a_place_is_counted_by_day_with_no_token_and_no_cookie():
    reader = Client(enforce_csrf_checks=True)
    answers = [reader.post("/ar/search/opened", {"place": place}) for place in ("1", "3", "1")]
    assert ([each.status_code for each in answers], counted()) == ([204] * 3, {1: 2, 3: 1})
    assert not reader.cookies


@pytest.mark.parametrize("place", ["", "0", "101", "-1", "1.5", "x", "١", "9" * 40])
def test_what_is_no_place_is_refused(client, place):
    assert client.post("/ar/search/opened", {"place": place}).status_code == 400
    assert counted() == {}


def test_the_page_tells_its_script_where_its_results_begin(client):
    assert 'data-opened="/en/search/opened" data-first="1"' in client.get("/en/search/").content.decode()


def test_counts_are_forgotten_after_ninety_days_and_added_up_for_editors(client):
    today = timezone.localdate()
    for days, clicks in ((0, 3), (20, 1), (91, 9)):
        SearchClick.objects.create(day=today - timedelta(days=days), place=1, clicks=clicks)
    SearchClick.objects.create(day=today, place=2, clicks=1)
    tasks.forget()
    give_administration()
    client.force_login(staff(Role.PLATFORM_ADMIN))
    rows = client.get(reverse("search_staff:places"), {"days": "30"}).context["rows"]
    assert [(each["place"], each["clicks"], each["share"]) for each in rows] == [(1, 4, 80), (2, 1, 20)]
    assert SearchClick.objects.count() == 3
