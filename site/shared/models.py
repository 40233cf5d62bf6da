"""Records of the ground floor. Each app's own records stand in its own models."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

import pgtrigger
import uuid6
from django.conf import settings
from django.db import models

from shared.clock import ClockTimestamp
from shared.privacy import Purpose


def uuid7() -> UUID:
    """Time-ordered UUID (RFC 9562), so that a primary key tells nothing and its index still grows at one end."""
    return UUID(int=uuid6.uuid7().int)


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers for Meta.triggers; a model that uses them also says `append_only = True` for the grants."""
    return [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


def append_only_for(days: int) -> list[pgtrigger.Trigger]:
    """As `append_only`, but what is older than that may be deleted: by the owner's purge alone, for the web has no DELETE."""
    young = f"""
        IF OLD.created_at > clock_timestamp() - interval '{days} days' THEN
            RAISE EXCEPTION 'append_only: % keeps its rows for {days} days', TG_TABLE_NAME;
        END IF;
        RETURN OLD;
    """
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
        pgtrigger.Trigger(name="kept", operation=pgtrigger.Delete, when=pgtrigger.Before, func=young),
    ]


def changed(*names: str) -> pgtrigger.Q:
    """Condition of a trigger: one of these columns gets another value."""
    condition: pgtrigger.Q = reduce(
        or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in names)
    )
    return condition


class PrivateModel(models.Model):
    """Base of every record that not everybody may see."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class AuditEntry(models.Model):
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    actor_id = models.UUIDField(null=True)
    on_behalf_of = models.CharField(max_length=40, blank=True)
    entity_id = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    append_only = True
    plain: ClassVar = {"at", "action", "subject_type", "subject_id", "on_behalf_of", "entity_id", "request_id", "facts"}
    personal: ClassVar = {"actor_id": Purpose("law", "accountability")}

    class Meta:
        triggers = append_only()
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "at"]),
            models.Index(fields=["actor_id", "at"]),
        ]


class OutboxMessage(models.Model):
    """Something that happened and must have consequences; the id rises, so search uses it as a version."""

    event = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    append_only = True
    plain: ClassVar = {"event", "payload", "created_at"}

    class Meta:
        triggers = append_only_for(days=7)


class OutboxDelivery(models.Model):
    """One handler's share of a message. Done is written in the same transaction as the handler's effect."""

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=250)
    queue = models.CharField(max_length=20)
    next_try_at = models.DateTimeField(db_default=ClockTimestamp())
    sent_at = models.DateTimeField(null=True)
    # How often a worker took it and neither finished nor failed.
    sent_without_news = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)

    plain: ClassVar = {"handler", "queue", "next_try_at", "sent_at", "claimed_until", "done_at", "dead_at", "error"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "handler"], name="one_delivery_a_handler")]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                name="outbox_open",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
            )
        ]


class Receipt(PrivateModel):
    """Proof that something was received. Holds references, digests and instants, so that it may be shown to anyone."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=30)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    facts = models.JSONField()
    issued_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)

    append_only = True
    plain: ClassVar = {
        "number", "kind", "subject_type", "subject_id", "facts", "issued_at", "sha256", "key_id", "signature",
    }  # fmt: skip

    class Meta:
        triggers = append_only()
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"])]

    def document(self) -> dict[str, Any]:
        """What the holder downloads: everything that a check needs, without this portal."""
        from shared.receipts import signed_part

        return {**signed_part(self), "sha256": self.sha256, "key_id": self.key_id, "signature": self.signature}


class Scan(models.TextChoices):
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"
    SEALED = "sealed"
    UNSCANNED = "unscanned"


class StoredFile(PrivateModel):
    """A private file; `guard` names the rule that is asked at each reading."""

    kind = models.CharField(max_length=30)
    given_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    guard = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.PENDING)
    uploaded_at = models.DateTimeField()

    plain: ClassVar = {"kind", "media_type", "sha256", "key", "guard", "subject_id", "scan", "uploaded_at"}
    personal: ClassVar = {"given_name": Purpose("contract", "document"), "owner": Purpose("contract", "identity")}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["guard", "subject_id"])]


class IdempotencyKey(models.Model):
    """The answer that was given to this key at this door, so that a retry gets it again. Swept after 48 hours."""

    actor = models.CharField(max_length=64)
    door = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64)
    receipt = models.ForeignKey(Receipt, models.PROTECT)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    plain: ClassVar = {"door", "key", "body_hash", "created_at"}
    personal: ClassVar = {"actor": Purpose("contract", "identity")}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "door", "key"], name="one_answer_a_key")]


class LimitCount(models.Model):
    """How often something was done in this window; an UNLOGGED table, for a crash may forget it."""

    key = models.CharField(max_length=100, unique=True)
    window_starts_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    plain: ClassVar = {"key", "window_starts_at"}


class LimitCache(models.Model):
    """What a package counts by itself, where all processes see it; Django's cache in the database writes it. UNLOGGED too."""

    cache_key = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    plain: ClassVar = {"cache_key", "value", "expires"}


class Heartbeat(models.Model):
    name = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()
    period_s = models.PositiveIntegerField()

    plain: ClassVar = {"name", "beat_at"}


class DraftFields(models.Model):
    """A long form lies on its domain record, so that it goes on from another device. See shared.drafts."""

    draft_data = models.JSONField(default=dict, blank=True)
    completed_steps = models.JSONField(default=list, blank=True)
    row_version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def read_draft(self) -> dict[str, Any]:
        return dict(self.draft_data)

    def write_draft(self, steps: dict[str, Any]) -> None:
        self.draft_data = steps

    def draft_fields(self) -> Iterable[str]:
        """Columns that `write_draft` changes."""
        return ("draft_data",)
