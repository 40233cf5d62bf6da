"""Counts of facets against plain SQL: random documents, random choices, on both engines."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import search
from search import documents, indexing
from search.engines import has_server
from search.models import SearchDocument
from search.question import WITHIN_DAYS, Question
from search.registry import Document
from shared.clock import database_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]

KINDS, WORDS, MOST = ("service", "vacancy", "tender"), ("nurse", "harbour", "bridge"), 10
# "A" begins "AB" and another facet has a value of the same name: neither is mistaken for the other.
VALUES = {"entity": ("A", "AB", "بلدية"), "location": ("A", "12"), "life_event": ("family", "health")}
HOURS = (None, -30, -1, 5, 24 * 3 - 1, 24 * 3 + 1, 24 * 20, 24 * 31)
versions = count(1)


def some(values):
    return st.lists(st.sampled_from(values), max_size=3)


things = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "found": st.sampled_from([True, True, True, False]),
        "words": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
        "hours": st.sampled_from(HOURS),
        "facets": st.fixed_dictionaries({name: some(values) for name, values in VALUES.items()}),
    }
)
questions = st.builds(
    Question,
    words=st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(" ".join),
    kinds=some(KINDS).map(tuple),
    filters=st.fixed_dictionaries({name: some((*values, "none")).map(tuple) for name, values in VALUES.items()}),
    status=st.sampled_from(["", "", "open", "closed"]),
    closing_within_days=st.sampled_from([None, None, 0, *WITHIN_DAYS]),
    sort=st.sampled_from(["relevance", "newest", "closing"]),
    facets=st.permutations(["kind", "within", *VALUES]).map(tuple),
)


@pytest.mark.promise("SEA-2.9")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(world=st.lists(things, max_size=MOST), question=questions)
@example(world=[], question=Question(facets=("kind", "within", "entity")))
def test_every_count_is_that_of_plain_sql(world, question):
    write(world)
    result = search.find(question)
    assert not result.without_server
    every, some_words = " AND ".join(has_words(question)), " OR ".join(has_words(question))
    words = every or "true"
    if every and not counted(question, every, but="kind"):
        words = some_words
    assert result.total == counted(question, words)
    assert len(result.hits) == result.total
    assert dict(result.facets) == {name: expected(question, words, name) for name in question.facets}


def write(world) -> None:
    """Each world takes the place of the one before, through the same writes as a publication's."""
    version, now, rows = next(versions), database_now(), []
    for number in range(MOST):
        thing = world[number] if number < len(world) else {"found": False}
        subject = str(number)
        for kind in KINDS:
            if not thing["found"] or thing["kind"] != kind:
                rows.append(documents.tombstone(kind, subject, version=version))
                continue
            made = Document(
                subject_id=subject,
                title_en=" ".join(thing["words"]),
                facets=thing["facets"],
                closes_at=now + timedelta(hours=thing["hours"]) if thing["hours"] else None,
            )
            rows.append(documents.row(kind, (), made, version=version))
    indexing.write(rows, only_where="standing.version < EXCLUDED.version", tell_server=False)
    if has_server():
        from search.engines.elasticsearch import writing

        with transaction.atomic():
            writing.push([(row.kind, row.subject_id) for row in rows])


# ---- the same in plain SQL, over plain columns ----


def has_words(question: Question) -> list[str]:
    return [f"title_en LIKE '%{word}%'" for word in question.words.split()]


def where(question: Question, words: str, but: str) -> str:
    asked = [f"({words})", "found"]
    if question.kinds and but != "kind":
        asked.append("kind IN ({})".format(", ".join(f"'{kind}'" for kind in question.kinds)))
    for name, values in question.filters.items():
        if values and but != name:
            one_of = ", ".join(f"'{value}'" for value in values)
            asked.append(f"EXISTS (SELECT FROM jsonb_array_elements_text(facets->'{name}') v WHERE v IN ({one_of}))")
    asked += {"open": ["coalesce(closes_at > now(), true)"], "closed": ["closes_at < now()"]}.get(question.status, [])
    if question.closing_within_days is not None and but != "within":
        asked.append(f"closes_at BETWEEN now() AND now() + interval '{question.closing_within_days} days'")
    return " AND ".join(asked)


def counted(question: Question, words: str, *, but: str = "", also: str = "true") -> int:
    with connection.cursor() as cursor:
        condition = where(question, words, but)
        cursor.execute(f"SELECT count(*) FROM {SearchDocument._meta.db_table} WHERE {condition} AND {also}")
        return cursor.fetchone()[0]


def expected(question: Question, words: str, name: str) -> dict[str, int]:
    """Each value by a question of its own."""
    if name == "kind":
        tests = {kind: f"kind = '{kind}'" for kind in KINDS}
    elif name == "within":
        tests = {str(each): f"closes_at BETWEEN now() AND now() + interval '{each} days'" for each in WITHIN_DAYS}
    else:
        tests = {value: f"facets->'{name}' @> '[\"{value}\"]'" for value in VALUES[name]}
    found = {value: counted(question, words, but=name, also=test) for value, test in tests.items()}
    return {value: number for value, number in found.items() if number}


# ---- on the page ----


@pytest.fixture
def page(client, named_facets):
    return lambda query="", language="en": client.get(f"/{language}/search/?{query}").content.decode()


@pytest.fixture
def named_facets(monkeypatch):
    from search import registry

    monkeypatch.setattr(registry, "_facets", {})
    registry.name_facet("location", "Place of work", lambda: {"north": "North", "south": "South", "west": "West"})


def listed(things, *facts) -> None:
    for number, each in enumerate(facts):
        things.add(number, title_en="Nurse", **each)
        indexing.refresh("thing", str(number), version=number + 1)
    if has_server():
        from search.engines.elasticsearch import writing

        writing.push([("thing", str(number)) for number in range(len(facts))])


def test_a_facet_shows_what_could_be_added_to_the_choice(things, page):
    listed(
        things, {"facets": {"location": "north"}}, {"facets": {"location": "south"}}, {"facets": {"location": "south"}}
    )
    shown = page("q=nurse&location=north")
    assert "1 result" in shown
    assert 'value="north" checked><label for="f-location-2">North <span class="muted">(<bdi>1</bdi>)</span>' in shown
    assert 'value="south"><label for="f-location-1">South <span class="muted">(<bdi>2</bdi>)</span>' in shown
    assert "West" not in shown
    assert "3 results" in page("q=nurse&location=north&location=south")


def test_closing_within_is_offered_with_counts_where_something_closes(things, page):
    listed(
        things, {"closes_in": timedelta(days=2)}, {"closes_in": timedelta(days=20)}, {"closes_in": -timedelta(days=2)}
    )
    shown = page()
    assert "Within 3 days" in shown
    assert shown.index("Within 3 days") < shown.index("Within 30 days")
    assert 'Within 30 days <span class="muted">(<bdi>2</bdi>)</span>' in shown
    assert "2 results" in page("within=30")
    assert "2 results" in page("within=3&within=30")


def test_where_nothing_has_a_facet_it_is_not_shown(things, page):
    listed(things, {})
    assert "Closing within" not in page()
    assert "Place of work" not in page()


@pytest.mark.promise("SEA-1.5")
@pytest.mark.parametrize("query", ["location=nowhere", "within=never", "kind=nothing", "kind=nothing&within=0"])
def test_of_an_unknown_value_nothing_is_found(things, page, query):
    listed(things, {"facets": {"location": "north"}, "closes_in": timedelta(days=2)})
    assert "No results" in page(query)


@pytest.mark.promise("SEA-1.5")
@pytest.mark.parametrize("name", ["q", "location", "within", "kind", "sort", "colour"])
def test_a_value_with_a_nul_is_refused_wherever_it_stands(things, client, named_facets, name):
    assert client.get(f"/en/search/?{name}=a%00b").status_code == 400
