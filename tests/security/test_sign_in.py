"""One sign-in door; guessing locks out the guesser alone; nobody learns whether an account exists."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import get_resolver

from accounts.models import User
from entities.models import Role
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory
from tests.factories.people import EntityFactory, also

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.5")]
SIGN_IN = "/ar/account/sign-in/"
KNOWN, UNKNOWN = "salma@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def salma():
    return UserFactory(email=KNOWN)


def told(answer) -> str:
    """The page without what every page differs in, and without the address itself."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"salma@example\.org|nobody@example\.org", "ADDRESS", page)


# B1: one door


@pytest.mark.parametrize("door", ["/admin/login/", "/admin/password_reset/", "/admin/", "/admin/pages/"])
def test_every_way_into_the_staff_area_leads_to_the_one_door(client, door):
    answer = client.get(door, follow=True)
    assert answer.redirect_chain[-1][0].startswith(SIGN_IN)


def test_wagtail_and_django_take_no_password_themselves(client):
    user = StaffFactory()
    for door in ("/admin/login/", "/ar/admin/login/", "/django-admin/login/", "/admin/password_reset/"):
        client.post(door, {"username": user.email, "password": PASSWORD, "email": user.email})
        assert "_auth_user_id" not in client.session
    assert not mail.outbox


def test_djangos_own_admin_is_not_mounted():
    assert "admin" not in get_resolver().namespace_dict


def test_the_staff_areas_own_account_page_changes_neither_address_nor_password(client):
    user = also(Role.EDITOR, StaffFactory(), EntityFactory())
    client.force_login(user)
    page = client.get("/admin/account/").content.decode()
    assert "email" not in re.findall(r'name="([a-z_-]+)"', page)
    assert "password" not in " ".join(re.findall(r'name="([a-z_0-9-]+)"', page))
    before = (user.email, user.password)
    taken = {"email": "chief@example.org", "new_password1": PASSWORD + "x", "new_password2": PASSWORD + "x"}
    prefixed = {f"{prefix}-{name}": value for prefix in ("name_email", "password") for name, value in taken.items()}
    client.post(
        "/admin/account/", {**prefixed, "locale-preferred_language": "ar", "locale-current_time_zone": "Asia/Dubai"}
    )
    user.refresh_from_db()
    assert (user.email, user.password) == before


# B2: guessing


def guess(client, email, password="wrong-wrong-wrong", address="192.0.2.1"):
    return client.post(SIGN_IN, {"login": email, "password": password}, REMOTE_ADDR=address)


def test_five_tries_then_this_address_waits_for_this_person(client, salma):
    assert [guess(client, KNOWN).status_code for _ in range(5)] == [422, 422, 422, 422, 429]
    assert guess(client, KNOWN, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_person_elsewhere_and_others_here_are_not_locked_out(client, salma):
    other = UserFactory()
    for _ in range(6):
        guess(client, KNOWN)
    assert guess(client, other.email, PASSWORD).status_code == 302
    client.post("/ar/account/sign-out/")
    assert guess(client, KNOWN, PASSWORD, address="198.51.100.7").status_code == 302


def test_spelling_the_address_differently_gives_no_new_tries(client, salma):
    for spelling in (KNOWN, "SALMA@example.org", " salma@example.org", "ｓalma@example.org", "Salma@EXAMPLE.org"):
        last = guess(client, spelling)
    assert last.status_code == 429


def test_a_forwarded_address_is_not_believed_where_no_proxy_is_set(client, salma):
    for number in range(5):
        last = client.post(
            SIGN_IN,
            {"login": KNOWN, "password": "wrong-wrong-wrong"},
            REMOTE_ADDR="192.0.2.1",
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}",
        )
    assert last.status_code == 429


# B3: no enumeration


def test_sign_in_says_the_same_of_a_known_and_an_unknown_address(client, salma):
    answers = [guess(client, email) for email in (KNOWN, UNKNOWN)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert told(answers[0]) == told(answers[1])


def test_an_account_that_is_closed_says_nothing_else_to_a_wrong_password(client, salma):
    User.objects.filter(pk=salma.pk).update(is_active=False)
    closed, unknown = guess(client, KNOWN), guess(client, UNKNOWN)
    assert told(closed) == told(unknown)


@pytest.mark.parametrize(
    ("door", "facts"),
    [
        ("/ar/account/sign-up/", {"full_name_ar": "س", "full_name_en": "", "password1": PASSWORD}),
        ("/ar/account/password/reset/", {}),
    ],
)
def test_sign_up_and_reset_say_the_same_and_send_one_letter_either_way(client, salma, door, facts):
    pages = []
    for email in (KNOWN, UNKNOWN):
        client.cookies.clear()
        mail.outbox.clear()
        answer = client.post(door, {**facts, "email": email}, follow=True)
        assert len(mail.outbox) == 1
        pages.append((answer.redirect_chain, answer.status_code, told(answer)))
    assert pages[0] == pages[1]


def test_a_reset_for_nobody_takes_no_code(client):
    client.post("/ar/account/password/reset/", {"email": UNKNOWN})
    for code in ("000000", "123456"):
        answer = client.post("/ar/account/password/reset/code/", {"code": code})
        assert "_auth_user_id" not in client.session
        assert answer.status_code in (302, 422)


@pytest.fixture
def worked(monkeypatch):
    """One entry a password that was hashed: nothing else at these doors takes as long."""
    from django.contrib.auth import hashers

    done: list[int] = []
    original = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, *given: done.append(1) or original(self, *given)
    )
    return done


def test_the_work_of_a_wrong_password_is_the_same_without_an_account(client, salma, worked):
    efforts = []
    for email in (KNOWN, UNKNOWN):
        worked.clear()
        guess(client, email)
        efforts.append(len(worked))
    assert efforts[0] == efforts[1] > 0


def test_the_work_of_a_sign_up_is_the_same_whether_there_is_an_account(client, salma, worked):
    efforts = []
    for email in (KNOWN, UNKNOWN):
        client.cookies.clear()
        worked.clear()
        client.post("/ar/account/sign-up/", {"full_name_ar": "س", "password1": PASSWORD, "email": email})
        efforts.append(len(worked))
    assert efforts[0] == efforts[1] > 0
