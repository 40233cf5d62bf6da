"""What was done, by whom, to what, when: one row an act, in the act's own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models

from shared.models import AuditEntry
from shared.request_id import current_request_id


def record(
    action: str,
    subject: models.Model,
    *,
    by: Any,
    at: datetime,
    entity: models.Model | None = None,
    on_behalf_of: models.Model | None = None,
    **facts: Any,
) -> AuditEntry:
    """Write one entry. `action` is "app:noun:deed", `by` a user or None for the system itself.

    `facts` are codes, ids and numbers; never names, addresses or free text.
    """
    return AuditEntry.objects.create(
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor_id=_person(by),
        on_behalf_of=str(on_behalf_of.pk) if on_behalf_of else "",
        entity_id=str(entity.pk) if entity else "",
        at=at,
        request_id=current_request_id(),
        facts={name: _plain(value) for name, value in facts.items()},
    )


def history(subject: models.Model) -> "models.QuerySet[AuditEntry]":
    """Entries about this record, oldest first."""
    return AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by(
        "at", "pk"
    )


def _person(by: Any) -> UUID | None:
    return None if by is None or isinstance(by, AnonymousUser) else by.pk


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | bool | type(None)):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value.pk) if isinstance(value, models.Model) else str(value)
