"""What a signed-in person was shown stays in no cache: not the browser's on a shared computer, nor one on the way."""

import pytest

from entities.models import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.applications import filled, owner, submitted
from tests.factories.content import tree
from tests.factories.people import staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.2")]


@pytest.fixture(autouse=True)
def home():
    tree()


def kept_back(response) -> bool:
    return "no-store" in response.get("Cache-Control", "") and "public" not in response["Cache-Control"]


def test_every_page_of_an_applicant_is_stored_nowhere(client):
    sent, draft = submitted(), filled()
    client.force_login(owner(sent))
    for path in ("", "profile/", "messages/", "sessions/", "company/", "applications/", "applications/profile/"):
        assert kept_back(client.get(f"/en/account/{path}")), path
    assert kept_back(client.get(f"/en/account/applications/{sent.pk}/"))
    assert kept_back(client.get("/en/")), "it names who is signed in"
    assert kept_back(client.get("/en/no-such-page/"))
    client.force_login(owner(draft))
    for step in ("", "personal/", "documents/", "check/"):
        assert kept_back(client.get(f"/en/jobs/{draft.vacancy.reference}/apply/{step}")), step


def test_every_page_of_the_staff_area_is_stored_nowhere(client):
    client.force_login(staff(Role.RECRUITER, submitted().vacancy.entity))
    for path in ("", "recruitment/vacancies/", "no-such-door/"):
        assert kept_back(client.get(f"/admin/{path}")), path


def test_signing_in_and_out_are_stored_nowhere_either(client):
    person = UserFactory()
    assert kept_back(client.post("/en/account/sign-in/", {"login": person.email, "password": PASSWORD}))
    assert kept_back(client.post("/en/account/sign-out/"))


def test_a_visitors_page_may_be_kept(client):
    assert "no-store" not in client.get("/en/").get("Cache-Control", "")
