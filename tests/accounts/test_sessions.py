"""How long a sign-in lasts, and the sessions a person sees and ends."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import sessions, tasks
from shared.models import AuditEntry
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.5")]
SIGN_IN = "/ar/account/sign-in/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


def signed_in(user, agent: str = DESK) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    return client


def age(client, *, began: timedelta, seen: timedelta) -> None:
    session, now = client.session, int(time.time())
    session[sessions.BEGAN], session[sessions.SEEN] = now - began.total_seconds(), now - seen.total_seconds()
    session.save()


@pytest.mark.promise("FND-1.13")
@pytest.mark.parametrize(
    ("factory", "began", "seen", "lasts"),
    [
        (UserFactory, timedelta(hours=11), timedelta(minutes=59), True),
        (UserFactory, timedelta(hours=11), timedelta(minutes=61), False),
        (UserFactory, timedelta(hours=12, minutes=1), timedelta(minutes=1), False),
        (StaffFactory, timedelta(hours=7), timedelta(minutes=29), True),
        (StaffFactory, timedelta(hours=7), timedelta(minutes=31), False),
        (StaffFactory, timedelta(hours=8, minutes=1), timedelta(minutes=1), False),
    ],
)
def test_a_sign_in_ends_after_its_idle_time_and_after_its_longest_duration(factory, began, seen, lasts):
    client = signed_in(factory())
    key = client.session.session_key
    age(client, began=began, seen=seen)
    assert (client.get("/ar/account/").status_code == 200) is lasts
    assert Session.objects.filter(session_key=key).exists() is lasts, "an ended one is gone on the server"
    if not lasts:
        page = client.get("/ar/account/", follow=True).content.decode()
        assert "انتهت جلستك. سجّل الدخول للمتابعة من حيث توقفت." in page


def test_using_the_portal_keeps_the_sign_in_alive(monkeypatch):
    client = signed_in(UserFactory())
    age(client, began=timedelta(hours=2), seen=timedelta(minutes=59))
    client.get("/ar/account/")
    assert int(time.time()) - client.session[sessions.SEEN] < 5


def test_sign_in_takes_a_new_session_key_and_sign_out_deletes_it_on_the_server():
    user, client = UserFactory(), Client()
    client.post("/ar/suppliers/register/company/", {"address": "x"})
    before = client.session.session_key
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    after = client.session.session_key
    assert before
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    client.post("/ar/account/sign-out/")
    assert not Session.objects.filter(session_key=after).exists()


@pytest.mark.promise("FND-1.13")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_person_sees_his_sessions_and_ends_the_one_he_does_not_know(language):
    user = UserFactory()
    phone, desk, stranger = signed_in(user, PHONE), signed_in(user, DESK), signed_in(UserFactory(), DESK)
    page = desk.get(f"/{language}/account/sessions/")
    shown = [(each.browser, each.system, each.is_this) for each in page.context["devices"]]
    assert shown == [("Edge", "Windows", True), ("Safari", "iOS", False)]

    other = page.context["devices"][1].pk
    stranger.post(f"/{language}/account/sessions/", {"session": other})
    assert phone.get("/ar/account/").status_code == 200, "nobody ends another's"
    desk.post(f"/{language}/account/sessions/", {"session": other})
    assert phone.get("/ar/account/").status_code == 302
    assert desk.get("/ar/account/").status_code == 200
    assert AuditEntry.objects.filter(action="accounts:session:end", actor_id=user.pk).count() == 1


def test_all_others_end_at_once():
    user = UserFactory()
    others, here = [signed_in(user, PHONE), signed_in(user, DESK)], signed_in(user)
    here.post("/ar/account/sessions/", {"others": "1"})
    assert [each.get("/ar/account/").status_code for each in others] == [302, 302]
    assert here.get("/ar/account/").status_code == 200


@pytest.mark.parametrize("posted", [{}, {"session": "x"}, {"session": "0"}, {"session": "9" * 30}])
def test_a_session_that_does_not_exist_is_not_found_or_ends_nothing(client, posted):
    user = UserFactory()
    client.force_login(user)
    assert client.post("/ar/account/sessions/", posted).status_code == 404
    assert client.get("/ar/account/").status_code == 200


def test_a_new_password_ends_the_other_sessions():
    user = UserFactory()
    elsewhere, here = signed_in(user, PHONE), signed_in(user)
    new = "another-good-one-12"
    here.post("/ar/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get("/ar/account/").status_code == 302


def test_a_warning_waits_on_every_page_of_a_signed_in_person_and_staying_counts_as_use():
    client = signed_in(UserFactory())
    page = client.get("/en/account/").content.decode()
    assert 'data-after="3300"' in page
    assert "Your session ends in 5 minutes." in page
    age(client, began=timedelta(hours=1), seen=timedelta(minutes=58))
    assert client.post("/en/account/stay/").status_code == 204
    assert int(time.time()) - client.session[sessions.SEEN] < 5
    assert "data-session-warning" not in Client().get("/en/").content.decode()
    assert Client().post("/en/account/stay/").status_code == 302


def test_what_is_known_of_a_session_goes_with_it():
    user = UserFactory()
    gone, here = signed_in(user, PHONE), signed_in(user)
    Session.objects.filter(session_key=gone.session.session_key).delete()
    tasks.sweep()
    assert [each.session_key for each in UserSession.objects.filter(user=user)] == [here.session.session_key]
