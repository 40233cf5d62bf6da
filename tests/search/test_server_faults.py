"""A search server that refuses, hangs or is tired: PostgreSQL answers in time, and staff alone hear of it."""

import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

import search
from entities.models import Role
from search import checks, health, upkeep
from search.engines.elasticsearch import client as search_client
from search.engines.elasticsearch import writing
from search.question import Question
from shared import outbox
from shared.models import OutboxDelivery
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.faults.patience import pause

pytestmark = pytest.mark.django_db
LONGEST = 1.5


@pytest.fixture
def nurse(things):
    things.add(1, title_en="Nurse")
    with transaction.atomic():
        outbox.post("tests.thing.changed", thing=1)
    outbox.deliver_all()


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    monkeypatch.setattr(search_client, "breaker", search_client.Breaker())
    monkeypatch.setattr(search_client, "push_breaker", search_client.Breaker(most=1))


@pytest.fixture
def refusing(settings, nurse):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
        yield


@pytest.fixture
def hanging(settings, nurse):
    """Takes what is sent and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        yield


class Slow(BaseHTTPRequestHandler):
    """Finds nothing, each time just before it would be given up."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        pause(0.45)
        counts = {"doc_count": 0, "chosen": {"doc_count": 0}}
        body = json.dumps({"hits": {"hits": []}, "aggregations": {"every": counts, "some": counts}}).encode()
        self.send_response(200)
        for name, value in (("X-Elastic-Product", "Elasticsearch"), ("Content-Type", "application/json")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # who asked may be gone
            self.wfile.write(body)

    def log_message(self, *_nothing: object) -> None:
        """Not beside the tests' own words."""


@pytest.fixture
def slow(settings, nurse):
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.server_port}"
        yield
        server.shutdown()


def asked(words: str = "nurse") -> tuple[float, list[str], bool]:
    started = time.monotonic()
    result = search.find(Question(words=words))
    return time.monotonic() - started, [hit.subject_id for hit in result.hits], result.without_server


@pytest.mark.promise("SEA-2.2")
@pytest.mark.parametrize("fault", ["refusing", "hanging"])
def test_postgres_answers_in_time_where_the_server_does_not(request, fault):
    request.getfixturevalue(fault)
    seconds, found, without_server = asked()
    assert (found, without_server) == (["1"], True)
    assert seconds < LONGEST


@pytest.mark.promise("SEA-2.2")
def test_a_question_that_must_be_asked_again_and_again_has_one_second_in_all(slow):
    """A phrase that nobody wrote: every word, some, the words without the phrase, some of them."""
    seconds, found, without_server = asked('"nurse driver"')
    assert (found, without_server) == (["1"], True)
    assert seconds < LONGEST


@pytest.mark.promise("SEA-2.2")
def test_after_ten_failures_nobody_waits_for_it_any_more(hanging):
    search_client.breaker._failures = search_client.FAILURES - 1
    assert asked()[0] > search_client.PATIENCE / 2, "the tenth one waited"
    seconds, found, without_server = asked()
    assert (found, without_server) == (["1"], True)
    assert seconds < search_client.PATIENCE / 2


def test_the_server_is_asked_again_after_its_rest(refusing, monkeypatch):
    breaker = search_client.breaker
    for _ in range(search_client.FAILURES):
        breaker.failed()
    assert breaker.open()
    breaker._asked_again_at = 0.0
    assert not breaker.open(), "one asks"
    assert breaker.open(), "the others still do not"
    breaker.answered()
    assert not breaker.open()


@pytest.mark.promise("SEA-2.2")
def test_publishing_goes_on_and_what_was_not_sent_stays_in_the_outbox(refusing, things):
    things.add(2, title_en="Midwife")
    with transaction.atomic():
        outbox.post("tests.thing.changed", thing=2)
    for delivery in OutboxDelivery.objects.filter(done_at=None):
        outbox.deliver(delivery.pk)
    assert [hit.subject_id for hit in search.find(Question(words="midwife")).hits] == ["2"]
    unsent = OutboxDelivery.objects.get(done_at=None)
    assert not outbox.deliver(unsent.pk)
    unsent.refresh_from_db()
    assert (unsent.done_at, unsent.tries) == (None, 1)
    assert unsent.message.event == "search.document.written"


@pytest.mark.promise("SEA-2.2")
def test_a_worker_lets_go_of_a_hanging_server_at_the_first_failure(hanging, monkeypatch):
    """It has letters to send as well."""
    monkeypatch.setattr(search_client, "PUSH_PATIENCE", 0.3)
    started = time.monotonic()
    for _document in range(20):
        with pytest.raises(search_client.Unavailable):
            writing.push([("thing", "1")])
    assert time.monotonic() - started < 2 * 0.3


@pytest.mark.promise("SEA-2.2")
def test_staff_alone_hear_that_the_server_does_not_answer(refusing, client):
    notice = "search server does not answer"
    assert notice not in client.get("/en/search/", {"q": "nurse"}).content.decode()
    client.force_login(PersonFactory())
    assert notice not in client.get("/en/search/", {"q": "nurse"}).content.decode()
    client.force_login(staff(Role.EDITOR, EntityFactory()))
    page = client.get("/en/search/", {"q": "nurse"}).content.decode()
    assert notice in page
    assert "/things/1/" in page


def test_no_word_of_the_question_is_logged(refusing, caplog):
    search.find(Question(words="nurse secretword"))
    assert caplog.records
    assert "secretword" not in caplog.text + str([vars(record) for record in caplog.records])


def test_health_is_red_while_it_does_not_answer(refusing):
    finding = health.search_server()
    assert (finding.name, finding.state) == ("search server", "red")


def test_without_a_server_nothing_is_asked_for(settings, nurse):
    settings.ELASTICSEARCH_URL = ""
    assert asked()[1:] == (["1"], False)
    assert health.search_server().state == "green"
    assert not upkeep.difference()


@pytest.mark.parametrize(
    ("address", "key", "warned"),
    [
        ("", "", []),
        ("http://search.example:9200", "k", ["search.W001"]),
        ("https://search.example:9200", "", ["search.W002"]),
        ("https://search.example:9200", "k", []),
    ],
)
def test_production_is_warned_of_an_open_server(settings, address, key, warned):
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY = address, key
    assert [message.id for message in checks.the_search_server_is_reached_safely(None)] == warned


def test_a_portal_can_be_begun_while_the_server_does_not_answer(refusing):
    assert upkeep.begin_server() is False
