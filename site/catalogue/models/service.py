"""Government services as facts: one record with both languages, so that they cannot contradict each other in a number.

Names follow CPSV-AP 3.2 (Public Service, Cost, Channel, Evidence, Rule, Output) where it has one.
"""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.permissions import policy_registry

from catalogue.models.parts import Channel, ChannelKind, Fee, Requirement
from content.panels import refuse_half_pairs
from shared.bilingual import Bilingual
from shared.privacy import Purpose


class Audience(models.TextChoices):
    PEOPLE = "people", _("Individuals")
    BUSINESS = "business", _("Business")
    GOVERNMENT = "government", _("Government entities")
    VISITORS = "visitors", _("Visitors")


class LifeEvent(models.TextChoices):
    FAMILY = "family", _("Having a family")
    HEALTH = "health", _("Staying healthy")
    HOME = "home", _("Home and building")
    DRIVING = "driving", _("Driving and travelling")
    WORK = "work", _("Finding work")
    COMPANY = "company", _("Running a company")
    MONEY = "money", _("Paying and receiving money")


class TimeUnit(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    HOURS = "hours", _("hours")
    WORKING_DAYS = "working_days", _("working days")


class ServiceQuerySet(models.QuerySet["Service"]):
    def live(self) -> "ServiceQuerySet":
        """What any visitor may see."""
        return self.filter(live=True, entity__is_live=True)


class Service(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    code = models.CharField(_("code"), max_length=20)
    entity = models.ForeignKey(
        "entities.Entity", models.PROTECT, related_name="services", verbose_name=_("government entity")
    )
    title_ar = models.CharField(_("title in Arabic"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160)
    slug = models.SlugField(
        _("address"), max_length=120, unique=True, help_text=_("Latin letters, the same in both languages")
    )
    summary_ar = models.TextField(_("summary in Arabic"), max_length=400)
    summary_en = models.TextField(_("summary in English"), max_length=400)
    description_ar = models.TextField(_("description in Arabic"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    outcome_ar = models.CharField(_("outcome in Arabic"), max_length=250, blank=True)
    outcome_en = models.CharField(_("outcome in English"), max_length=250, blank=True)
    legal_basis_ar = models.CharField(_("legal basis in Arabic"), max_length=250, blank=True)
    legal_basis_en = models.CharField(_("legal basis in English"), max_length=250, blank=True)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices)
    life_event = models.CharField(_("life event"), max_length=12, choices=LifeEvent.choices)
    processing_time = models.PositiveSmallIntegerField(_("processing time"), default=0)
    processing_unit = models.CharField(
        _("unit"), max_length=14, choices=TimeUnit.choices, default=TimeUnit.WORKING_DAYS
    )
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)

    objects = ServiceQuerySet.as_manager()
    title, summary, description = Bilingual("title"), Bilingual("summary"), Bilingual("description")
    outcome, legal_basis = Bilingual("outcome"), Bilingual("legal_basis")
    bilingual_optional: ClassVar = {"description", "outcome", "legal_basis"}
    plain: ClassVar = {
        "code", "title_ar", "title_en", "slug", "summary_ar", "summary_en", "description_ar", "description_en", "outcome_ar",
        "outcome_en", "legal_basis_ar", "legal_basis_en", "audience", "life_event", "processing_unit", "review_on",
        "first_published_at", "last_published_at", "go_live_at", "expire_at", "locked_at",
    }  # fmt: skip
    personal: ClassVar = {"locked_by": Purpose("law", "accountability")}

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints: ClassVar = [models.UniqueConstraint(fields=["entity", "code"], name="one_service_a_code")]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        refuse_half_pairs(self)

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Whoever publishes it does so for the entity that it will belong to; without a user it is the clock or the demo world."""
        if user is not None:
            policy = policy_registry.get(self)
            if not policy.user_has_permission_for_instance(user, "publish", revision.as_object()):
                raise PermissionDenied
        with transaction.atomic():
            return super().publish(revision, user=user, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("ar", _("In Arabic")), ("en", _("In English"))]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        with translation.override(mode_name):
            return super().serve_preview(request, mode_name).render()

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "catalogue/service.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "service": self}

    def get_absolute_url(self) -> str:
        """Served by the service index page of the reader's language."""
        return f"{reverse('wagtail_serve', args=['services/'])}{self.slug}/"

    def url_in(self, language: str) -> str:
        with translation.override(language):
            return self.get_absolute_url()

    def present_fees(self) -> list[Fee]:
        """Fees of today: what the clock alone decides is derived."""
        today = timezone.localdate()
        return [fee for fee in self.fees.all() if fee.period.holds(today)]

    def conditions(self) -> list[Requirement]:
        return [each for each in self.requirements.all() if not each.is_document]

    def documents(self) -> list[Requirement]:
        return [each for each in self.requirements.all() if each.is_document]

    def start_channel(self) -> Channel | None:
        return next(
            (channel for channel in self.channels.all() if channel.kind == ChannelKind.WEB and channel.url), None
        )

    @property
    def time_in_words(self) -> str:
        if self.processing_unit == TimeUnit.AT_ONCE or not self.processing_time:
            return str(TimeUnit.AT_ONCE.label)
        count = self.processing_time
        if self.processing_unit == TimeUnit.HOURS:
            return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
        return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}
