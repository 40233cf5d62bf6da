"""Things of this test alone that can be found: a dictionary of records behind a Searchable."""

import os
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from search import registry
from search.registry import Base, Document, Shown
from shared import outbox
from shared.clock import database_now


class Things(Base):
    kind, title, plural = "thing", "Thing", "Things"
    kind_words = ("وظيفة", "وظائف", "job", "jobs")

    def __init__(self) -> None:
        self.records: dict[str, Any] = {}

    def add(self, number: int, **facts: Any) -> Any:
        record = SimpleNamespace(pk=str(number), **facts)
        self.records[record.pk] = record
        return record

    def public(self) -> Any:
        return Rows(self.records.values())

    def by_subjects(self, subjects: Any) -> Any:
        return Rows([self.records[each] for each in subjects if each in self.records])

    def document(self, record: Any) -> Document:
        facts = {name: value for name, value in vars(record).items() if name not in {"pk", "closes_in"}}
        closes = vars(record).get("closes_in")
        return Document(subject_id=record.pk, closes_at=database_now() + closes if closes else None, **facts)

    def shown(self, records: list[Any], *, now: Any) -> Shown:
        record = records[0]
        facts = vars(record)
        return Shown(
            facts.get("title_ar") or facts["title_en"],
            f"/things/{record.pk}/",
            facts.get("body_ar", ""),
            published_at=facts.get("published_at"),
        )


class Rows(list):
    def first(self) -> Any:
        return self[0] if self else None

    def iterator(self, chunk_size: int = 0) -> Any:
        return iter(self)


@pytest.fixture
def things(db) -> Iterator[Things]:
    registered, handlers = dict(registry._registry), dict(outbox._handlers)
    registry._registry.clear()
    made = Things()
    registry.searchable("thing", events=("tests.thing.changed",))(lambda: made)
    yield made
    registry._registry.clear()
    registry._registry.update(registered)
    outbox._handlers.clear()
    outbox._handlers.update(handlers)


SERVER = os.environ.get("ELASTICSEARCH_URL", "")
on_server = [pytest.mark.services, pytest.mark.skipif(not SERVER, reason="ELASTICSEARCH_URL names no search server")]


@pytest.fixture
def search_server(settings, monkeypatch) -> Iterator[None]:
    """The real one, with indexes of this test alone; what is written can be found at once."""
    from search.engines.elasticsearch import client, indexes, writing

    settings.ELASTICSEARCH_URL = SERVER
    monkeypatch.setattr(writing, "REFRESH", True)
    # A machine that is busy with tests is not an outage.
    monkeypatch.setattr(client, "PATIENCE", 20.0)
    monkeypatch.setattr(client, "breaker", client.Breaker())
    monkeypatch.setattr(client, "push_breaker", client.Breaker(most=1))
    with indexes.scratch():
        writing.rebuild()
        yield


@pytest.fixture(params=["postgres", pytest.param("elasticsearch", marks=on_server)])
def engine(request, db) -> str:
    """What is asked of finding is asked of both engines."""
    if request.param == "elasticsearch":
        request.getfixturevalue("search_server")
    return request.param


@pytest.fixture
def hour() -> timedelta:
    return timedelta(hours=1)
