"""Employees sign in with a second factor; without it they reach only its set-up."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from entities.models import Role
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory
from tests.factories.people import EntityFactory, also

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/ar/account/sign-in/"
SET_UP = "/ar/account/second-step/app/"


@pytest.fixture(autouse=True)
def demanded(settings):
    """As in production."""
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def one_period():
    """The app shows a new code every 30 seconds; within a test it shows one."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture
def employee():
    return also(Role.RECRUITER, StaffFactory(), EntityFactory())


def code(secret: str = SECRET, *, place: int = 1) -> str:
    """The one of now; `place` 0 and 2 are its neighbours, which are taken too."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[place]))


def sign_in(client, user):
    return client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})


def set_up(user):
    return TOTP.activate(user, SECRET)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.promise("FND-1.13")
@pytest.mark.django_db(transaction=True)
def test_an_employee_sets_it_up_at_the_first_sign_in_and_only_then_reaches_anything(client, employee):
    client.post("/ar/account/sign-in/", {"login": employee.email, "password": PASSWORD})
    for wanted in ("/ar/account/", "/ar/", "/ar/account/profile/", "/ar/tenders/"):
        assert client.get(wanted)["Location"] == SET_UP
    assert client.get("/admin/")["Location"] == SET_UP

    asked = client.get(SET_UP, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/ar/account/confirm-person/")
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = page.context["form"].secret
    assert secret[:4] + " " + secret[4:8] in page.content.decode()

    wrong = client.post(SET_UP, {"code": "000000"})
    assert wrong.context["form"].errors["code"]
    kept = client.post(SET_UP, {"code": code(secret).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))})
    assert kept["Location"] == "/ar/account/second-step/codes/"
    codes = client.get(kept["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/admin/").status_code == 200
    assert Authenticator.objects.filter(user=employee).count() == 2


@pytest.mark.promise("FND-1.13")
def test_from_then_on_password_and_code_are_needed_and_a_code_works_once(client, employee):
    set_up(employee)
    asked = sign_in(client, employee)
    assert asked["Location"] == "/ar/account/second-step/code/"
    assert not signed_in(client)
    assert client.get("/ar/account/").status_code == 302

    client.post(asked["Location"], {"code": code()})
    assert signed_in(client)
    assert client.get("/admin/").status_code == 200

    client.post("/ar/account/sign-out/")
    cache.clear()  # another process does not see this one's memory
    sign_in(client, employee)
    again = client.post("/ar/account/second-step/code/", {"code": code()})
    assert "رمز التحقق غير صحيح" in again.content.decode()
    assert not signed_in(client)


def test_a_session_from_before_the_set_up_has_to_prove_itself_too(client, employee):
    client.force_login(employee)
    set_up(employee)
    assert client.get("/admin/")["Location"] == "/ar/account/confirm-person/code/?next=/admin/"
    client.post("/ar/account/confirm-person/code/?next=/admin/", {"code": code()})
    assert client.get("/admin/").status_code == 200


def test_the_password_alone_shows_no_recovery_code_to_prove_it_with(client, employee):
    """Somebody who knows the password signed in before the set-up, and his session is still there."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    sign_in(client, employee)
    set_up(employee)
    spare = RecoveryCodes.activate(employee).generate_codes()
    client.post("/ar/account/confirm-person/", {"password": PASSWORD})
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes"):
        answer = client.get(reverse(name), follow=True)
        assert answer.redirect_chain[-1][0].startswith("/ar/account/confirm-person/code/")
        assert not [code for code in spare if code in answer.content.decode()]
    client.post(reverse("mfa_generate_recovery_codes"))
    assert Authenticator.objects.get(type="recovery_codes").wrap().generate_codes() == spare


def test_five_wrong_codes_make_the_person_wait_and_the_right_one_is_not_looked_at(client, employee):
    set_up(employee)
    door = sign_in(client, employee)["Location"]
    answers = [client.post(door, {"code": f"00000{n}"}).status_code for n in range(5)]
    cache.clear()
    refused = client.post(door, {"code": code()})
    assert answers == [422] * 5
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert not signed_in(client)


def test_a_recovery_code_replaces_the_phone_once(client, employee):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    set_up(employee)
    spare = RecoveryCodes.activate(employee).generate_codes()[3]
    for outcome in (True, False):
        door = sign_in(client, employee)["Location"]
        client.post(door, {"code": f"{spare[:4]} {spare[4:]}"})
        assert signed_in(client) is outcome
        client.logout()


def test_an_employee_cannot_turn_it_off_a_customer_can(client, employee):
    for person, left in ((employee, 1), (UserFactory(), 0)):
        client.logout()
        set_up(person)
        sign_in(client, person)
        client.post("/ar/account/second-step/code/", {"code": code()})
        off = client.get(reverse("mfa_deactivate_totp"), follow=True)
        page = client.post(off.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        client.post(page.request["PATH_INFO"])
        assert Authenticator.objects.filter(user=person).count() == left


def test_the_secret_does_not_lie_in_the_database_in_the_clear(employee):
    stored = set_up(employee).instance
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code())


def test_a_customer_needs_none_and_may_have_one(client):
    person = UserFactory()
    sign_in(client, person)
    assert client.get("/ar/account/").status_code == 200
    assert re.search(r"account/second-step/app/", client.get("/ar/account/second-step/").content.decode())


def test_wrong_passwords_at_the_second_look_are_counted_for_this_person_alone(client):
    person = UserFactory()
    set_up(person)
    client.force_login(person)
    for _ in range(5):
        client.post("/ar/account/confirm-person/", {"password": "wrong-wrong-wrong"})
    assert client.post("/ar/account/confirm-person/", {"password": PASSWORD}).status_code == 429
    other = UserFactory()
    client.logout()
    assert sign_in(client, other).status_code == 302
