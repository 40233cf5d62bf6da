"""A vacancy's whole text frozen as facts, so that what is published is what was approved."""

import hashlib
from typing import Any

import rfc8785

from recruitment.models.vacancies import CHOICES, TEXTS, Vacancy


def frozen_facts(vacancy: Vacancy) -> dict[str, Any]:
    """Everything an applicant answers to and everything the approver answers for."""
    facts: dict[str, Any] = {name: getattr(vacancy, name) for name in (*TEXTS, *CHOICES)}
    facts["entity"] = vacancy.entity.code
    facts["reference"] = vacancy.reference
    facts["currency"], facts["salary_shown"] = vacancy.currency, vacancy.salary_shown
    for name in ("salary_from", "salary_to"):
        amount = getattr(vacancy, name)
        facts[name] = None if amount is None else f"{amount:.2f}"
    facts["closes_at"] = vacancy.closes_at.isoformat() if vacancy.closes_at else None
    return facts


def facts_sha256(facts: dict[str, Any]) -> str:
    """Digest of the canonical form (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()
