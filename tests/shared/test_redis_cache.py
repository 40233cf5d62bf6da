"""A cache that refuses or hangs: pages are served, doors stay guarded, and nothing old is believed afterwards (row F19)."""

import os
import socket
import time
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache, caches
from django.urls import reverse

from shared import redis_cache
from tests.factories.content import tree
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy
from tests.faults.inject import Proxy

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-2.7")]
TIMEOUT, PASSWORD = 0.5, "correct horse battery staple"
PAGES = ["/ar/", "/en/", "/ar/jobs/", "/en/tenders/", "/ar/search/?q=مهندس", "/en/account/sign-in/"]


def use(settings, port):
    options = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "shared.redis_cache.ForgetfulRedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/1",
            "OPTIONS": options,
        },
    }


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    monkeypatch.setattr(redis_cache, "rest", redis_cache.Rest())


@pytest.fixture(params=["refusing", "hanging"])
def away(request, settings):
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        if request.param == "hanging":
            there.listen(50)
        use(settings, there.getsockname()[1])
        yield


def test_pages_are_served_and_only_the_first_waits(away, client):
    tree()
    published_vacancy()
    started = time.monotonic()
    assert cache.get("anything", "nothing") == "nothing"
    assert time.monotonic() - started < 3 * TIMEOUT
    started = time.monotonic()
    for _turn in range(1000):
        cache.get("anything")
    assert time.monotonic() - started < TIMEOUT, "nobody waits for it again"
    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_whoever_knows_his_password_signs_in_and_nobody_guesses_for_ever(away, client):
    person = PersonFactory()
    person.set_password(PASSWORD)
    person.save()
    door = reverse("account_login")
    assert client.post(door, {"login": person.email, "password": PASSWORD}).status_code == 302
    client.logout()
    guesses = [client.post(door, {"login": person.email, "password": "a guess"}).status_code for _turn in range(7)]
    assert guesses[-1] == 429
    assert client.post(door, {"login": person.email, "password": PASSWORD}).status_code == 429


def test_a_form_that_may_be_sent_so_often_is_still_counted(away, client):
    door = reverse("account_reset_password")
    answers = [client.post(door, {"email": "someone@example.com"}).status_code for _turn in range(7)]
    assert answers[:5] == [302] * 5
    assert answers[-1] == 429


def test_it_answers_as_an_empty_cache_would(away):
    assert cache.add("a", 1) is True
    cache.set("a", 1)
    cache.set_many({"a": 1, "b": 2})
    assert (cache.get_many(["a", "b"]), cache.has_key("a"), cache.touch("a"), cache.delete("a")) == ({}, *[False] * 3)
    cache.delete_many(["a", "b"])
    assert cache.clear() is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


@pytest.mark.services
@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="REDIS_URL names no Redis")
def test_what_changed_while_it_was_away_is_not_believed_afterwards(settings, monkeypatch):
    with closing(Proxy(urlsplit(os.environ["REDIS_URL"]).port or 0)) as proxy:
        use(settings, proxy.port)
        cache.set_many({"paths": "old", "same": "kept"})
        proxy.become("hanging")
        cache.delete("paths")
        cache.set("later", "new")
        proxy.become("refusing")  # cuts what hung
        proxy.become("passing")
        assert cache.get("same") is None, "it rests"
        monkeypatch.setattr(redis_cache, "REST", 0.0)
        redis_cache.rest.begin()
        assert (cache.get("same"), cache.get("paths"), cache.get("later")) == ("kept", None, None)
        caches["default"].clear()
