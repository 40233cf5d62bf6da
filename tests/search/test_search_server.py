"""The real search server: what it takes, refuses and forgets, and how it is built anew while everything goes on."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

import search
from search import finding, health, indexing, judged, upkeep
from search.engines import postgres
from search.engines.elasticsearch import client, indexes, writing
from search.models import SearchDocument
from search.question import Question
from shared import outbox
from shared.models import OutboxDelivery
from tests.search.conftest import on_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_server"), *on_server]


def change(number: int) -> int:
    with transaction.atomic():
        return outbox.post("tests.thing.changed", thing=number).pk


@pytest.fixture
def nurses(things) -> Iterator[None]:
    for number in (1, 2, 3):
        things.add(number, title_en=f"Nurse {number}", facets={"entity": "HLT"})
        change(number)
    outbox.deliver_all()


def ids(words: str = "nurse") -> list[str]:
    """What the server itself finds: an answer of the other engine is none here."""
    result = search.find(Question(words=words))
    assert not result.without_server
    return sorted(hit.subject_id for hit in result.hits)


def current() -> str:
    (name,) = indexes.behind(indexes.readers())
    return name


def test_a_server_that_has_no_index_gets_one_and_one_that_has_keeps_it(nurses):
    before = current()
    assert upkeep.begin_server()
    assert current() == before
    client.server().indices.delete(index=before)
    assert upkeep.begin_server()
    assert ids("nurse") == ["1", "2", "3"]


def test_only_what_was_laid_out_is_taken(nurses):
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        client.server().index(index=current(), id="thing:9", document={"kind": "thing", "colour": "green"})


def test_an_older_version_loses_whoever_comes_last(nurses):
    row = next(writing._rows([("thing", "1")]))
    older = {**row, "version": row["version"] - 1, "title": ["=driver"], "digest": "old"}
    assert writing.send([older], [current()]) == [], "refused as stale, which is no failure"
    assert ids("driver") == []
    assert ids("nurse") == ["1", "2", "3"]


def test_what_is_buried_stays_buried(nurses, things):
    row = next(writing._rows([("thing", "1")]))
    del things.records["1"]
    change(1)
    outbox.deliver_all()
    writing.send([row], [current()])
    assert ids() == ["2", "3"]


@pytest.mark.promise("SEA-2.2")
def test_what_the_server_does_not_take_stays_in_the_outbox(nurses, things):
    client.server().indices.put_settings(index=current(), settings={"index.blocks.write": True})
    things.add(4, title_en="Nurse 4")
    change(4)
    for _ in range(2):
        for delivery in OutboxDelivery.objects.filter(done_at=None, tries=0):
            outbox.deliver(delivery.pk)
    waiting = OutboxDelivery.objects.get(done_at=None)
    assert (waiting.message.event, waiting.tries) == ("search.document.written", 1)

    client.server().indices.put_settings(index=current(), settings={"index.blocks.write": None})
    assert outbox.deliver(waiting.pk)
    assert ids() == ["1", "2", "3", "4"]


@pytest.mark.promise("SEA-2.2")
def test_a_deleted_index_is_answered_for_and_built_anew_by_one_command(nurses):
    client.server().indices.delete(index=current())
    result = search.find(Question(words="nurse"))
    assert (result.total, result.without_server) == (3, True)
    assert (health.search_server().state, health.search_server().detail) == (
        "red",
        "has no index; rebuild_index makes one",
    )
    call_command("rebuild_index", stdout=StringIO())
    assert ids() == ["1", "2", "3"]
    assert health.search_server().state == "green"


@pytest.mark.promise("SEA-2.3")
def test_a_rebuild_under_writes_loses_nothing_and_is_never_seen_empty(nurses, things, monkeypatch):
    before, swap = current(), indexes.swap
    seen = []

    def written_in_between(name: str) -> None:
        seen.append(ids())
        things.add(4, title_en="Nurse 4")
        del things.records["1"]
        change(4), change(1)
        outbox.deliver_all()
        seen.append(ids())
        swap(name)
        seen.append(ids())

    monkeypatch.setattr(indexes, "swap", written_in_between)
    writing.rebuild()
    assert seen == [["1", "2", "3"], ["2", "3", "4"], ["2", "3", "4"]]
    assert current() != before
    assert not upkeep.server_difference()


@pytest.mark.promise("SEA-2.3")
def test_rows_that_a_rebuild_could_not_send_stay_in_the_outbox(nurses, monkeypatch):
    send = writing.send

    def all_but_one(rows, names):
        return [*send([row for row in rows if row["subject_id"] != "2"], names), ("thing", "2")]

    monkeypatch.setattr(writing, "send", all_but_one)
    writing.rebuild()
    monkeypatch.setattr(writing, "send", send)
    assert ids() == ["1", "3"]
    outbox.deliver_all()
    assert ids() == ["1", "2", "3"]


def test_missing_stale_and_surplus_documents_are_found_and_mended(nurses):
    server = client.server()
    version = SearchDocument.objects.get(subject_id="1").version
    server.delete(index=current(), id="thing:1", version=version, version_type="external_gte", refresh=True)
    SearchDocument.objects.filter(subject_id="2").update(digest="another")
    server.index(
        index=current(), id="thing:9", document={"kind": "thing", "subject_id": "9", "digest": ""}, refresh=True
    )

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_index", stdout=out)
    assert "The search server differs from the index: 1 missing, 1 stale, 1 surplus" in out.getvalue()
    assert upkeep.server_difference(mend=True)
    server.indices.refresh(index=current())
    assert not upkeep.server_difference()
    assert ids() == ["1", "2", "3"]


def test_another_layout_asks_for_a_rebuild(nurses, monkeypatch):
    monkeypatch.setitem(indexes.LAYOUT["mappings"]["properties"], "colour", {"type": "keyword"})
    assert (health.search_server().state, health.search_server().detail) == ("amber", "rebuild_index is due")
    before = current()
    upkeep.server_difference(mend=True)
    assert current() != before
    assert health.search_server().state == "green"


def test_an_index_that_was_replaced_is_kept_for_a_day(nurses):
    before = current()
    writing.rebuild()
    assert client.server().indices.exists(index=before)
    assert indexes.sweep(now=datetime.now(UTC) + timedelta(hours=25)) == [before]
    assert ids() == ["1", "2", "3"]


def test_no_text_but_tokens_goes_to_the_server(things):
    things.add(1, title_en="Nurse", body_en="Ward seven")
    change(1)
    outbox.deliver_all()
    held = client.server().get(index=current(), id="thing:1")["_source"]
    assert set(held["title"]) == {"=nurse", "nurs"}
    assert "Ward" not in json.dumps(held)


@pytest.mark.parametrize("sort", ["relevance", "newest", "closing"])
@pytest.mark.parametrize("status", ["", "open", "closed"])
@pytest.mark.parametrize("filters", [{}, {"entity": ("A", "B")}, {"entity": ("C",)}])
@pytest.mark.parametrize("words", ["", "nurse", "nurse senior", "astronaut nurse"])
def test_both_engines_count_and_order_alike(things, words, filters, status, sort):
    now = datetime.now(UTC)
    for number in range(12):
        things.add(
            number,
            title_en=f"Nurse {'senior' if number % 2 else 'junior'}",
            facets={"entity": "ABC"[number % 3]},
            closes_in=timedelta(hours=number - 6) if number % 4 else None,
            published_at=now - timedelta(hours=number),
        )
        indexing.refresh("thing", str(number), version=number + 1)
    with transaction.atomic():
        writing.push([("thing", str(number)) for number in range(12)])
    question = Question(words=words, filters=filters, status=status, sort=sort, size=20, facets=("kind", "entity"))
    theirs, ours = finding.find(question), postgres.find(question, finding.understood(words))
    assert not theirs.without_server
    assert (theirs.total, theirs.facets, theirs.partial) == (ours.total, ours.facets, ours.partial)
    assert [hit.subject_id for hit in theirs.hits] == [hit.subject_id for hit in ours.hits]


@pytest.mark.promise("SEA-2.1")
@pytest.mark.skipif(not os.environ.get("JUDGED_SET"), reason="JUDGED_SET names no folder with a judged set")
def test_both_engines_give_the_same_first_five_of_the_judged_set():
    folder = Path(os.environ["JUDGED_SET"])
    questions = [
        Question(words=each["q"], size=5, facets=(), also_some=True) for each in judged.lines(folder / "queries.jsonl")
    ]
    with judged.index(folder / "corpus.jsonl"):
        theirs = [{hit.subject_id for hit in finding.find(each).hits} for each in questions]
        asked = [(each, finding.understood(each.words)) for each in questions]
        ours = [{hit.subject_id for hit in postgres.find(*each).hits} for each in asked]
    shared = sum(len(one & other) / max(1, len(one | other)) for one, other in zip(theirs, ours, strict=True))
    assert shared / len(questions) >= 0.95
