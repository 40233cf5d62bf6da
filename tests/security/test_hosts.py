"""Nobody is led to another host, no page or letter believes the host it was asked by, and no client names its own address."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.mixins import NextRedirectMixin
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.conf import settings as portal_settings
from django.core import mail
from django.core.cache import cache
from django.urls import URLPattern, get_resolver, reverse

from entities.models import Role
from shared import outbox
from tests.factories import applications
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory
from tests.factories.people import EntityFactory, also
from tests.security.sweep import PARAMETER, routes

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.6")]
EVIL = "evil.example"
# As browsers read them, each of these leads to evil.example or runs a script there.
ELSEWHERE = [
    f"https://{EVIL}/", f"//{EVIL}/", f"///{EVIL}/", f"/\\{EVIL}/", f"\\\\{EVIL}/", f"https:{EVIL}", f"http:///{EVIL}/", f"\thttps://{EVIL}/",
    f"https://testserver@{EVIL}/", f"https://testserver.{EVIL}/", f"/\t/{EVIL}/", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
]  # fmt: skip
FORWARDED = {"x-forwarded-host": EVIL, "x-forwarded-server": EVIL, "forwarded": f"host={EVIL}", "x-host": EVIL}


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def leads_away(address: str) -> bool:
    """As a browser reads it: backslashes are slashes, tabs and line breaks are nothing, several slashes are two."""
    plain = re.sub(r"[\t\r\n]", "", address.strip()).replace("\\", "/")
    plain = re.sub(r"^(https?:)?/{2,}", r"\1//", re.sub(r"^(https?:)(?=[^/])", r"\1//", plain))
    parts = urlsplit(plain)
    return parts.scheme not in ("", "http", "https") or parts.hostname not in (None, "testserver")


def test_the_judge_of_addresses_knows_them_all():
    assert all(leads_away(address) for address in ELSEWHERE)
    assert not any(leads_away(address) for address in ("/ar/jobs/", "https://testserver/ar/", "?page=2", "#main"))


def links_away(answer) -> list[str]:
    """Where an answer leads by itself, and where its links and forms lead."""
    if answer.status_code in (301, 302, 303, 307, 308):
        return [answer["Location"]] if leads_away(answer["Location"]) else []
    if answer.streaming or (EVIL.encode() not in answer.content and b"alert(1)" not in answer.content):
        return []
    tree = BeautifulSoup(answer.content, "lxml")
    found = [
        each[name] for name in ("href", "src", "action", "formaction") for each in tree.find_all(attrs={name: True})
    ]
    return [address for address in found if leads_away(address) and (EVIL in address or "alert(1)" in address)]


PLAIN = [route for route in routes() if not PARAMETER.search(route.route) and not route.route.startswith("^(")]


ASKED = dict.fromkeys(("next", "return_to", "redirect", "url", "back"), ELSEWHERE[1])


@pytest.mark.parametrize("who", ["visitor", "seeker", "employee"])
def test_no_door_takes_or_shows_an_address_elsewhere(client, who):
    """Every door without a parameter, by looking and by sending, under each name by which it might be told where to go."""
    client.raise_request_exception = False
    person = {"visitor": lambda: None, "seeker": UserFactory, "employee": _employee}[who]()
    lies, asked = {"referer": f"https://{EVIL}/"}, urlencode(ASKED)
    for route in PLAIN:
        if person:
            client.force_login(person)
        path = f"{route.path({})}?{asked}"
        for answer in (client.get(path, headers=lies), client.post(path, ASKED, headers=lies)):
            assert links_away(answer) == [], path


def _employee():
    return also(Role.RECRUITER, StaffFactory(), EntityFactory())


def sign_in(client, address):
    user = UserFactory()
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": address})


def sign_out(client, address):
    client.force_login(UserFactory())
    return client.post(reverse("account_logout"), {"next": address})


def sign_up(client, address):
    """The code of the letter is the end of it, so that is where it leads on."""
    typed = {"full_name_ar": "سلمى", "email": "new@example.org", "password1": "a-garden-of-dates", "next": address}
    client.post(reverse("account_signup"), typed)
    [code] = re.findall(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    return client.post(reverse("account_email_verification_sent"), {"code": code, "next": address})


def prove_again(client, address):
    client.force_login(UserFactory())
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})


def change_password(client, address):
    client.post(reverse("account_login"), {"login": UserFactory().email, "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2", "next": address}
    return client.post(reverse("account_change_password"), new)


def ask_for_reset(client, address):
    return client.post(reverse("account_reset_password"), {"email": UserFactory().email, "next": address})


def answer_reset(client, address):
    ask_for_reset(client, address)
    [code] = re.findall(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    return client.post(reverse("account_confirm_password_reset_code"), {"code": code, "next": address})


def complete_reset(client, address):
    answer_reset(client, address)
    new = {"password1": f"{PASSWORD}-2", "password2": f"{PASSWORD}-2", "next": address}
    return client.post(reverse("account_complete_password_reset"), new)


def second_step_again(client, address):
    """Without a second factor it leads to the password, with the address in its own."""
    user = UserFactory()
    Authenticator.objects.filter(user=user).delete()
    client.force_login(user)
    return client.post(f"{reverse('mfa_reauthenticate')}?next={address}", {"code": "123456", "next": address})


def set_password(client, address):
    client.force_login(UserFactory())
    return client.post(reverse("account_set_password"), {"next": address})


# Each door that reads where to go next, done to its end.
TAKE_NEXT = {
    "account_login": sign_in,
    "account_logout": sign_out,
    "account_signup": sign_up,
    "account_reauthenticate": prove_again,
    "account_change_password": change_password,
    "account_set_password": set_password,
    "account_reset_password": ask_for_reset,
    "account_confirm_password_reset_code": answer_reset,
    "account_complete_password_reset": complete_reset,
    "mfa_reauthenticate": second_step_again,
}


def _views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name, getattr(pattern.callback, "view_class", object)
        else:
            yield from _views(pattern.url_patterns)


def test_every_door_that_reads_where_to_go_next_is_tried():
    found = {name for name, view in _views(get_resolver().url_patterns) if issubclass(view, NextRedirectMixin)}
    assert found == set(TAKE_NEXT)


@pytest.mark.parametrize(
    ("door", "address"), [("account_login", each) for each in ELSEWHERE] + [(door, ELSEWHERE[3]) for door in TAKE_NEXT]
)
def test_a_deed_that_is_done_leads_to_no_other_host(client, door, address):
    answer = TAKE_NEXT[door](client, address)
    assert answer.status_code == 302, answer.status_code
    assert links_away(answer) == []


@pytest.mark.parametrize("door", ["account_login", "account_logout", "account_reauthenticate"])
def test_an_address_of_the_portal_is_where_it_leads(client, door):
    assert TAKE_NEXT[door](client, "/ar/tenders/?page=2")["Location"] == "/ar/tenders/?page=2"


@pytest.mark.parametrize(
    "path", [f"//{EVIL}", f"//{EVIL}/", f"/%5C{EVIL}/", f"/ar//{EVIL}", f"/admin//{EVIL}", f"/.{EVIL}"]
)
def test_no_path_is_led_to_another_host(client, path):
    """The slash at the end and the language before it are added on this host."""
    assert links_away(client.get(path)) == []


# C5: hosts


@pytest.mark.parametrize(
    "path", ["/", "/ar/", "/healthz", "/readyz", "/admin/", "/ar/account/sign-in/", "/robots.txt", "/no-such"]
)
@pytest.mark.parametrize(
    "host", [EVIL, f"testserver.{EVIL}", "testserver@evil.example", "", "a b", "testserver:99999x"]
)
def test_an_unknown_host_is_a_bad_request(client, path, host):
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 400
    assert EVIL not in answer.content.decode()


def test_a_sign_in_by_an_unknown_host_signs_nobody_in(client):
    typed = {"login": UserFactory().email, "password": PASSWORD}
    assert client.post(reverse("account_login"), typed, headers={"host": EVIL}).status_code == 400
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    ["/ar/", "/ar/jobs/", "/sitemap.xml", "/robots.txt", "/open-data/services.json", "/.well-known/security.txt"],
)
def test_no_page_believes_a_header_about_its_host(client, path):
    asked, lied = client.get(path), client.get(path, headers=FORWARDED)
    assert lied.status_code == asked.status_code != 400
    assert EVIL not in lied.content.decode()


def test_letters_lead_to_the_configured_address_whatever_host_was_asked(client):
    """Of the deeds by their event, and the codes that go out at once."""
    lies = {**FORWARDED, "host": "localhost:81"}
    draft = applications.filled()
    client.force_login(applications.owner(draft))
    path = reverse("recruitment:apply_check", args=[draft.vacancy.reference])
    sent = {"idempotency_key": "1", "version": draft.row_version}
    assert client.post(path, sent, headers=lies).status_code == 302
    outbox.deliver_all()
    client.logout()
    client.post(reverse("account_reset_password"), {"email": UserFactory().email}, headers=lies)
    assert len(mail.outbox) == 2
    written = [str(letter.message()) + letter.body + str(letter.alternatives) for letter in mail.outbox]
    assert portal_settings.BASE_URL in written[0]
    addresses = {address for letter in written for address in re.findall(r"https?://[^/\s\"'<]+", letter)}
    assert addresses <= {portal_settings.BASE_URL.rstrip("/"), "http://www.w3.org"}
    assert not [letter for letter in written if EVIL in letter or "localhost:81" in letter]


# C5: whose address it is


def guess(client, user, forwarded):
    headers = {"x-forwarded-for": forwarded, "x-real-ip": forwarded, "client-ip": forwarded}
    return client.post(
        reverse("account_login"), {"login": user.email, "password": "wrong"}, headers=headers
    ).status_code


def test_without_a_proxy_no_header_gives_the_guesser_another_address(client):
    user = UserFactory()
    answers = [guess(client, user, f"203.0.113.{number}") for number in range(6)]
    assert answers[-1] == 429


def test_behind_a_proxy_the_address_is_the_one_it_saw(client, settings):
    """What stands left of it the client wrote; the guesser is locked out, the person elsewhere is not."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = UserFactory()
    answers = [guess(client, user, f"198.51.100.{number}, 203.0.113.7") for number in range(6)]
    assert answers[-1] == 429
    elsewhere = {"x-forwarded-for": "203.0.113.7, 203.0.113.8"}
    typed = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), typed, headers=elsewhere).status_code == 302
    page = client.get(reverse("accounts:sessions"), headers=elsewhere).content.decode()
    assert "203.0.113.8" in page
    assert "203.0.113.7" not in page


def test_a_header_that_is_no_address_has_an_answer(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for forwarded in ("unknown", "<script>", "::1", "1.2.3.4:80", "[2001:db8::1]:443", ",", "9" * 5_000):
        assert guess(client, UserFactory(), forwarded) < 500, forwarded
