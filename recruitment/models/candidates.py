from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.bilingual import Bilingual
from shared.models import PrivateModel
from shared.privacy import Purpose


class Candidate(PrivateModel):
    """What a person says of himself once and uses in every application; a submitted one reads its own snapshot."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="candidate")
    name_ar = models.CharField(_("Full name in Arabic"), max_length=200, blank=True)
    name_en = models.CharField(_("Full name in English"), max_length=200, blank=True)
    date_of_birth = models.DateField(_("Date of birth"), null=True, blank=True)
    nationality = models.CharField(_("Nationality"), max_length=2, blank=True)
    emirate = models.CharField(_("Emirate of residence"), max_length=5, blank=True)
    phone = models.CharField(_("Mobile"), max_length=20, blank=True)

    name = Bilingual("name")

    plain: ClassVar[set[str]] = set()
    personal: ClassVar = {
        "user": Purpose("contract", "identity"),
        "name_ar": Purpose("contract", "identity"),
        "name_en": Purpose("contract", "identity"),
        "date_of_birth": Purpose("contract", "identity"),
        "nationality": Purpose("contract", "identity"),
        "emirate": Purpose("contract", "contact"),
        "phone": Purpose("contract", "contact"),
    }

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")

    def __str__(self) -> str:
        return str(self.name or self.user)


class KeptEntry(PrivateModel):
    """One line of what a person keeps for his next application, in the order in which he chose it."""

    place = models.PositiveSmallIntegerField()
    country = models.CharField(max_length=2)

    class Meta:
        abstract = True
        ordering: ClassVar = ["place"]


class Education(KeptEntry):
    """A level of education (مؤهل علمي)."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="education")
    level = models.CharField(max_length=1)
    subject = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    completed_in = models.PositiveSmallIntegerField(null=True)

    plain: ClassVar = {"place"}
    personal: ClassVar = {
        name: Purpose("contract", "career")
        for name in ("candidate", "level", "subject", "institution", "country", "completed_in")
    }

    class Meta(KeptEntry.Meta):
        verbose_name = _("Education")


class Experience(KeptEntry):
    """A post that somebody held or holds (خبرة عملية)."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="experience")
    position = models.CharField(max_length=200)
    employer = models.CharField(max_length=200)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    duties = models.CharField(max_length=2000, blank=True)

    plain: ClassVar = {"place"}
    personal: ClassVar = {
        name: Purpose("contract", "career")
        for name in ("candidate", "position", "employer", "country", "started_on", "ended_on", "duties")
    }

    class Meta(KeptEntry.Meta):
        verbose_name = _("Work experience")
