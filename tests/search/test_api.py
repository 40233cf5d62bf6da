"""The search for programs: what it answers, what it refuses, and that nothing that is asked of it makes it fall."""

import json
from datetime import timedelta
from functools import cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from portal import api
from portal.wsgi import application
from search import indexing, upkeep
from search.engines import postgres
from search.models import SearchPick
from shared import limits

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.11")]
PROBLEM = "application/problem+json"


@pytest.fixture
def nurses(things):
    for number in range(3):
        things.add(
            number,
            title_ar="ممرض قانوني",
            title_en="Registered nurse",
            body_ar="العناية بالمرضى",
            facets={"entity": "HLT"},
        )
        indexing.refresh("thing", str(number), version=number + 1)


@pytest.fixture
def ask(client, nurses):
    def ask(expected=200, /, *, headers=None, **query):
        answer = client.get("/api/search", query, headers=headers)
        assert answer.status_code == expected, answer.content
        assert answer["Content-Type"].split(";")[0] == (PROBLEM if expected >= 400 else "application/json")
        return json.loads(answer.content)

    return ask


def test_it_answers_what_the_page_shows(ask):
    answer = ask(q="ممرضين", language="ar")
    assert (answer["total"], answer["capped"], answer["page"], answer["pages"]) == (3, False, 1, 1)
    first = answer["results"][0]
    assert first["title"]["ar"] == "ممرض قانوني"
    assert first["url"]["ar"].startswith("http://testserver/things/")
    assert first["highlights"]["title"] == [{"text": "ممرض", "mark": True}, {"text": " قانوني", "mark": False}]
    assert first["every_word"]
    assert answer["facets"][0] == {
        "name": "kind", "title": "أنواع النتائج", "values": [{"value": "thing", "title": "Things", "count": 3, "chosen": False}],
    }  # fmt: skip


def test_misspelt_words_are_answered_with_what_may_have_been_meant(ask):
    upkeep.study()
    assert ask(q="registered nuxse")["did_you_mean"] == "registered nurse"


def test_what_editors_picked_stands_first_and_says_so(ask):
    SearchPick.objects.create(typed="nurse", asked="nurse", things=[["thing", "2"]])
    answer = ask(q="nurse", language="en")
    assert [each["picked"] for each in answer["results"]] == [True, False, False]
    assert answer["results"][0]["url"]["en"].endswith("/things/2/")
    assert answer["total"] == 3


def test_filters_and_pages_are_those_of_the_page(ask):
    assert ask(q="nurse", kind="thing")["total"] == 3
    for nothing in ({"kind": "none"}, {"entity": "NOWHERE"}, {"within": "3"}):
        assert ask(q="nurse", **nothing)["total"] == 0
    assert ask(q="nurse", page="2")["results"] == []
    assert ask(q="nurse", colour="green")["total"] == 3


@pytest.mark.parametrize(
    ("status", "query"),
    [
        (400, {"q": "a\0b"}),
        (400, {"entity": "a\0b"}),
        (400, {"sort": "price"}),
        (400, {"within": "5"}),
        (400, {"language": "fr"}),
        (404, {"page": "101"}),
        (404, {"page": "0"}),
        (404, {"page": "x"}),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_the_readers_language(ask, status, query):
    english = ask(status, **query, headers={"Accept-Language": "en"})
    arabic = ask(status, **query, headers={"Accept-Language": "ar"})
    assert english["status"] == arabic["status"] == status
    assert english["title"].isascii()
    assert not arabic["title"].isascii()
    assert english["instance"].startswith("urn:uuid:")


def test_what_was_not_understood_is_named_and_not_repeated(ask):
    answer = ask(400, sort="cheapest", within=["3", "5"], language="en")
    assert answer["detail"] == "Not one of the values that may stand there: sort, within"


def test_the_language_is_that_of_the_parameter_else_of_the_request(client, nurses):
    for query, accepted, language in (
        ("", "en", "en"),
        ("", "ar", "ar"),
        ("language=ar", "en", "ar"),
        ("language=en", "ar", "en"),
    ):
        answer = client.get(f"/api/search?{query}", headers={"Accept-Language": accepted})
        assert answer["Content-Language"] == language
        assert answer.json()["facets"][0]["title"] == {"en": "Kinds of results", "ar": "أنواع النتائج"}[language]


def test_other_methods_are_not_taken(client, nurses):
    for method in (client.post, client.put, client.delete):
        answer = method("/api/search")
        assert answer.status_code == 405
        assert (answer["Allow"], answer["Content-Type"]) == ("GET", PROBLEM)


@pytest.mark.parametrize(
    "path", ["", "x", "x/", "search/", "search/x", "openapi.json/", "/search", "../search", "%00", "يعسوب/"]
)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
@pytest.mark.parametrize(("language", "title"), [("en", "There is no such page"), ("ar", "الصفحة غير موجودة")])
def test_where_nothing_lies_a_program_is_told_so_in_its_own_terms(method, path, language, title):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/{path}", headers={"Accept-Language": language})
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer["Content-Language"] == language
    assert method == "head" or answer.json()["title"] == title


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
@pytest.mark.parametrize(("path", "allowed"), [("search", "GET"), ("openapi.json", "GET, HEAD")])
def test_what_a_door_does_not_take_is_refused_without_asking_for_a_token_of_a_form(nurses, method, path, allowed):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/{path}")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, allowed)


def test_a_caller_has_a_limit_and_is_told_when_to_come_again(client, nurses, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "portal:api", (2, timedelta(minutes=1)))
    answers = [client.get("/api/search", headers={"Accept-Language": "en"}) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == PROBLEM
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="10.0.0.9").get("/api/search").status_code == 200, "another caller has a limit of his own"


def test_when_no_engine_answers_it_says_so(client, nurses, monkeypatch):
    def down(*_args):
        raise OperationalError("the database is away: nurse")

    monkeypatch.setattr(postgres, "find", down)
    client.raise_request_exception = False
    answer = client.get("/api/search?q=nurse&language=en")
    assert (answer.status_code, answer["Content-Type"]) == (503, PROBLEM)
    assert int(answer["Retry-After"]) > 0
    assert "nurse" not in answer.content.decode()


def test_what_anyone_may_see_may_be_kept_for_a_minute_and_what_a_person_asks_for_nowhere(
    client, nurses, django_user_model
):
    assert client.get("/api/search")["Cache-Control"] == "public, max-age=60"
    assert client.get("/api/search?page=0")["Cache-Control"] == "no-store"
    client.force_login(django_user_model.objects.create_user(email="reader@demo.example"))
    assert client.get("/api/search")["Cache-Control"] == "private, no-store"


def test_no_word_that_was_asked_stands_in_a_log(ask, caplog):
    caplog.set_level("DEBUG")
    ask(q="unmistakable")
    ask(404, q="unmistakable", page="0")
    ask(400, q="unmistakable", sort="unmistakable")
    ours = [each for each in caplog.records if each.name != "django.db.backends"]
    assert not [each for each in ours if "unmistakable" in f"{each.getMessage()} {vars(each)}"]


# ---- its description, and what a fuzzer makes of it ----


def description():
    return json.loads(json.dumps(api.api.get_openapi_schema()))


def test_the_description_is_made_from_the_code(client):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    parameters = {each["name"]: each for each in described["paths"]["/api/search"]["get"]["parameters"]}
    assert set(parameters) == {
        "q",
        "kind",
        "entity",
        "life_event",
        "location",
        "category",
        "within",
        "sort",
        "page",
        "language",
    }
    assert parameters["sort"]["schema"]["enum"] == ["relevance", "newest", "closing"]
    assert set(described["paths"]["/api/search"]["get"]["responses"]) == {"200", "400", "404", "429", "503"}


@pytest.fixture
def one_connection():
    """The portal is called as its server calls it, but inside the test's own transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_asked_it_answers_as_it_is_described(nurses, one_connection, monkeypatch, data):
    """Valid and invalid questions made from the description; every answer has a status, type and shape that it names."""
    monkeypatch.setitem(limits.LIMITS, "portal:api", (1_000_000, timedelta(minutes=1)))
    data.draw(questions()).call_and_validate(headers={"Accept-Encoding": "identity"})


@cache
def questions():
    operation = schemathesis.openapi.from_wsgi("/api/openapi.json", application)["/api/search"]["GET"]
    return st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=220), kind=st.text(max_size=5), entity=st.text(max_size=5), page=st.text(max_size=4))
def test_whatever_is_typed_it_does_not_fall(nurses, monkeypatch, words, kind, entity, page):
    monkeypatch.setitem(limits.LIMITS, "portal:api", (1_000_000, timedelta(minutes=1)))
    try:
        answer = Client().get("/api/search", {"q": words, "kind": kind, "entity": entity, "page": page})
    except UnicodeEncodeError:
        return  # the client itself cannot send half a surrogate pair
    assert answer.status_code in (200, 400, 404)
