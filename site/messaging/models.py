from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.clock import ClockTimestamp
from shared.models import PrivateModel
from shared.privacy import Purpose


class LetterState(models.TextChoices):
    """The words of GOV.UK Notify: https://docs.notifications.service.gov.uk (message statuses)."""

    CREATED = "created", _("created")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    TEMPORARY_FAILURE = "temporary-failure", _("will be tried again")
    PERMANENT_FAILURE = "permanent-failure", _("could not be delivered")
    TECHNICAL_FAILURE = "technical-failure", _("technical failure")
    CANCELLED = "cancelled", _("cancelled")


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")


class Letter(PrivateModel):
    """One message to one recipient. Holds ids, not the text: that is made when it goes out, from the record it is about."""

    event_key = models.CharField(max_length=60)
    template = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="letters")
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=LetterState.choices, default=LetterState.CREATED)
    tries = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=120, blank=True)
    queued_at = models.DateTimeField(db_default=ClockTimestamp())
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    personal: ClassVar = {"user": Purpose("contract", "identity"), "address": Purpose("contract", "contact")}
    plain: ClassVar = {
        "event_key", "template", "language", "channel", "subject_type", "subject_id", "state", "provider_id",
        "queued_at", "sent_at", "delivered_at",
    }  # fmt: skip

    class Meta:
        verbose_name = _("letter")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event_key", "template", "user", "address", "channel"],
                name="one_letter_an_event_and_recipient",
                nulls_distinct=False,
            )
        ]
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_id"])]

    @property
    def to(self) -> str:
        """The address as it is today: a person who changed it gets the letter there."""
        return self.user.email if self.user else self.address
