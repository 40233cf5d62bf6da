from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shared.bilingual import Bilingual
from shared.clock import ClockTimestamp
from shared.models import PrivateModel
from shared.privacy import Purpose


class Kind(models.TextChoices):
    CITIZEN = "citizen", _("customer")
    STAFF = "staff", _("employee")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=canonical_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, kind=Kind.STAFF, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=canonical_email(username or ""))


def canonical_email(email: str) -> str:
    """Lower case without surrounding space: the form that is unique."""
    return email.strip().lower()


class User(PrivateModel, AbstractBaseUser, PermissionsMixin):
    """A person with an account: a customer of the government or an employee of one of its entities."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    full_name_ar = models.CharField(_("full name in Arabic"), max_length=200, blank=True)
    full_name_en = models.CharField(_("full name in English"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("ar", _("Arabic")), ("en", _("English"))], default="ar"
    )
    phone = models.CharField(_("mobile"), max_length=20, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CITIZEN)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=ClockTimestamp())
    # From this instant on one of the roles ends by the clock, and the groups have to follow (entities.staff_groups).
    groups_until = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()
    full_name = Bilingual("full_name")

    personal: ClassVar = {
        "email": Purpose("contract", "contact"),
        "full_name_ar": Purpose("contract", "identity"),
        "full_name_en": Purpose("contract", "identity"),
        "phone": Purpose("contract", "contact"),
        "password": Purpose("contract", "secret"),
        "last_login": Purpose("contract", "use"),
    }
    plain: ClassVar = {"language", "kind", "phone_verified_at", "joined_at", "groups_until"}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def become_staff(self) -> None:
        """From now on the rules for employees hold: second factor, shorter sessions."""
        self.kind = Kind.STAFF
        self.save(update_fields=["kind"])

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    # Wagtail's user screens speak of first and last names; ours has one name in each language.
    @property
    def first_name(self) -> str:
        return str(self.full_name)

    @property
    def last_name(self) -> str:
        return ""

    @property
    def date_joined(self) -> datetime:
        return self.joined_at

    @property
    def is_staff(self) -> bool:
        return self.kind == Kind.STAFF
