"""Input that nobody hopes for: too long, too late in the way, sent again from a page that the browser kept."""

import pytest
from django.test import Client

from recruitment.models import Application
from tests.factories import applications as made
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REC-1.11")]
LONGEST = 2000


def browser_of(application):
    client = Client()
    client.force_login(made.owner(application))
    return client


def door(application, page="", language="en"):
    return f"/{language}/jobs/{application.vacancy.reference}/apply/{page}"


@pytest.mark.parametrize(("language", "words"), [("ar", "يجب ألا يزيد النص على"), ("en", "must not be longer than")])
def test_a_text_that_is_too_long_is_told_with_the_number_and_nothing_of_it_is_cut(language, words):
    application = made.begun()
    typed = "م" * (LONGEST + 1)
    data = {**made.EXPERIENCE, "duties": typed, "version": application.row_version}
    answer = browser_of(application).post(door(application, "experience/new/", language), data)
    assert answer.status_code == 422
    [error] = answer.context["form"].errors["duties"]
    assert words in error
    assert "2,000" in error
    assert typed in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"started_on": "2023-02-01"}, "ended_on"),
        ({"started_on": "2999-01-01", "ended_on": ""}, "started_on"),
        ({"ended_on": "2999-01-01"}, "ended_on"),
        ({"started_on": "٣١/٠٢/٢٠١٩"}, "started_on"),
        ({"country": "XX"}, "country"),
    ],
)
def test_a_post_that_cannot_have_been_is_told_beside_its_field(changed, field):
    application = made.begun()
    data = {**made.EXPERIENCE, **changed, "version": application.row_version}
    answer = browser_of(application).post(door(application, "experience/new/"), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "experience" not in Application.objects.get().draft_data


@pytest.mark.parametrize("page", ["personal/", "experience/new/", "declaration/", "documents/"])
def test_the_way_back_after_the_submission_leads_on_and_an_old_page_changes_nothing(page):
    application = made.submitted()
    client, before = browser_of(application), application.snapshot.sha256
    own_page = f"/en/account/applications/{application.pk}/"
    assert client.get(door(application, page)).url == own_page
    sent = client.post(door(application, page), {**made.EXPERIENCE, "version": 3, "confirmed": "on", "leave": "1"})
    assert sent.status_code == 409
    assert "can no longer be changed" in sent.content.decode()
    assert Application.objects.get().snapshot.sha256 == before
    assert Application.objects.get().draft_data == {}


def test_beginning_twice_leads_to_the_one_draft():
    vacancy, person = published_vacancy(), PersonFactory()
    client = Client()
    client.force_login(person)
    address = f"/en/jobs/{vacancy.reference}/apply/"
    assert [client.post(address).url for _click in range(2)] == [address, address]
    assert Application.objects.count() == 1
