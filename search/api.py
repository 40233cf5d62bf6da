"""GET /api/search: the search over all kinds for programs, with the parameters of the page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from pydantic import BeforeValidator, WithJsonSchema, create_model

from search import asking, registry, results
from search.asking import PER_PAGE
from search.question import MOST_PAGES, MOST_WORDS, Result, Sort
from search.registry import Shown
from shared import problems
from shared.clock import database_now
from shared.facets import Choice, Facet

Language = Literal["ar", "en"]
# Refused by `facets.read`, as on the page; here it is only said.
Words = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^[^\u0000]*$"})]
Text = Annotated[str, BeforeValidator(str)]  # translated now, if it has waited for that
Days = Literal["3", "7", "30"]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
router = Router()


def _parameters() -> Any:
    """Facets are those that the portal has named. Values are read by `asking`, as those of the page."""
    with translation.override("en"):
        titles = {name: str(title) for name, (title, _names) in registry.facets().items()}
    listed: Any = {"examples": sorted(registry.kinds())}
    number: Any = {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1}
    known: dict[str, Any] = {
        "q": (Words, Field("", description=f"Words in either language, or both; cut after {MOST_WORDS} characters.")),
        "kind": (Words, Field("", description="Narrows to one kind.", json_schema_extra=listed)),
    }
    for name, title in titles.items():
        known[name] = (list[Words], Field([], description=f"Narrows to one of these values of the facet “{title}”."))
    known |= {
        "within": (list[Days], Field([], description="Narrows to what closes within so many days.")),
        "sort": (Sort, Field("relevance", description="Without words, relevance is the newest first.")),
        "page": (str, Field("1", json_schema_extra=number)),
        "language": (Language | None, Field(None, description="Of the answer; else as Accept-Language asks.")),
    }
    return create_model("Parameters", __base__=Schema, **known)


Parameters = _parameters()


class Piece(Schema):
    text: str
    mark: bool = Field(description="Whether it is a word that was looked for.")


class Highlights(Schema):
    """Texts in pieces that follow one another; of a long summary the part in which a word stands."""

    title: list[Piece]
    summary: list[Piece]


class InBoth(Schema):
    """Null in a language in which it does not stand."""

    ar: str | None
    en: str | None


class Found(Schema):
    kind: str
    kind_title: str
    title: InBoth
    url: InBoth
    entity: str
    note: str = Field(description="How things stand: when it closes, or its status.")
    summary: str
    language: Language = Field(description="Of summary and highlights: the answer's, or the only one there is.")
    highlights: Highlights
    published_at: datetime | None
    closes_at: datetime | None
    picked: bool = Field(description="An editor put it on top for these words.")
    every_word: bool = Field(description="Those with every word are counted and come first; others fill the page up.")


class Value(Schema):
    value: str
    title: str
    count: int
    chosen: bool


class Counted(Schema):
    """Each facet is counted as if nothing were chosen of it."""

    name: str
    title: Text
    values: list[Value]


class Answer(Schema):
    total: int
    capped: bool = Field(description="There are more than `total`.")
    partial: bool = Field(description="Nothing has every word; these have some.")
    browsing: bool = Field(description="There were no words, or they say nothing: this is everything.")
    cut: bool = Field(description=f"There were more than {MOST_WORDS} characters; the beginning was looked for.")
    did_you_mean: str | None
    page: int
    pages: int
    results: list[Found]
    facets: list[Counted]


@router.get(
    "/search",
    response=Answer,
    url_name="search",
    operation_id="search",
    summary="Services, vacancies, tenders, pages and news that anyone may see",
    openapi_extra=problems.documented(
        s400="A value cannot be read, or is none of those that are listed.",
        s404=f"There is no such page: they run from 1 to {MOST_PAGES}.",
        s429="Too many requests; `Retry-After` says when to come again.",
        s503="The portal cannot search for the moment; `Retry-After` says when to come again.",
    ),
)
def search(request: HttpRequest, parameters: Query[Parameters]) -> dict[str, Any]:  # type: ignore[valid-type]
    wanted = asking.read(request.GET)
    answer = asking.answer(wanted, picks_in=(get_language() or "ar")[:2])
    result = answer.result
    return {
        "total": result.total,
        "capped": result.capped,
        "partial": result.partial,
        "browsing": answer.browsing,
        "cut": wanted.asked.cut,
        "did_you_mean": result.meant or None,
        "page": wanted.asked.page,
        "pages": max(1, min(MOST_PAGES, -(-result.total // PER_PAGE))),
        "results": list(_results(request, result, wanted.asked.words)),
        "facets": [_kinds(result, wanted.kind), *wanted.asked.counted(result.facets)],
    }


def _kinds(result: Result, chosen: str) -> Facet:
    counts = result.facets["kind"]
    known = [
        Choice(kind, str(each.plural), counts.get(kind, 0), kind == chosen) for kind, each in registry.kinds().items()
    ]
    return Facet("kind", _("Kinds of results"), [each for each in known if each.count or each.chosen])


def _results(request: HttpRequest, result: Result, words: str) -> Iterator[dict[str, Any]]:
    found, looked_for = results.records(result.hits), results.looked_for_in(words)
    own = (get_language() or "ar")[:2]
    now = result.at or database_now()
    shown = {language: _in(language, found, now) for language in LANGUAGES}
    for position, (hit, _records) in enumerate(found):
        here = shown[own][position]
        standing = {language: each[position] for language, each in shown.items() if not each[position].language}
        yield {
            "kind": hit.kind,
            "kind_title": str(registry.get(hit.kind).title),
            "title": dict.fromkeys(LANGUAGES) | {language: each.title for language, each in standing.items()},
            "url": dict.fromkeys(LANGUAGES)
            | {language: request.build_absolute_uri(each.url) for language, each in standing.items()},
            **{name: getattr(here, name) for name in ("entity", "note", "summary", "published_at", "closes_at")},
            "language": here.language or own,
            "highlights": {
                "title": results.pieces(here.title, looked_for),
                "summary": results.pieces(results.excerpt(here.summary, looked_for), looked_for),
            },
            "picked": hit.picked,
            "every_word": hit.every and not result.partial,
        }


def _in(language: str, found: results.Found, now: datetime) -> list[Shown]:
    with translation.override(language):
        return results.in_this_language(found, now=now)
