"""What was sent, frozen: the facts, the digests of the files, and one digest over both."""

import hashlib
from datetime import date
from typing import Any

import rfc8785

from recruitment.forms.application import entries_of
from recruitment.models import Application, ApplicationDocument, VacancyVersion
from recruitment.rules import experience
from recruitment.rules.experience import Period
from recruitment.steps import EDUCATION, EXPERIENCE, PERSONAL

FIRST = 1


def frozen_facts(application: Application, answers: dict[str, Any], *, version: VacancyVersion) -> dict[str, Any]:
    """The answers with what they answer to; the address is the one at which the portal writes to this person."""
    personal = {**answers[PERSONAL], "email": application.candidate.user.email}
    return {
        **answers,
        PERSONAL: personal,
        "application": application.reference,
        "vacancy": application.vacancy.reference,
        "vacancy_version": version.number,
        "vacancy_sha256": version.sha256,
    }


def frozen_documents(documents: list[ApplicationDocument]) -> list[dict[str, Any]]:
    return [
        {
            "kind": document.kind,
            "name": document.file.given_name,
            "size": document.file.size,
            "sha256": document.file.sha256,
        }
        for document in documents
    ]


def snapshot_sha256(*, revision: int, facts: dict[str, Any], documents: list[dict[str, Any]]) -> str:
    """Digest of the canonical form (RFC 8785): whoever holds the snapshot can compute it again."""
    body: dict[str, Any] = {"revision": revision, "facts": facts, "documents": documents}
    return hashlib.sha256(rfc8785.dumps(body)).hexdigest()


def columns(answers: dict[str, Any], *, today: date) -> dict[str, Any]:
    """What applications are filtered by."""
    return {
        "nationality": answers[PERSONAL]["nationality"],
        "education_level": max(entry["level"] for entry in entries_of(answers[EDUCATION])),
        "experience_years": experience.years(periods(entries_of(answers[EXPERIENCE])), today=today),
    }


def periods(entries: list[dict[str, Any]]) -> list[Period]:
    """Of stored entries; one whose first day cannot be read is passed over."""
    return [
        Period(begins, _day(entry.get("ended_on"))) for entry in entries if (begins := _day(entry.get("started_on")))
    ]


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) and text else None
    except ValueError:
        return None
