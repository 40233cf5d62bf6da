"""Education and work experience offered to the profile: what lies there already, and what an application brings."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import rfc8785

from recruitment import answers
from recruitment.answers import Answer
from recruitment.forms.application import ENTRY_FORMS, entries_of
from recruitment.models import ApplicationSnapshot, Candidate
from recruitment.profile import KEPT, kept_entries


class Offer(NamedTuple):
    """`key` stands for the whole entry: what a page showed is what is kept, whatever was changed meanwhile."""

    key: str
    values: dict[str, Any]
    answers: list[Answer]
    is_kept: bool


def offers(user: Any, snapshot: ApplicationSnapshot | None = None) -> dict[str, list[Offer]]:
    """For each step what is kept now, then what the application has besides."""
    candidate = Candidate.objects.filter(user=user).first()
    return {step: _offers(step, candidate, snapshot.facts if snapshot else {}) for step in KEPT}


def has_news(user: Any, snapshot: ApplicationSnapshot) -> bool:
    """Whether the application has something that is not kept yet."""
    return any(not offer.is_kept for found in offers(user, snapshot).values() for offer in found)


def _offers(step: str, candidate: Candidate | None, facts: Mapping[str, Any]) -> list[Offer]:
    kept = list(_read(step, kept_entries(candidate, step))) if candidate else []
    sent = [entry for entry in _read(step, entries_of(facts.get(step, {}))) if entry not in kept]
    found = [*kept, *sent]
    shown = _in_words(step, [stored for stored, _cleaned in found])
    return [
        Offer(_key(stored), cleaned, words, is_kept=place < len(kept))
        for place, ((stored, cleaned), words) in enumerate(zip(found, shown, strict=True))
    ]


def _read(step: str, entries: Iterable[dict[str, Any]]) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    """As a draft stores it and as its form reads it; what no longer passes its form is not offered."""
    seen = []
    for entry in entries:
        form = ENTRY_FORMS[step](data=entry)
        if form.is_valid() and form.cleaned_data not in seen:
            seen.append(form.cleaned_data)
            yield form.to_store(), form.cleaned_data


def _in_words(step: str, stored: list[dict[str, Any]]) -> list[list[Answer]]:
    [part] = [part for part in answers.parts({step: {"entries": stored}}) if part.step == step]
    return part.entries


def _key(stored: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(stored)).hexdigest()[:16]
