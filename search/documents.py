"""From a Document to its row: tokens with weights A title, B kind and reference, C entity, D body; those of the title once more."""

import hashlib
import json
from typing import Any

from search.analysis import tokens
from search.analysis.normalise import compact, words
from search.models import SearchDocument
from search.registry import Document

LONGEST_LEXEME = 400
# The columns that a document decides, and so those that its digest is over.
COLUMNS = (
    "found", "title_ar", "title_en", "body_ar", "body_en", "folded", "title_words", "title_tokens", "tokens", "facets",
    "published_at", "opens_at", "closes_at",
)  # fmt: skip


def row(kind: str, kind_words: tuple[str, ...], document: Document, *, version: int) -> SearchDocument:
    title = f"{document.title_ar} {document.title_en}"
    made = SearchDocument(
        kind=kind,
        subject_id=document.subject_id,
        version=version,
        title_ar=document.title_ar,
        title_en=document.title_en,
        body_ar=document.body_ar,
        body_en=document.body_en,
        folded=" ".join(map(tokens.stem, words(f"{title} . {document.body_ar} . {document.body_en}"))),
        title_words=max(len(words(document.title_ar)), len(words(document.title_en))),
        title_tokens=" ".join(quoted(token) for token in sorted(tokens.of_text(title))),
        tokens=weighted(parts(kind_words, document)),
        facets={
            name: list(dict.fromkeys(value)) if isinstance(value, list) else [value]
            for name, value in document.facets.items()
            if value
        },
        published_at=document.published_at,
        opens_at=document.opens_at,
        closes_at=document.closes_at,
    )
    made.digest = digest(made)
    return made


def tombstone(kind: str, subject_id: str, *, version: int) -> SearchDocument:
    made = SearchDocument(kind=kind, subject_id=subject_id, version=version, found=False)
    made.digest = digest(made)
    return made


def digest(document: SearchDocument) -> str:
    says = [_plain(getattr(document, name)) for name in COLUMNS]
    return hashlib.sha256(json.dumps(says, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def parts(kind_words: tuple[str, ...], document: Document) -> dict[str, set[str]]:
    """Weight → tokens."""
    return {
        "A": tokens.of_text(f"{document.title_ar} {document.title_en}"),
        "B": reference_tokens(document.extra)
        | {f"kind:{token}" for word in kind_words for token in tokens.of_text(word)},
        "C": tokens.of_text(f"{document.entity_ar} {document.entity_en}"),
        "D": tokens.of_text(f"{document.body_ar} {document.body_en}"),
    }


def reference_tokens(extra: str) -> set[str]:
    """Each reference whole ("ref:ochr20260403") and its parts ("=2026")."""
    whole = {f"ref:{compact(each)}" for each in extra.split() if compact(each)}
    return whole | {f"={part}" for part in words(extra)}


def weighted(found_in: dict[str, set[str]]) -> str:
    """The text form of a tsvector, so that no parser of the database touches our tokens."""
    found: dict[str, list[str]] = {}
    for weight in sorted(found_in):
        for token in found_in[weight]:
            found.setdefault(token, []).append(weight)
    return " ".join(
        f"{quoted(token)}:{','.join(f'{place}{weight}' for place, weight in enumerate(found[token], start=1))}"
        for token in sorted(found)
    )


def quoted(token: str) -> str:
    return "'" + token[:LONGEST_LEXEME].replace("\\", "\\\\").replace("'", "''") + "'"
