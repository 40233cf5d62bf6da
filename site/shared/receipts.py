"""Proofs of what was received: signed with Ed25519 over canonical JSON (RFC 8785), checkable without this portal.

A receipt says that something was *received*, not that it still counts. Its facts hold references, digests and instants,
never personal data, so it may be shown to anyone.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import models

from shared import receipt_keys
from shared.models import Receipt
from shared.references import random_number

SIGNED = ("number", "kind", "facts", "issued_at")
OwnerRule = Callable[[Any, Receipt], bool]
StateRule = Callable[[Receipt], str]
_owners: dict[str, OwnerRule] = {}
_states: dict[str, StateRule] = {}
_pages: dict[str, StateRule] = {}
_labels: dict[str, dict[str, Any]] = {}
_words: dict[str, dict[str, dict[str, Any]]] = {}


class Outcome(Enum):
    VALID = "valid"
    ALTERED = "altered"
    FOREIGN = "foreign"  # signed with a key that is not ours
    UNKNOWN = "unknown"  # no such number, or not a receipt at all


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    receipt: Receipt | None = None


def issue(kind: str, facts: dict[str, Any], *, subject: models.Model, at: datetime) -> Receipt:
    """Sign and store a receipt. `facts` may hold str, int, bool, None and lists and maps of these; `at` is when it was received."""
    key = receipt_keys.signing_key()
    receipt = Receipt(
        number=_free_number(),
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
        issued_at=at,
        key_id=receipt_keys.key_id(key.public_key()),
    )
    body = rfc8785.dumps(signed_part(receipt))
    receipt.sha256 = sha256(body).hexdigest()
    receipt.signature = base64.b64encode(key.sign(body)).decode()
    receipt.save(force_insert=True)
    return receipt


def _free_number() -> str:
    while Receipt.objects.filter(number=(number := random_number("RCP"))).exists():
        pass
    return number


def signed_part(receipt: Receipt) -> dict[str, Any]:
    return {
        "number": receipt.number,
        "kind": receipt.kind,
        "facts": receipt.facts,
        "issued_at": receipt.issued_at.isoformat(timespec="microseconds"),
    }


def verify(document: bytes | str | dict[str, Any]) -> Verdict:
    """Check a downloaded receipt: its signature first, then that we know its number. Never raises for bad input."""
    try:
        parsed = document if isinstance(document, dict) else json.loads(document)
        body = rfc8785.dumps({name: parsed[name] for name in SIGNED})
        signature = base64.b64decode(parsed["signature"], validate=True)
        number, key_id = str(parsed["number"]), str(parsed["key_id"])
    except (ValueError, KeyError, TypeError, RecursionError, rfc8785.CanonicalizationError):
        return Verdict(Outcome.UNKNOWN)
    receipt = find(number)
    public = receipt_keys.public_keys().get(key_id)
    if public is None:
        return Verdict(Outcome.FOREIGN, receipt)
    if not _signed_by(public, signature, body):
        return Verdict(Outcome.ALTERED, receipt)
    return Verdict(Outcome.VALID if receipt else Outcome.UNKNOWN, receipt)


def find(number: str) -> Receipt | None:
    if "\0" in number or len(number) > 24:
        return None
    return Receipt.objects.filter(number=number).first()


def _signed_by(public: Ed25519PublicKey, signature: bytes, body: bytes) -> bool:
    try:
        public.verify(signature, body)
    except InvalidSignature:
        return False
    return True


def owner(kind: str) -> Callable[[OwnerRule], OwnerRule]:
    """Register who is the holder of receipts of this kind: `rule(user, receipt) -> bool`."""

    def register(rule: OwnerRule) -> OwnerRule:
        _owners[kind] = rule
        return rule

    return register


def may_see(user: Any, receipt: Receipt) -> bool:
    rule = _owners.get(receipt.kind)
    return bool(user.is_authenticated and rule and rule(user, receipt))


def state(kind: str) -> Callable[[StateRule], StateRule]:
    """Register the sentence that tells the holder how the thing stands today: `rule(receipt) -> str`."""

    def register(rule: StateRule) -> StateRule:
        _states[kind] = rule
        return rule

    return register


def present_state(user: Any, receipt: Receipt) -> str:
    """How the thing stands today: for its holder alone, since a receipt's page may be shown to anyone."""
    rule = _states.get(receipt.kind)
    return rule(receipt) if rule and may_see(user, receipt) else ""


def page(kind: str) -> Callable[[StateRule], StateRule]:
    """Register the address at which the holder sees the thing itself: `rule(receipt) -> url`."""

    def register(rule: StateRule) -> StateRule:
        _pages[kind] = rule
        return rule

    return register


def page_of(user: Any, receipt: Receipt) -> str:
    """For its holder alone; empty where there is none."""
    rule = _pages.get(receipt.kind)
    return rule(receipt) if rule and may_see(user, receipt) else ""


def label_facts(kind: str, labels: dict[str, Any], *, words: dict[str, dict[str, Any]] | None = None) -> None:
    """Say how the facts of this kind are called on the page, in the order in which they are shown (lazy texts).

    `words` are the texts of coded facts: {"sealed_by": {"server": _("the portal")}}.
    """
    _labels[kind], _words[kind] = labels, words or {}


def shown_facts(receipt: Receipt) -> list[tuple[Any, list[Any]]]:
    """(label, values) of every fact, one value or the members of a list; those without a label keep their name."""
    labels, words = _labels.get(receipt.kind, {}), _words.get(receipt.kind, {})
    order = [name for name in labels if name in receipt.facts] + [name for name in receipt.facts if name not in labels]
    return [(labels.get(name, name), _values(receipt.facts[name], words.get(name, {}))) for name in order]


def _values(fact: Any, words: dict[str, Any]) -> list[Any]:
    values = fact if isinstance(fact, list) else [fact]
    return [words.get(value, value) for value in values]
