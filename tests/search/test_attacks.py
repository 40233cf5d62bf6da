"""The search and its alerts as somebody uses them who means no good: every parameter of every door, and what another has saved."""

import logging
from itertools import cycle, islice
from unittest import mock

import pytest
from django.core import signing
from django.db import DatabaseError, connection
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alerts import asking, saving, stopping
from alerts.models import Frequency, Match, SavedSearch
from search.engines.postgres import standing
from search.question import Question
from shared import outbox
from shared.clock import database_now
from tests.factories import content
from tests.factories.alerts import watch
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy
from tests.factories.supply import published_tender
from tests.security.canary import MARK, Written

pytestmark = pytest.mark.django_db
DOORS = [
    "/ar/search/", "/en/search/feed/", "/ar/search/suggest", "/api/search", "/en/jobs/", "/ar/tenders/", "/ar/services/", "/ar/account/alerts/new/",
]  # fmt: skip
PARAMETERS = [
    "q",
    "kind",
    "entity",
    "life_event",
    "location",
    "category",
    "field",
    "within",
    "sort",
    "page",
    "status",
    "language",
    "x[]",
]
# As they stand in an address.
HOSTILE = {
    "nul": "a%00b",
    "half a surrogate pair": "%ED%A0%80",
    "no UTF-8": "%FF%FE%C0%80",
    "bidi controls": "%E2%80%AE%D9%85%E2%80%AD%E2%81%A6x%E2%81%A9%E2%80%8F",
    "line ends": "a%0D%0ASet-Cookie:%20x=1%0D%0A%0D%0A",
    "controls": "%01%08%0B%1F%7F%C2%85%E2%80%A8",
    "tsquery": "%27:*%26!(%7C%27%27)%3C-%3E%5C%27%20:ABCD%20%27%5C%5C",
    "sql": "%27;%20SELECT%20pg_sleep(9)--%20%25s%20%25(p0)s%20%7B0%7D%20$1",
    "json": "%7B%22match_all%22:%7B%7D%7D%5D%7D%22,%5Cu0000",
    "query string": "title_ar:*%20OR%20_exists_:x%20%2B-%26%26%7C%7C!(%7B%5B%5E%22~*?:%5C/",
    "jsonpath": "$.**%20?%20(@%20like_regex%20%22.*%22)",
    "regular expression": "(a%2B)%2B$" + "a" * 180,
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E%7B%7B7*7%7D%7D",
    "number": "99999999999999999999",
    "infinite": "1e309",
    "digits of another script": "%D9%A1%DB%B2%E0%A5%A9%F0%9D%9F%8E",
    "long": "%D9%85" * 3_000,
    "one long word": "x" * 20_000,
    "path": "../../etc/passwd",
}


@pytest.fixture
def world():
    """A published thing of each kind, so that whatever is asked has something to meet."""
    content.tree()
    content.published_service()
    published_vacancy()
    published_tender()
    outbox.deliver_all()


@pytest.fixture
def signed_in():
    client = Client()
    client.force_login(PersonFactory())
    return client


@pytest.mark.promise("SEA-1.5")
@pytest.mark.parametrize("door", DOORS)
def test_nothing_hostile_in_any_parameter_makes_a_door_fall(world, signed_in, door):
    """In the words, and between others of a parameter that is each time another. Nothing of it becomes a header or markup."""
    others = islice(cycle(PARAMETERS), DOORS.index(door), None)
    for name, hostile in HOSTILE.items():
        parameter = next(others)
        for query in (f"q={hostile}", f"q=licence&{parameter}=&{parameter}={hostile}&{parameter}=open"):
            answer = signed_in.get(f"{door}?{query}")
            assert answer.status_code in (200, 400, 404, 422), (name, query[:80], answer.status_code)
            shown = answer.content.decode()
            assert "<script>alert" not in shown, (name, query[:80])
            assert "<img src=x" not in shown, (name, query[:80])
            assert "x" not in answer.cookies, (name, query[:80])


@pytest.mark.promise("SEA-1.5")
@pytest.mark.parametrize("door", DOORS)
def test_many_values_are_refused_or_answered_in_few_queries(world, signed_in, door, django_assert_max_num_queries):
    for name in ("entity", "kind", "within"):
        with django_assert_max_num_queries(40):
            answer = signed_in.get(f"{door}?{'&'.join(f'{name}={number}' for number in range(900))}")
        assert answer.status_code in (200, 400, 404, 422)
    assert signed_in.get(f"{door}?{'&'.join(f'entity={number}' for number in range(5_000))}").status_code == 400


# ---- saved searches ----


def watch_service(words: str) -> SavedSearch:
    """As `watch` does it, with words that no address could hold."""
    return saving.save(
        asking.Wanted("service", words, {}), frequency=Frequency.DAILY, by=PersonFactory(), at=database_now()
    )


@pytest.mark.promise("SEA-2.8")
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200))
@example(words="'")
@example(words="\\' | 'x' & !((:*")
@example(words="«'» \"\\\" ':A <-> ''")
@example(words="م" * 200)
@example(words="e\u0301" * 100)
@example(words="a'b\\c d'\\ e%s{0} OC/T/2026/'1\\")
def test_no_words_that_are_kept_can_stop_the_alerts_of_others(words):
    """One text that the database could not read as a question would make every publication fail, for everybody."""
    kept = standing.keep(Question(words, ("service",)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsquery, 'x' = ANY(%s::text[])", [kept.query, kept.phrases + kept.keys])


@pytest.mark.promise("SEA-2.8")
def test_whatever_others_have_saved_a_publication_is_told(world):
    for words in ("'", "\\' | 'x' & !((:*", "م" * 200, "a'b\\c", "«%_\\»", "\u202eecnecil\u202c", "{}[]$.**"):
        watch_service(words)
    saved = watch("kind=service&q=licence")
    service = content.published_service(slug="another", title_en="Another licence %s {0} \\ ' :*")
    outbox.deliver_all(leaving=["letters"])
    assert Match.objects.filter(user=saved.user, subject_id=str(service.pk)).count() == 1


@pytest.mark.promise("SEA-2.8")
@pytest.mark.parametrize("length", [201, 10_000])
def test_a_text_of_any_length_is_kept_as_long_as_the_search_reads_it(world, signed_in, length):
    answer = signed_in.post(f"/en/account/alerts/new/?kind=service&q={'ab ' * (length // 3)}", {"frequency": "daily"})
    assert answer.status_code == 302
    assert len(SavedSearch.objects.get().words) <= 200


@pytest.mark.promise("SEA-2.8")
def test_thousands_that_are_saved_at_once_end_at_fifty(world, signed_in):
    statuses = [
        signed_in.post(f"/en/account/alerts/new/?kind=service&q=word{number}", {"frequency": "instant"}).status_code
        for number in range(saving.MOST + 5)
    ]
    assert statuses == [302] * saving.MOST + [422] * 5


@pytest.mark.promise("SEA-2.8")
def test_an_address_that_stops_alerts_is_guessed_from_nothing():
    """Not from the person's number, not from what is signed for another purpose, not from another's address."""
    saved, other = watch("kind=service"), watch("kind=service")
    true = stopping.address(saved.user)
    token = true.rstrip("/").rpartition("/")[2]
    value, _, rest = token.partition(":")
    stranger = stopping.address(other.user).rstrip("/").rpartition("/")[2]
    key = str(saved.user.pk)
    for forged in (
        key, value, f"{value}:", signing.dumps(key), signing.dumps(key, salt="alerts"), signing.dumps(key, salt="x.alerts.stop"),
        signing.Signer(salt=stopping.SALT).sign(key),
        signing.dumps("x", salt=stopping.SALT), f"{value}:{stranger.partition(':')[2]}",
        f"{stranger.partition(':')[0]}:{rest}", token.swapcase(), token + "=", "." + token, token * 40, "%F0%9F", "%2e%2e%2f" + token,
    ):  # fmt: skip
        for method in ("get", "post"):
            assert getattr(Client(), method)(f"/en/account/alerts/stop/{forged}/").status_code == 404, forged
    assert not SavedSearch.objects.filter(paused_at__isnull=False).exists()


@pytest.mark.promise("SEA-2.8")
def test_an_address_that_was_used_does_nothing_but_stop_and_says_nothing_of_its_owner():
    saved = watch("kind=service&q=unmistakable")
    address, client = stopping.address(saved.user), Client()
    for _ in range(3):
        for answer in (client.get(address), client.post(address)):
            shown = answer.content.decode()
            assert not [each for each in ("unmistakable", saved.user.email, saved.user.full_name_ar) if each in shown]
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["Referrer-Policy"] == "same-origin"
            assert "_auth_user_id" not in client.session
    assert SavedSearch.objects.get().paused
    assert client.put(address).status_code == client.delete(address).status_code == 405


@pytest.mark.promise("SEA-2.8")
def test_what_another_has_saved_is_not_there_however_it_is_asked_for(world):
    saved = watch("kind=service&q=licence", frequency=Frequency.INSTANT)
    stranger = Client()
    stranger.force_login(PersonFactory())
    for name in ("change", "pause", "resume", "delete"):
        for method in ("get", "post"):
            answer = getattr(stranger, method)(f"/en/account/alerts/{saved.pk}/{name}/", {"frequency": "daily"})
            assert answer.status_code == (404 if method == "post" else 405)


# ---- logs ----


@pytest.mark.promise("REL-1.8")
def test_no_log_holds_what_anybody_looked_for_or_saved(world, monkeypatch):
    """Well and badly, with a search server that fails in words of the question, and with a database that does."""
    said: list[str] = []
    written = Written(said)
    root = logging.getLogger()
    levels = {
        name: logging.getLogger(name).level
        for name in ("", "search", "alerts", "shared", "portal", "elastic_transport")
    }
    root.addHandler(written)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    client = Client(raise_request_exception=False)
    client.force_login(PersonFactory(email=f"{MARK}@demo.example", full_name_ar=MARK))
    doors = [
        f"{door}?{rest}q={MARK}"
        for door in DOORS
        for rest in ("", "page=0&", "sort=zzcanary&", "kind=zzcanary&", "entity=%00&")
    ]
    try:
        for door in doors:
            client.get(door)
        client.post(f"/ar/account/alerts/new/?kind=service&q={MARK}+licence", {"frequency": "instant"})
        client.post(f"/ar/account/alerts/new/?kind=service&q={MARK}", {"frequency": MARK})
        client.get(stopping.address(SavedSearch.objects.get().user))
        content.published_service(slug="another", title_en=f"Another licence {MARK}")
        outbox.deliver_all()
        with mock.patch("search.engines.postgres.find", side_effect=DatabaseError(f"near '{MARK}'")):
            for door in doors:
                client.get(door)
    finally:
        root.removeHandler(written)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    assert Match.objects.exists()
    ours = [line for line in said if '"django.db' not in line]
    assert ours
    assert not [line for line in ours if MARK in line]


@pytest.mark.promise("REL-1.8")
def test_a_search_server_that_repeats_the_question_in_its_error_is_not_quoted(client, settings, caplog):
    from search.engines.elasticsearch import client as server

    def falls(question):
        raise server.ApiError(f"failed to parse [{MARK}]", meta=mock.Mock(status=400), body={"reason": MARK})

    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    caplog.set_level(logging.DEBUG)
    with mock.patch.object(server, "_twice", side_effect=lambda question, *, until: falls(question)):
        assert client.get("/en/search/", {"q": MARK}).status_code == 200
        assert client.get("/en/search/suggest", {"q": MARK}).status_code == 200
    lines = [f"{each.getMessage()} {vars(each)}" for each in caplog.records if not each.name.startswith("django.db")]
    assert [line for line in lines if "ApiError" in line]
    assert not [line for line in lines if MARK in line]
