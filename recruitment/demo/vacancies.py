"""Vacancies of the demo world, up to their publication; what becomes of them afterwards is told in endings.py."""

import tomllib
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from entities import roles
from entities.models import Entity, Role
from recruitment import publishing
from recruitment.models import Vacancy
from recruitment.states import UNPUBLISHED
from shared.clock import database_now

WRITTEN = Path(__file__).parent / "vacancies.toml"
# The municipality has printed accounts; the recruitment centre hires for all others.
OWN = {Role.RECRUITER: "recruiter@demo.example", Role.RECRUITMENT_APPROVER: "recruitment.approver@demo.example"}
CENTRE = {
    Role.RECRUITER: ("hiring@demo.example", "منى خالد الفلاسي", "Mona Khalid Al Falasi"),
    Role.RECRUITMENT_APPROVER: ("hiring.approver@demo.example", "جاسم محمد الحمادي", "Jasim Mohammed Al Hammadi"),
}
CLOSING_HOUR = time(14)
# The database clock is never faked: these close while the demo world is still being built.
CLOSED = ("closed", "concluded")
OPEN = ("published", "extended")


def build(world: Any) -> None:
    for facts in written().values():
        if facts["ends"] not in CLOSED and not _stands(world, facts):
            _build_one(world, facts)


@cache
def written() -> dict[str, dict[str, Any]]:
    """By key; `ends` says how far the deeds take each."""
    found = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["vacancy"]
    return {facts["key"]: facts for facts in found}


def published(world: Any, key: str) -> Vacancy | None:
    """The vacancy of this key that takes applications now."""
    return same(world, written()[key]).open_at(database_now()).first()


def closing_in(world: Any, key: str, delay: timedelta) -> None:
    """Publish the vacancy of this key so that it closes after `delay`, unless an earlier run did so."""
    facts = written()[key]
    if not same(world, facts).public().exists():
        _publish(world, _draft(world, facts, closes_at=database_now() + delay))


def same(world: Any, facts: dict[str, Any]) -> Any:
    return Vacancy.objects.filter(entity=world.entities[facts["entity"]], title_ar=facts["title_ar"])


def _build_one(world: Any, facts: dict[str, Any]) -> None:
    draft = _draft(world, facts, closes_at=closing_on(facts["closes_in"]))
    if facts["ends"] in (*OPEN, "cancelled"):
        _publish(world, draft)
    elif facts["ends"] != "draft":
        _send(world, draft)
    if facts["ends"] == "returned":
        approver = official(world, Role.RECRUITMENT_APPROVER, draft.entity)
        publishing.return_vacancy(draft.pk, by=approver, at=database_now(), reason=facts["return_reason"])


def _draft(world: Any, facts: dict[str, Any], *, closes_at: datetime) -> Vacancy:
    entity = world.entities[facts["entity"]]
    text = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    text = {name: text[name] for name in publishing.WRITABLE & set(text)}
    text |= {name: Decimal(facts[name]) for name in ("salary_from", "salary_to") if name in facts}
    recruiter = official(world, Role.RECRUITER, entity)
    return publishing.draft_vacancy(entity, by=recruiter, at=database_now(), closes_at=closes_at, **text)


def _send(world: Any, draft: Vacancy) -> str:
    recruiter = official(world, Role.RECRUITER, draft.entity)
    frozen = publishing.send_for_approval(draft.pk, by=recruiter, at=database_now(), version=draft.row_version)
    return frozen.sha256


def _publish(world: Any, draft: Vacancy) -> Vacancy:
    approved = _send(world, draft)
    approver = official(world, Role.RECRUITMENT_APPROVER, draft.entity)
    return publishing.publish_vacancy(draft.pk, by=approver, approved=approved)


def _stands(world: Any, facts: dict[str, Any]) -> bool:
    """Whether this vacancy is there and still worth showing: an open one that has closed is advertised again."""
    found = same(world, facts)
    if facts["ends"] in OPEN:
        return bool(found.open_at(world.at).exists())
    return bool(
        found.public().exists() if facts["ends"] == "cancelled" else found.filter(state__in=UNPUBLISHED).exists()
    )


def closing_on(days: int) -> datetime:
    """Two in the afternoon, so many days from today; later where the setting demands more time."""
    zone = timezone.get_default_timezone()
    wanted = datetime.combine(timezone.localdate() + timedelta(days=days), CLOSING_HOUR, tzinfo=zone)
    least = settings.VACANCY_LEAST_OPEN.days + 1 if settings.VACANCY_LEAST_OPEN else 0
    return max(wanted, datetime.combine(timezone.localdate() + timedelta(days=least), CLOSING_HOUR, tzinfo=zone))


def official(world: Any, role: Role, entity: Entity) -> Any:
    if entity.code == "MUN":
        return world.people[OWN[role]]
    email, name_ar, name_en = CENTRE[role]
    users = get_user_model().objects
    person = world.people.get(email) or users.filter(email=email).first()
    if person is None:
        person = users.create_user(email, world.password, kind="staff", full_name_ar=name_ar, full_name_en=name_en)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    world.people[email] = person
    if not roles.holds(person, role, entity, at=database_now()):
        roles.grant(role, to=person, entity=entity, by=None, at=database_now())
    return person
