"""`make measure SET=DIR OUT=FILE`: ask a judged set's questions of a scratch index and write what was found."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from search.analysis.synonyms import Thesaurus, build
from search.documents import row
from search.engines import postgres
from search.question import Question
from search.registry import Document

SCRATCH = "search_scratch"
SYNONYMS = Path(__file__).resolve().parents[2] / "data" / "synonyms.csv"
KIND_WORDS = {
    "vacancy": ("وظيفة", "وظائف", "شاغر", "شواغر", "job", "jobs", "vacancy", "vacancies"),
    "tender": ("مناقصة", "مناقصات", "tender", "tenders"),
    "service": ("خدمة", "خدمات", "service", "services"),
    "page": (),
    "news": ("خبر", "أخبار", "news"),
}
COLUMNS = ("kind", "subject_id", "found", "folded", "title_words", "tokens", "facets")


class Command(BaseCommand):
    help = "Load a judged set into a scratch table of this session, ask its queries, write results.jsonl. The portal's data is not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", type=Path, required=True, help="folder with corpus.jsonl and queries.jsonl")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--no-synonyms", action="store_true")

    def handle(self, **options: Any) -> None:
        folder: Path = options["set"]
        try:
            corpus, queries = list(lines(folder / "corpus.jsonl")), list(lines(folder / "queries.jsonl"))
        except OSError as missing:
            raise CommandError(str(missing)) from missing
        thesaurus = Thesaurus() if options["no_synonyms"] else seed()
        load(corpus)
        with options["out"].open("w", encoding="utf-8") as out:
            for query in queries:
                result = postgres.find(
                    Question(words=query["q"], size=20, facets=()), thesaurus=thesaurus, table=SCRATCH
                )
                ids = [hit.subject_id for hit in result.hits]
                out.write(json.dumps({"q": query["q"], "lang": query["lang"], "ids": ids}, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(queries)} queries asked of {len(corpus)} documents")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as source:
        yield from (json.loads(line) for line in source if line.strip())


def seed() -> Thesaurus:
    with SYNONYMS.open(encoding="utf-8", newline="") as source:
        return build((line["group"], line["term"]) for line in csv.DictReader(source))


def load(corpus: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{SCRATCH}")
        cursor.execute(
            f"CREATE TEMP TABLE {SCRATCH} (LIKE search_searchdocument INCLUDING DEFAULTS INCLUDING IDENTITY)"
        )
        for each in corpus:
            document = Document(
                subject_id=each["id"],
                extra=each.get("reference") or "",
                **{
                    name: each[name]
                    for name in ("title_ar", "title_en", "body_ar", "body_en", "entity_ar", "entity_en")
                },
            )
            made = row(each["kind"], KIND_WORDS.get(each["kind"], ()), document, version=1)
            values = [getattr(made, name) for name in COLUMNS[:-1]] + ["{}"]
            marks = ", ".join("%s::tsvector" if name == "tokens" else "%s" for name in COLUMNS)
            cursor.execute(
                f"INSERT INTO {SCRATCH} ({', '.join(COLUMNS)}, version, title_ar, title_en, body_ar, body_en)"
                f" VALUES ({marks}, 1, '', '', '', '')",
                values,
            )
        cursor.execute(f"CREATE INDEX ON {SCRATCH} USING gin (tokens)")
        cursor.execute(f"ANALYZE {SCRATCH}")
