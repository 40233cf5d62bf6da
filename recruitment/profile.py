"""What a person says of himself (الملف الشخصي): begun from his account, kept for the next application."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from recruitment.forms.application import ENTRY_FORMS
from recruitment.models import Candidate, Education, Experience
from recruitment.steps import EDUCATION, EXPERIENCE, PERSONAL
from shared import audit, locks

if TYPE_CHECKING:
    from accounts.models import User

FACTS = ("name_ar", "name_en", "date_of_birth", "nationality", "emirate", "phone")
KEPT: dict[str, Any] = {EDUCATION: Education, EXPERIENCE: Experience}


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
    with transaction.atomic(savepoint=False):
        try:
            candidate = locks.update(Candidate.objects.filter(user=by))
        except Candidate.DoesNotExist:
            candidate = locks.update(Candidate.objects.filter(pk=profile_of(by).pk))
        for name, value in facts.items():
            setattr(candidate, name, value)
        candidate.save()
        audit.record("recruitment:candidate:save", candidate, by=by, at=at)
    return candidate


def keep_entries(*, by: "User", at: datetime, kept: Mapping[str, Sequence[dict[str, Any]]]) -> Candidate:
    """Education and work experience that the next application begins with: these, and no others.

    `kept` holds for each step the cleaned values of its entry form, in their order.
    """
    with transaction.atomic():
        candidate = locks.update(Candidate.objects.filter(pk=profile_of(by).pk))
        for step, model in KEPT.items():
            model.objects.filter(candidate=candidate).delete()
            entries = enumerate(kept.get(step, ()))
            model.objects.bulk_create(model(candidate=candidate, place=place, **entry) for place, entry in entries)
        audit.record("recruitment:candidate:keep_entries", candidate, by=by, at=at)
    return candidate


def as_draft(candidate: Candidate) -> dict[str, Any]:
    """The profile as a draft stores the step of personal details."""
    return {name: _plain(getattr(candidate, name)) for name in FACTS}


def kept_entries(candidate: Candidate, step: str) -> list[dict[str, Any]]:
    """As a draft stores the entries of this step."""
    rows = KEPT[step].objects.filter(candidate=candidate)
    return [{name: _plain(getattr(row, name)) for name in ENTRY_FORMS[step].base_fields} for row in rows]


def new_draft(candidate: Candidate) -> dict[str, Any]:
    """What a new application begins with; its steps are complete when their owner has looked at them."""
    begun: dict[str, Any] = {PERSONAL: as_draft(candidate)}
    for step in KEPT:
        if kept := kept_entries(candidate, step):
            begun[step] = {"entries": [{**entry, "id": f"{place:08x}"} for place, entry in enumerate(kept)]}
    return begun


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
