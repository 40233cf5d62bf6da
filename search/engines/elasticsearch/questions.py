"""A question in the server's words: the same recipe as the PostgreSQL engine's, clause by clause, over the same tokens."""

import math
from collections.abc import Iterable
from typing import Any

from search.question import WITHIN_DAYS, Question
from search.reading import Asked, Group, Reading
from search.recipe import followed

Clause = dict[str, Any]
FIELDS, ALL = {"A": "title", "B": "reference", "C": "entity", "D": "body"}, "all"
# Above every score, so that documents that have all words stand first; a score is kept to a thousandth.
EVERY = 1_000.0
MOST_COUNTED, MOST_VALUES = 10_000, 500


def body(question: Question, asked: Asked, *, every: bool) -> Clause:
    """`every`: only documents that have every group. Both sets are counted in one request."""
    has_every, narrowing = _all(asked), _narrowing(question)
    # What is counted without its own choice narrows the hits alone.
    apart = {name: clause for name, clause in narrowing.items() if name in question.facets}
    others = [clause for name, clause in narrowing.items() if name not in apart]
    made: Clause = {
        "size": question.size,
        "from": (question.page - 1) * question.size,
        "_source": ["kind", "subject_id"],
        "track_total_hits": MOST_COUNTED,
        "query": {"bool": {"filter": [*_filters(question, asked), *others]}},
        "sort": _sort(question) if asked.groups else _sort(question, default="newest"),
        "track_scores": True,
        "aggs": _counts(question, has_every, apart),
    }
    if apart:
        made["post_filter"] = _every_of(apart.values())
    if asked.groups:
        made["query"]["bool"]["filter"].append(has_every if every else _any(asked))
        if question.sort == "relevance":
            made["query"]["bool"]["must"] = [_score(asked, has_every)]
    if question.sort == "closing":
        made["query"]["bool"]["should"] = [_worth({"range": {"closes_at": {"gt": "now"}}}, 1.0)]
    return made


def _filters(question: Question, asked: Asked) -> list[Clause]:
    made: list[Clause] = [{"term": {"found": True}}]
    if question.without:
        subjects = [f"{kind}:{subject}" for kind, subject in question.without]
        made.append({"bool": {"must_not": {"ids": {"values": subjects}}}})
    never: Clause = {"bool": {"must_not": {"exists": {"field": "closes_at"}}}}
    if question.status == "open":
        made.append({"bool": {"should": [never, {"range": {"closes_at": {"gt": "now"}}}], "minimum_should_match": 1}})
    elif question.status == "closed":
        made.append({"range": {"closes_at": {"lte": "now"}}})
    return made + [{"match_phrase": {"folded": phrase}} for phrase in asked.must_have_phrases]


def _narrowing(question: Question) -> dict[str, Clause]:
    """By facet."""
    made: dict[str, Clause] = {"kind": {"terms": {"kind": list(question.kinds)}}} if question.kinds else {}
    for name, values in question.filters.items():
        if values:
            made[name] = {"terms": {"facets": [f"{name}={value}" for value in values]}}
    if question.closing_within_days is not None:
        made["within"] = _closes_within(question.closing_within_days)
    return made


def _closes_within(days: int) -> Clause:
    return {"range": {"closes_at": {"gt": "now", "lte": f"now+{int(days)}d"}}}


def _sort(question: Question, default: str = "relevance") -> list[Any]:
    newest: list[Any] = [{"published_at": {"order": "desc", "missing": "_last"}}, {"subject_id": "desc"}]
    orders = {
        "relevance": ["_score", *newest],
        "newest": newest,
        # What is still open has a score, and so comes before what is closed.
        "closing": ["_score", {"closes_at": {"order": "asc", "missing": "_last"}}, {"subject_id": "asc"}],
    }
    return orders[default if question.sort == "relevance" else question.sort]


def _counts(question: Question, has_every: Clause | None, apart: dict[str, Clause]) -> Clause:
    counts: Clause = {"chosen": {"filter": _every_of(apart.values())}}
    for name in question.facets:
        others = [clause for other, clause in apart.items() if other != name]
        counts[f"facet {name}"] = {"filter": _every_of(others), "aggs": {"values": _values(name)}}
    made = {"some": {"filter": {"match_all": {}}, "aggs": counts}}
    return made | ({"every": {"filter": has_every, "aggs": counts}} if has_every else {})


def _values(facet: str) -> Clause:
    if facet == "kind":
        return {"terms": {"field": "kind", "size": MOST_VALUES}}
    if facet == "within":
        return {"filters": {"filters": {str(days): _closes_within(days) for days in WITHIN_DAYS}}}
    return {"terms": {"field": "facets", "include": f"{facet}=.*", "size": MOST_VALUES}}


def counted(counts: Clause, facet: str) -> dict[str, int]:
    """What the server answered to `_counts`."""
    buckets = counts[f"facet {facet}"]["values"]["buckets"]
    if facet == "within":
        return {days: its["doc_count"] for days, its in buckets.items() if its["doc_count"]}
    return {each["key"].removeprefix(f"{facet}="): each["doc_count"] for each in buckets}


def beginning(whole: Iterable[frozenset[str]], beginnings: Iterable[str], most: int) -> Clause:
    """Titles with these words and one that begins so, short ones first."""
    title = FIELDS["A"]
    last = _or([{"prefix": {title: each}} for each in beginnings])
    words = [{"terms": {title: sorted(word)}} for word in whole]
    newest: list[Any] = [{"published_at": {"order": "desc", "missing": "_last"}}, {"subject_id": "desc"}]
    return {
        "size": most,
        "_source": ["kind", "subject_id"],
        "track_total_hits": False,
        "query": {"bool": {"filter": [{"term": {"found": True}}, *words, last]}},
        "sort": [{"brevity": {"order": "desc", "missing": "_last"}}, *newest],
    }


# ---- matching ----


def _all(asked: Asked) -> Clause | None:
    """All that was asked for; a whole reference is as good."""
    if not asked.groups:
        return None
    groups: Clause = {"bool": {"filter": [_anywhere(group) for group in asked.groups]}}
    return _or([groups, _references(asked.references)]) if asked.references else groups


def _any(asked: Asked) -> Clause:
    return _or(
        [*(_anywhere(group) for group in asked.groups), *([_references(asked.references)] if asked.references else [])]
    )


def _references(references: Iterable[str]) -> Clause:
    return {"terms": {"reference": [f"ref:{each}" for each in references]}}


def _anywhere(group: Group) -> Clause:
    kind = [{"term": {"kind": group.kind}}] if group.kind else []
    return _or([*_readings(group.readings, ALL), *kind])


def _readings(readings: Iterable[Reading], field: str) -> list[Clause]:
    """Any of them in this field; words that stand by themselves in one clause."""
    words: set[str] = set()
    clauses: list[Clause] = []
    for reading in readings:
        if reading.beginning:
            clauses.append({"prefix": {field: next(iter(reading.alternatives[0]))}})
        elif len(reading.alternatives) == 1:
            words |= reading.alternatives[0]
        else:
            clauses.append({"bool": {"filter": [{"terms": {field: sorted(each)}} for each in reading.alternatives]}})
    return [{"terms": {field: sorted(words)}}, *clauses] if words else clauses


def _every_of(clauses: Iterable[Clause]) -> Clause:
    return {"bool": {"filter": list(clauses)}}


def _or(clauses: list[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses, "minimum_should_match": 1}}


# ---- scoring ----


def _score(asked: Asked, has_every: Clause | None) -> Clause:
    functions: list[Clause] = [{"field_value_factor": {"field": "brevity", "missing": 1}}]
    if asked.phrase:
        functions.append({"filter": {"match_phrase": {"folded": asked.phrase}}, "weight": followed().phrase})
    groups = [clause for group in asked.groups for clause in _group(group, _rarity(group, asked))]
    words = {
        "function_score": {
            "query": {"bool": {"should": groups}},
            "functions": functions,
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }
    extra = [_worth(_references([each]), followed().whole_reference) for each in asked.references]
    return {"bool": {"should": [words, _worth(has_every, EVERY), *extra]}}


def _rarity(group: Group, asked: Asked) -> float:
    return math.log(1 + asked.documents / (0.5 + group.documents))


def _group(group: Group, rarity: float) -> list[Clause]:
    """The best reading in the best field; and a little more for what the body says of a title's word."""
    recipe = followed()
    worth = recipe.parts(group.word)
    best = [
        _worth(_or(_readings(readings, field)), rarity * worth[part] * each)
        for each, readings in _by_worth(group)
        for part, field in FIELDS.items()
    ]
    if group.kind:
        best.append(_worth({"term": {"kind": group.kind}}, rarity * recipe.kind))
    in_title = _or(_readings(group.readings, FIELDS["A"]))
    in_body = [
        _worth(_or(_readings(readings, FIELDS["D"])), rarity * recipe.both * recipe.body * each)
        for each, readings in _by_worth(group)
    ]
    both: Clause = {"bool": {"filter": [in_title], "must": [{"dis_max": {"queries": in_body}}]}}
    return [{"dis_max": {"queries": best}}, both]


def _by_worth(group: Group) -> list[tuple[float, list[Reading]]]:
    levels = sorted({reading.worth for reading in group.readings}, reverse=True)
    return [(each, [reading for reading in group.readings if reading.worth == each]) for each in levels]


def _worth(clause: Clause | None, boost: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": round(boost, 4)}}
