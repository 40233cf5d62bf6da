import tomllib
from datetime import datetime, time, timedelta
from decimal import Decimal
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
# The database clock is never faked: what must be closed closes while the demo world is still being built.
CLOSES_AFTER = timedelta(seconds=4)


def build(world: Any) -> None:
    for facts in written():
        if not _stands(world, facts):
            _build_one(world, facts)


def written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["vacancy"]
    return found


def published(world: Any, key: str) -> Vacancy:
    """The open vacancy of this key, for those parts of the demo that apply to it."""
    facts = next(each for each in written() if each["key"] == key)
    return _same(world, facts).open_at(world.at).get()


def closing_in(world: Any, key: str, delay: timedelta) -> Vacancy | None:
    """Publish the vacancy of this key so that it closes after `delay`; None where an earlier run did so."""
    facts = next(each for each in written() if each["key"] == key)
    if _same(world, facts).public().exists():
        return None
    return _publish(world, _draft(world, facts, closes_at=database_now() + delay))


def _build_one(world: Any, facts: dict[str, Any]) -> None:
    if facts["ends"] == "closed":
        closing_in(world, facts["key"], CLOSES_AFTER)
        return
    draft = _draft(world, facts, closes_at=_closing(facts["closes_in"]))
    if facts["ends"] == "published":
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


def _same(world: Any, facts: dict[str, Any]) -> Any:
    return Vacancy.objects.filter(entity=world.entities[facts["entity"]], title_en=facts["title_en"])


def _stands(world: Any, facts: dict[str, Any]) -> bool:
    """Whether this vacancy is there and still worth showing: an open one that has closed is advertised again."""
    same = _same(world, facts)
    if facts["ends"] == "published":
        return bool(same.open_at(world.at).exists())
    return bool(same.public().exists() if facts["ends"] == "closed" else same.filter(state__in=UNPUBLISHED).exists())


def _closing(days: int) -> datetime:
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
    person = users.filter(email=email).first()
    if person is None:
        person = users.create_user(email, world.password, kind="staff", full_name_ar=name_ar, full_name_en=name_en)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if not roles.holds(person, role, entity, at=database_now()):
        roles.grant(role, to=person, entity=entity, by=None, at=database_now())
    return person
