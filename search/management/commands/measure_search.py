"""`make measure SET=DIR OUT=FILE`: ask a judged set's questions and write what was found."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import judged, vocabulary


class Command(BaseCommand):
    help = "Load a judged set into an index of this session, ask its queries, write results.jsonl. The portal's data is not touched."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", type=Path, required=True, help="folder with corpus.jsonl and queries.jsonl")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--no-synonyms", action="store_true")

    def handle(self, **options: Any) -> None:
        folder: Path = options["set"]
        try:
            queries = list(judged.lines(folder / "queries.jsonl"))
            with (
                judged.index(folder / "corpus.jsonl", synonyms=not options["no_synonyms"]) as count,
                options["out"].open("w", encoding="utf-8") as out,
            ):
                known = vocabulary.read()
                for query in queries:
                    ids = judged.ask(query["q"], known)
                    line = {"q": query["q"], "lang": query["lang"], "ids": ids}
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
        except (OSError, ValueError, KeyError) as unreadable:
            raise CommandError(f"{type(unreadable).__name__}: {unreadable}") from unreadable
        self.stdout.write(f"{len(queries)} queries asked of {count} documents")
