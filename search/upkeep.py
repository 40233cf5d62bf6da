"""Keeping the projection true: what is missing, stale or surplus in it, and how that is mended while events go on.

An upkeep writes over the version that it saw before it read the record. A row that an event wrote in between is left alone,
and an event that is still on its way stands above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from search import indexing, learning, registry, terms
from search.documents import row, tombstone
from search.engines import has_server
from search.models import SearchDocument, SearchTerm

BATCH = 100
UNSEEN = 0
OVER_WHAT_WAS_SEEN = "standing.version = EXCLUDED.version"

Subject = tuple[str, str]  # kind and subject id


@dataclass
class Difference:
    """`missing`: may be found and has no row; `stale`: its row says something else; `surplus`: may no longer be found."""

    missing: list[Subject] = field(default_factory=list)
    stale: list[Subject] = field(default_factory=list)
    surplus: list[Subject] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.surplus)

    def __str__(self) -> str:
        return ", ".join(f"{len(subjects)} {name}" for name, subjects in vars(self).items())


def difference(*, mend: bool = False) -> Difference:
    """Compare every row with its record; with `mend`, write what differs."""
    found = Difference()
    for kind in registry.kinds():
        wanted: set[str] = set()
        for standing, documents in _batches(kind):
            wanted |= {document.subject_id for document in documents}
            differing = [each for each in documents if each.digest != standing.get(each.subject_id, _NONE).digest]
            for each in differing:
                there = standing.get(each.subject_id, _NONE).found
                (found.stale if there else found.missing).append((kind, each.subject_id))
            if mend:
                indexing.write(differing, only_where=OVER_WHAT_WAS_SEEN)
        found.surplus += _surplus(kind, wanted, bury=mend)
    return found


def server_difference(*, mend: bool = False) -> Difference:
    """Compare the search server with the rows; one that was laid out otherwise is built anew."""
    from search.engines.elasticsearch import writing

    return Difference(**writing.difference(mend=mend))


def rebuild() -> int:
    """Write every row anew, count the words, learn from them, build the search server's index; how many rows.

    What is found stays found meanwhile.
    """
    written = 0
    for kind in registry.kinds():
        wanted: set[str] = set()
        for _, documents in _batches(kind):
            indexing.write(documents, only_where=OVER_WHAT_WAS_SEEN, tell_server=False)
            wanted |= {document.subject_id for document in documents}
        _surplus(kind, wanted, bury=True)
        written += len(wanted)
    study()
    if has_server():
        from search.engines.elasticsearch import writing

        writing.rebuild()
    return written


def begin_server() -> bool:
    """An index for a search server that has none yet; False where the server does not answer."""
    from elasticsearch import ApiError, TransportError

    from search.engines.elasticsearch import indexes, writing

    try:
        if not indexes.behind(indexes.writers()):
            writing.rebuild()
    except (ApiError, TransportError):
        return False
    return True


def study() -> None:
    """Count the portal's words and learn which of them translate one another."""
    learning.learn()
    terms.refresh()


def study_what_is_new() -> None:
    """After documents came or went; between times a word that was never counted is counted when it is asked for."""
    counted = SearchTerm.objects.filter(token=terms.ALL).values_list("documents", flat=True).first()
    if counted != SearchDocument.objects.filter(found=True).count():
        study()


_NONE = SearchDocument(found=False, version=UNSEEN)


def _batches(kind: str) -> Iterator[tuple[dict[str, SearchDocument], list[SearchDocument]]]:
    """Rows as they stand, and as the records want them; the rows are read first."""
    searchable = registry.get(kind)
    subjects = list(dict.fromkeys(map(searchable.subject_id, searchable.public().iterator(chunk_size=BATCH))))
    for start in range(0, len(subjects), BATCH):
        batch = subjects[start : start + BATCH]
        rows = SearchDocument.objects.filter(kind=kind, subject_id__in=batch)
        standing = {each.subject_id: each for each in rows.only("subject_id", "version", "digest", "found")}
        records: dict[str, Any] = {}
        for record in searchable.by_subjects(batch):
            # The two languages of a page are one document, made from the first as everywhere.
            records.setdefault(searchable.subject_id(record), record)
        yield (
            standing,
            [
                row(
                    kind,
                    searchable.kind_words,
                    searchable.document(record),
                    version=standing.get(subject, _NONE).version,
                )
                for subject, record in records.items()
            ],
        )


def _surplus(kind: str, wanted: set[str], *, bury: bool) -> list[Subject]:
    rows = SearchDocument.objects.filter(kind=kind, found=True).values_list("subject_id", "version")
    unwanted = [(subject, version) for subject, version in rows.iterator() if subject not in wanted]
    gone = []
    for subject, version in unwanted:
        # It may have come in since the records were listed.
        if not registry.get(kind).by_subjects([subject]).first():
            gone.append((kind, subject))
            if bury:
                indexing.write([tombstone(kind, subject, version=version)], only_where=OVER_WHAT_WAS_SEEN)
    return gone
