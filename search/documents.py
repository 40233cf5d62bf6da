"""From a Document to its row: tokens with weights A title, B kind and reference, C entity, D body."""

from search.analysis import tokens
from search.analysis.normalise import compact, fold, words
from search.models import SearchDocument
from search.registry import Document

LONGEST_LEXEME = 400


def row(kind: str, kind_words: tuple[str, ...], document: Document, *, version: int) -> SearchDocument:
    title = f"{document.title_ar} {document.title_en}"
    return SearchDocument(
        kind=kind,
        subject_id=document.subject_id,
        version=version,
        title_ar=document.title_ar,
        title_en=document.title_en,
        body_ar=document.body_ar,
        body_en=document.body_en,
        folded=fold(" ".join(words(f"{title} . {document.body_ar} . {document.body_en}"))),
        title_words=max(len(words(document.title_ar)), len(words(document.title_en))),
        tokens=vector(weighted(kind_words, document)),
        facets={
            name: value if isinstance(value, list) else [value] for name, value in document.facets.items() if value
        },
        published_at=document.published_at,
        opens_at=document.opens_at,
        closes_at=document.closes_at,
    )


def weighted(kind_words: tuple[str, ...], document: Document) -> dict[str, set[str]]:
    """Token → the weights with which it stands in the document."""
    parts = {
        "A": tokens.of_text(f"{document.title_ar} {document.title_en}"),
        "B": reference_tokens(document.extra)
        | {f"kind:{token}" for word in kind_words for token in tokens.of_text(word)},
        "C": tokens.of_text(f"{document.entity_ar} {document.entity_en}"),
        "D": tokens.of_text(f"{document.body_ar} {document.body_en}"),
    }
    found: dict[str, set[str]] = {}
    for weight, part in parts.items():
        for token in part:
            found.setdefault(token, set()).add(weight)
    return found


def reference_tokens(extra: str) -> set[str]:
    """Each reference whole ("ref:ochr20260403") and its parts ("=2026")."""
    whole = {f"ref:{compact(each)}" for each in extra.split() if compact(each)}
    return whole | {f"={part}" for part in words(extra)}


def vector(found: dict[str, set[str]]) -> str:
    """The text form of a tsvector, so that no parser of the database touches our tokens."""
    lexemes = []
    for token in sorted(found):
        places = ",".join(f"{place}{weight}" for place, weight in enumerate(sorted(found[token]), start=1))
        lexemes.append(f"{quoted(token)}:{places}")
    return " ".join(lexemes)


def quoted(token: str) -> str:
    return "'" + token[:LONGEST_LEXEME].replace("\\", "\\\\").replace("'", "''") + "'"
