"""What stands in a service card, line by line: requirements, steps, channels, fees."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from catalogue.rules.periods import Period
from content.panels import refuse_half_pairs
from shared.bilingual import Bilingual


class Part(Orderable):
    """A line of a service, in both languages."""

    text_ar = models.CharField(_("in Arabic"), max_length=300)
    text_en = models.CharField(_("in English"), max_length=300)

    text = Bilingual("text")
    plain: ClassVar = {"text_ar", "text_en"}

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.text)


class Requirement(Part):
    """What must be true or brought along; `is_document` tells which."""

    service = ParentalKey("catalogue.Service", on_delete=models.CASCADE, related_name="requirements")
    is_document = models.BooleanField(_("a document to bring"), default=True)


class ServiceStep(Part):
    service = ParentalKey("catalogue.Service", on_delete=models.CASCADE, related_name="steps")


class ChannelKind(models.TextChoices):
    WEB = "web", _("Website")
    APP = "app", _("Mobile app")
    CENTRE = "centre", _("Customer service centre")
    PHONE = "phone", _("Call centre")


class Channel(Orderable):
    service = ParentalKey("catalogue.Service", on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices)
    url = models.URLField(_("address on the web"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    place_ar = models.CharField(_("place and hours in Arabic"), max_length=250, blank=True)
    place_en = models.CharField(_("place and hours in English"), max_length=250, blank=True)

    place = Bilingual("place")
    bilingual_optional: ClassVar = {"place"}
    plain: ClassVar = {"kind", "url", "phone", "place_ar", "place_en"}

    def clean(self) -> None:
        super().clean()
        refuse_half_pairs(self)


class Fee(Orderable):
    """A cost in dirhams, from one day to another; no fee at all is said by having none."""

    service = ParentalKey("catalogue.Service", on_delete=models.CASCADE, related_name="fees")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    for_ar = models.CharField(_("for what, in Arabic"), max_length=160, blank=True)
    for_en = models.CharField(_("for what, in English"), max_length=160, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    for_what = Bilingual("for")
    bilingual_optional: ClassVar = {"for"}
    plain: ClassVar = {"for_ar", "for_en", "valid_from", "valid_to"}

    class Meta(Orderable.Meta):
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gte=0), name="fee_not_negative")]

    @property
    def period(self) -> Period:
        return Period(self.valid_from, self.valid_to)

    def clean(self) -> None:
        super().clean()
        refuse_half_pairs(self)
        if self.amount is not None and self.amount < 0:
            raise ValidationError({"amount": _("A fee cannot be negative.")})
        if self.period.is_reversed:
            raise ValidationError({"valid_to": _("The last day cannot be before the first.")})
