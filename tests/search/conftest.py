"""Things of this test alone that can be found: a dictionary of records behind a Searchable."""

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
        return Shown(facts.get("title_ar") or facts["title_en"], f"/things/{record.pk}/", facts.get("body_ar", ""))


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


@pytest.fixture
def hour() -> timedelta:
    return timedelta(hours=1)
