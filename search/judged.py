"""A judged set – documents and questions with their right answers – in an index of its own, which ends with the session."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.db import connection

from search import finding, indexing, registry, seeds, upkeep, vocabulary
from search.documents import row
from search.engines import has_server
from search.models import SearchDocument, SearchSynonym, SearchTerm, SearchTranslation
from search.question import Question
from search.registry import Document
from search.vocabulary import Vocabulary

TEXTS = ("title_ar", "title_en", "body_ar", "body_en", "entity_ar", "entity_en")
BATCH, DEPTH = 100, 20
MODELS = (SearchDocument, SearchSynonym, SearchTerm, SearchTranslation)


@contextmanager
def index(corpus: Path, *, synonyms: bool = True) -> Iterator[int]:
    """The documents of the file stand in tables of this session that hide those of the portal; how many there are."""
    tables = [model._meta.db_table for model in MODELS]
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public")
        cursor.execute("SET search_path = pg_temp, public")
        try:
            with connection.schema_editor() as editor:
                for model in MODELS:
                    editor.create_model(model)
            if synonyms:
                SearchSynonym.objects.bulk_create(
                    (
                        SearchSynonym(group=group, language=language, term=term)
                        for group, language, term in seeds.terms()
                    ),
                    ignore_conflicts=True,
                )
            count = load(lines(corpus))
            upkeep.study()
            vocabulary.forget()
            with _on_server() if has_server() else nullcontext():
                yield count
        finally:
            vocabulary.forget()
            cursor.execute("RESET search_path")
            cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{table}' for table in tables)}")


@contextmanager
def _on_server() -> Iterator[None]:
    from search.engines.elasticsearch import indexes, writing

    with indexes.scratch():
        writing.rebuild()
        yield


def ask(words: str, known: Vocabulary) -> list[str]:
    """Ids, the best first. Raises ConnectionError where the engine that is measured did not answer."""
    result = finding.answer(Question(words=words, size=DEPTH, facets=(), also_some=True), known)
    if result.without_server:
        raise ConnectionError("the search server did not answer in time")
    return [hit.subject_id for hit in result.hits]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as source:
        yield from (json.loads(line) for line in source if line.strip())


def load(corpus: Iterator[dict[str, Any]]) -> int:
    kinds = registry.kinds()
    made = []
    for each in corpus:
        texts: dict[str, Any] = {name: each.get(name) or "" for name in TEXTS}
        document = Document(subject_id=each["id"], extra=each.get("reference") or "", **texts)
        kind = kinds.get(each["kind"])
        made.append(row(each["kind"], kind.kind_words if kind else (), document, version=1))
    for start in range(0, len(made), BATCH):
        indexing.write(made[start : start + BATCH], only_where="false", tell_server=False)
    return len(made)
