from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core import signing
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from entities.states import InvitationState
from shared.bilingual import Bilingual
from shared.clock import ClockTimestamp
from shared.models import PrivateModel
from shared.privacy import Purpose


class Role(models.TextChoices):
    ENTITY_ADMIN = "entity_admin", _("entity administrator")
    EDITOR = "editor", _("editor")
    RECRUITER = "recruiter", _("recruiter")
    RECRUITMENT_APPROVER = "recruitment_approver", _("recruitment approver")
    BUYER = "buyer", _("buyer")
    TENDER_APPROVER = "tender_approver", _("tender approver")
    AUDITOR = "auditor", _("internal auditor")
    # without entity
    SUPPLIER_VERIFIER = "supplier_verifier", _("supplier verifier")
    OPERATOR = "operator", _("system operator")
    PLATFORM_ADMIN = "platform_admin", _("platform administrator")


WITHOUT_ENTITY = frozenset({Role.SUPPLIER_VERIFIER, Role.OPERATOR, Role.PLATFORM_ADMIN})
# A parent's role reaches its children only here.
REACHES_CHILDREN = frozenset({Role.ENTITY_ADMIN, Role.AUDITOR})


class EntityQuerySet(models.QuerySet["Entity"]):
    def for_user(self, user: models.Model, *roles: Role, at: datetime) -> "EntityQuerySet":
        """Entities in which the user holds one of these roles (any role, if none is named) at this instant."""
        from entities.roles import entities_of

        return self.filter(pk__in=entities_of(user, *roles, at=at).values("pk"))

    def live(self) -> "EntityQuerySet":
        return self.filter(is_live=True)


class Entity(models.Model):
    """A government entity (جهة حكومية): ministry, department, municipality."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    short_name_ar = models.CharField(_("short name in Arabic"), max_length=60, blank=True)
    short_name_en = models.CharField(_("short name in English"), max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(max_length=2, default="ar")
    is_live = models.BooleanField(default=True)

    objects = EntityQuerySet.as_manager()
    name = Bilingual("name")
    short_name_or_none = Bilingual("short_name")
    bilingual_optional: ClassVar = {"short_name"}
    plain: ClassVar = {
        "code", "name_ar", "name_en", "short_name_ar", "short_name_en", "kind", "email", "phone", "language",
    }  # fmt: skip

    class Meta:
        ordering = ("code",)
        verbose_name = _("government entity")
        verbose_name_plural = _("government entities")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def short_name(self) -> str:
        return str(self.short_name_or_none or self.name)


class TstzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def at(self, instant: datetime) -> "MembershipQuerySet":
        """Those in force at this instant, of people whose account is active."""
        started, open_ended = Q(valid_from__lte=instant), Q(valid_to__isnull=True) | Q(valid_to__gt=instant)
        return self.filter(started, open_ended, user__is_active=True)


class Membership(PrivateModel):
    """A person's role, in an entity or (operator, verifier, platform administrator) without one, from one instant to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    valid_from = models.DateTimeField(_("from"))
    valid_to = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MembershipQuerySet.as_manager()
    plain: ClassVar = {"role", "valid_from", "valid_to"}
    personal: ClassVar = {"user": Purpose("law", "accountability"), "granted_by": Purpose("law", "accountability")}

    class Meta:
        verbose_name = _("role")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (models.functions.Coalesce("entity", 0), RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TstzRange("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(granted_by=models.F("user")), name="nobody_grants_himself"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(WITHOUT_ENTITY)) ^ Q(entity__isnull=False),
                name="entity_where_the_role_has_one",
            ),
        ]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, instant: datetime) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.OPEN, expires_at__gt=instant)


class Invitation(PrivateModel):
    """An employee whom an administrator asked in (دعوة موظف): the link in the letter proves that the address is his."""

    email = models.EmailField(_("e-mail"), max_length=254)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    role_until = models.DateTimeField(_("until"), null=True, blank=True)
    language = models.CharField(max_length=2, default="ar")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(db_default=ClockTimestamp())
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    SALT: ClassVar = "entities.invitation"
    objects = InvitationQuerySet.as_manager()
    plain: ClassVar = {
        "role", "role_until", "language", "state", "invited_at", "expires_at", "accepted_at", "withdrawn_at",
    }  # fmt: skip
    personal: ClassVar = {
        "email": Purpose("task", "contact"),
        "invited_by": Purpose("law", "accountability"),
        "accepted_by": Purpose("law", "accountability"),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email", "entity", "role"],
                name="one_open_invitation_a_role",
                condition=Q(state=InvitationState.OPEN),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(WITHOUT_ENTITY)) ^ Q(entity__isnull=False),
                name="invitation_has_the_roles_entity",
            ),
        ]

    @property
    def token(self) -> str:
        """What the letter's link carries: made when the letter is written, so that no secret lies in a row."""
        return signing.dumps(str(self.pk), salt=self.SALT)
