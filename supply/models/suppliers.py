from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared.bilingual import Bilingual
from shared.models import DraftFields, PrivateModel
from shared.privacy import Purpose
from supply.codes import Code, categories, licence_authorities
from supply.states import ACCEPTED_SUPPLIERS, SupplierRole, SupplierScale, SupplierState, SupplierUserState


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def for_user(self, user: Any) -> "SupplierQuerySet":
        """The firms this person acts for; a stranger's firm is a 404."""
        return self.filter(users__user=user, users__state=SupplierUserState.ACTIVE)

    def administered_by(self, user: Any) -> "SupplierQuerySet":
        return self.filter(users__user=user, users__state=SupplierUserState.ACTIVE, users__role=SupplierRole.ADMIN)

    def accepted(self) -> "SupplierQuerySet":
        return self.filter(state__in=ACCEPTED_SUPPLIERS)

    def handed_in(self) -> "SupplierQuerySet":
        """What a verifier may see: a draft is the firm's own affair."""
        return self.exclude(state=SupplierState.DRAFT)


class Supplier(PrivateModel, DraftFields):
    """A firm (مورّد). Its columns hold what was handed in; what is being typed lies in draft_data."""

    reference = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=12, choices=SupplierState.choices, default=SupplierState.DRAFT)
    legal_name_ar = models.CharField(_("Legal name in Arabic"), max_length=200, blank=True)
    legal_name_en = models.CharField(_("Legal name in English"), max_length=200, blank=True)
    licence_no = models.CharField(_("Trade licence number"), max_length=40, blank=True)
    licence_authority = models.CharField(_("Licensing authority"), max_length=8, blank=True)
    licence_expires_on = models.DateField(_("Licence expiry date"), null=True, blank=True)
    licence_file = models.ForeignKey("shared.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    vat_no = models.CharField(_("Tax registration number"), max_length=15, blank=True)
    scale = models.CharField(_("Size of the firm"), max_length=8, choices=SupplierScale.choices, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    contact_name = models.CharField(_("Contact person"), max_length=150, blank=True)
    email = models.EmailField(_("E-mail of the firm"), blank=True)
    phone = models.CharField(_("Phone of the firm"), max_length=20, blank=True)
    categories = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_reason_ar = models.CharField(max_length=1000, blank=True)
    return_reason_en = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()

    legal_name = Bilingual("legal_name")
    return_reason = Bilingual("return_reason")
    bilingual_optional: ClassVar = {"return_reason"}
    objects = SupplierQuerySet.as_manager()

    plain: ClassVar = {
        "reference", "state", "legal_name_ar", "legal_name_en", "licence_no", "licence_authority", "licence_expires_on",
        "vat_no", "scale", "categories", "completed_steps", "submitted_at", "decided_at",
        "return_reason_ar", "return_reason_en", "created_at",
    }  # fmt: skip
    personal: ClassVar = {
        "contact_name": Purpose("task", "identity"),
        "email": Purpose("task", "contact"),
        "phone": Purpose("task", "contact"),
        "address": Purpose("task", "contact"),
        "draft_data": Purpose("task", "contact"),
        "licence_file": Purpose("task", "document"),
        "decided_by": Purpose("law", "accountability"),
    }

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["licence_authority", "licence_no"],
                name="one_licence_one_accepted_firm",
                condition=Q(state__in=ACCEPTED_SUPPLIERS),
            ),
            models.CheckConstraint(
                name="accepted_firm_is_complete",
                condition=~Q(state__in=ACCEPTED_SUPPLIERS)
                | ~(Q(legal_name_ar="") | Q(legal_name_en="") | Q(licence_no="") | Q(licence_authority=""))
                & Q(licence_expires_on__isnull=False, licence_file__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "submitted_at"])]

    def __str__(self) -> str:
        return str(self.legal_name or self.reference)

    def has_user(self, user: Any) -> bool:
        return self.users.filter(user=user, state=SupplierUserState.ACTIVE).exists()

    def licence_valid_on(self, day: date) -> bool:
        """The day of expiry itself still counts."""
        return self.licence_expires_on is not None and day <= self.licence_expires_on

    def become(self, state: SupplierState, *, at: datetime, by: Any) -> None:
        """Answer to a registration; the deed saves."""
        self.state, self.decided_at, self.decided_by = state, at, by

    @property
    def authority(self) -> Code | None:
        return licence_authorities().get(self.licence_authority)

    @property
    def category_names(self) -> list[Code]:
        known = categories()
        return [known[code] for code in self.categories if code in known]


class SupplierUser(PrivateModel):
    """Who acts for a firm, and as what."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="users")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="supplier_seats")
    role = models.CharField(max_length=8, choices=SupplierRole.choices)
    state = models.CharField(max_length=8, choices=SupplierUserState.choices, default=SupplierUserState.ACTIVE)
    since = models.DateTimeField()

    plain: ClassVar = {"role", "state", "since"}
    personal: ClassVar = {"user": Purpose("task", "identity")}

    class Meta:
        verbose_name = _("supplier user")
        verbose_name_plural = _("supplier users")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supplier", "user"], name="one_seat_a_person_and_firm")
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.role}"
