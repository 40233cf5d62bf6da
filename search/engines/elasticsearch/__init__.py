"""The engine behind ELASTICSEARCH_URL: a projection of the projection, fed from its rows and compared with them."""

from dataclasses import replace
from typing import Any

from elastic_transport import ObjectApiResponse
from elasticsearch import Elasticsearch

from search.engines.elasticsearch import questions
from search.engines.elasticsearch.client import Unavailable, ask, deadline
from search.engines.elasticsearch.indexes import readers
from search.question import Hit, Question, Result, Typed
from search.reading import Asked

__all__ = ["Unavailable", "find", "suggest"]


def find(question: Question, asked: Asked) -> Result:
    """Raises Unavailable."""
    return _find(question, asked, until=deadline())


def _find(question: Question, asked: Asked, *, until: float) -> Result:
    if not asked.groups:
        return _result(question, asked, _ask(question, asked, every=False, until=until), "some")
    answer = _ask(question, asked, every=True, until=until)
    if _of_any_kind(question, answer, "every") == 0:
        return _partial(question, asked, until=until)
    found = _result(question, asked, answer, "every")
    if question.also_some and question.sort == "relevance" and found.total < question.page * question.size:
        return replace(found, hits=_hits(_ask(question, asked, every=False, until=until), ranked=True))
    return found


def _partial(question: Question, asked: Asked, *, until: float) -> Result:
    answer = _ask(question, asked, every=False, until=until)
    if asked.must_have_phrases and _of_any_kind(question, answer, "some") == 0:
        # Nobody wrote the phrase like this: its words, in any form, are the next best.
        return replace(_find(question, replace(asked, must_have_phrases=()), until=until), partial=True)
    found = _result(question, asked, answer, "some")
    return replace(found, partial=found.total > 0, hits=[replace(hit, every=False) for hit in found.hits])


def _ask(question: Question, asked: Asked, *, every: bool, until: float) -> ObjectApiResponse[Any]:
    body = questions.body(question, asked, every=every)

    def search(server: Elasticsearch) -> ObjectApiResponse[Any]:
        return server.search(index=readers(), body=body)

    return ask(search, until=until)


def _result(question: Question, asked: Asked, answer: ObjectApiResponse[Any], counted: str) -> Result:
    counts = answer["aggregations"][counted]
    facets = {name: questions.counted(counts, name) for name in question.facets}
    total = min(counts["chosen"]["doc_count"], questions.MOST_COUNTED)
    return Result(
        _hits(answer, ranked=bool(asked.groups) and question.sort == "relevance"),
        total,
        facets,
        capped=total >= questions.MOST_COUNTED,
    )


def _of_any_kind(question: Question, answer: ObjectApiResponse[Any], counted: str) -> int:
    """How many there are besides the kinds that were asked for, where kinds are counted."""
    counts = answer["aggregations"][counted]
    return int(counts["facet kind" if "kind" in question.facets else "chosen"]["doc_count"])


def _hits(answer: ObjectApiResponse[Any], *, ranked: bool) -> list[Hit]:
    """A score of a thousand more says that every word is there."""
    hits = []
    for each in answer["hits"]["hits"]:
        score, source = each["_score"] or 0.0, each["_source"]
        every = score >= questions.EVERY
        worth = score - questions.EVERY if every else score
        hits.append(Hit(source["kind"], source["subject_id"], worth, every=every or not ranked))
    return hits


def suggest(typed: Typed, most: int) -> list[Hit]:
    """Raises Unavailable."""
    body = questions.beginning(typed.whole, typed.beginnings, most)
    return _hits(ask(lambda server: server.search(index=readers(), body=body)), ranked=False)
