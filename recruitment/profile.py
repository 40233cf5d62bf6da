"""What a person says of himself (الملف الشخصي): begun from his account, kept for the next application."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from recruitment.models import Candidate
from shared import audit, locks

if TYPE_CHECKING:
    from accounts.models import User

FACTS = ("name_ar", "name_en", "date_of_birth", "nationality", "emirate", "phone")


def profile_of(user: "User") -> Candidate:
    """The one of this person; the first time with what his account knows."""
    candidate, _created = Candidate.objects.get_or_create(
        user=user,
        defaults={"name_ar": user.full_name_ar, "name_en": user.full_name_en, "phone": user.phone},
    )
    return candidate


def save_profile(*, by: "User", at: datetime, **facts: Any) -> Candidate:
    """Change one's own profile; `facts` are the cleaned values of PersonalForm. Submitted applications do not move."""
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"not a fact of a profile: {sorted(unknown)}")
    with transaction.atomic():
        candidate = locks.update(Candidate.objects.filter(pk=profile_of(by).pk))
        for name, value in facts.items():
            setattr(candidate, name, value)
        candidate.save()
        audit.record("recruitment:candidate:save", candidate, by=by, at=at)
    return candidate


def as_draft(candidate: Candidate) -> dict[str, Any]:
    """The profile as a draft stores the step of personal details."""
    values = {name: getattr(candidate, name) for name in FACTS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
