"""The inventory of personal data stands in the models: `personal = {"field": Purpose(...)}`, `plain = {"field", ...}`.

Source: Federal Decree-Law 45/2021 (UAE PDPL) and Regulation (EU) 2016/679, article 30.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models


@dataclass(frozen=True)
class Purpose:
    """Why a field is kept: `basis` (contract, law, consent, task), `kind` of data (identity, contact, …)."""

    basis: str
    kind: str
    keep: timedelta | None = None


_foreign: dict[str, dict[str, Purpose]] = {}


def declare(label: str, personal: dict[str, Purpose]) -> None:
    """For a model of a package, which cannot say it itself: `declare("account.EmailAddress", {"email": Purpose(...)})`."""
    _foreign[label] = personal


def personal_fields(model: type[models.Model]) -> dict[str, Purpose]:
    return {**_foreign.get(model._meta.label, {}), **getattr(model, "personal", {})}


def undeclared(model: type[models.Model]) -> list[str]:
    """Fields that may hold something about a person and are neither in `personal` nor in `plain`."""
    said = {*personal_fields(model), *getattr(model, "plain", set())}
    return [field.name for field in model._meta.local_fields if _may_tell(field) and field.name not in said]


TELLING = (
    models.CharField, models.TextField, models.FileField, models.DateField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField,
)  # fmt: skip


def _may_tell(field: Any) -> bool:
    if field.is_relation:
        return bool(field.related_model._meta.label == settings.AUTH_USER_MODEL) and not field.remote_field.parent_link
    return isinstance(field, TELLING)
