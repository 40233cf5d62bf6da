"""Writes the projection: reads the record as it is, then writes with the message's version; older versions lose."""

from collections.abc import Iterator

from django.db import connection, transaction

from search import registry
from search.documents import row
from search.models import SearchDocument

COLUMNS = [
    "found", "title_ar", "title_en", "body_ar", "body_en", "folded", "title_words", "tokens", "facets", "published_at",
    "opens_at", "closes_at",
]  # fmt: skip


def refresh(kind: str, subject_id: str, *, version: int) -> None:
    """Write or bury one document. Safe to call twice and in any order."""
    searchable = registry.get(kind)
    record = next(iter(searchable.by_subjects([subject_id])), None)
    if record is None:
        document = SearchDocument(kind=kind, subject_id=subject_id, version=version, found=False)
    else:
        document = row(kind, searchable.kind_words, searchable.document(record), version=version)
    write(document)


def write(document: SearchDocument) -> bool:
    """One upsert; False where a newer version stands already."""
    values = {name: getattr(document, name) for name in COLUMNS}
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Only one writer a document at a time; the row itself may not exist yet, so there is nothing else to lock.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{document.kind}:{document.subject_id}"]
            )
        standing = SearchDocument.objects.filter(kind=document.kind, subject_id=document.subject_id)
        known = standing.values_list("version", flat=True).first()
        if known is None:
            document.save(force_insert=True)
        elif known < document.version:
            standing.update(version=document.version, **values)
        else:
            return False
    return True


def all_rows(*, version: int) -> Iterator[SearchDocument]:
    """Every document as it should be now."""
    for kind, searchable in registry.kinds().items():
        for record in searchable.public().iterator(chunk_size=200):
            yield row(kind, searchable.kind_words, searchable.document(record), version=version)
