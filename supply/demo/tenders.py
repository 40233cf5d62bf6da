import tomllib
from datetime import date, datetime, time, timedelta
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
from shared import files
from shared.clock import database_now
from shared.papers import pdf
from supply import publication, tendering
from supply.models import Tender
from supply.readiness import working_calendar
from supply.states import PUBLIC_STATES, UNPUBLISHED

WRITTEN = Path(__file__).parent / "tenders.toml"
# The municipality has printed accounts; the shared procurement centre buys for all others.
CENTRE = {
    Role.BUYER: ("procurement@demo.example", "موزة سلطان النيادي", "Mouza Sultan Al Neyadi"),
    Role.TENDER_APPROVER: ("procurement.approver@demo.example", "حمد عبيد الدرعي", "Hamad Obaid Al Derei"),
}
OWN = {Role.BUYER: "buyer@demo.example", Role.TENDER_APPROVER: "tender.approver@demo.example"}
SEATS = (("chair@demo.example", "chair"), ("member@demo.example", "member"), ("secretary@demo.example", "secretary"))
OPEN = ("published", "extended", "cancelled")
SHORT_CLOSING_REASON = "موعد قصير لأغراض العرض التجريبي"


def build(world: Any) -> None:
    """All that do not close while we look on; to the others see `closing_in`."""
    # The municipality has a second approver: once bids are open, two have to agree to a cancellation.
    _of_the_centre(world, Role.TENDER_APPROVER, world.entities["MUN"])
    for facts in written(*OPEN, *UNPUBLISHED):
        if _stands(world, facts):
            continue
        tender = prepare(world, facts, **_deadline(facts))
        if facts["ends"] != "draft":
            finish(world, tender, publish=facts["ends"] in OPEN)


def written(*ends: str) -> list[dict[str, Any]]:
    """The tenders that end in one of these ways."""
    return [facts for facts in _written() if facts["ends"] in ends]


def keys(*ends: str) -> list[str]:
    return [facts["key"] for facts in written(*ends)]


def published(key: str) -> Tender | None:
    """The tender of this key that was published last."""
    same = Tender.objects.public().filter(title_en=_facts(key)["title_en"])
    return same.select_related("author", "opening_plan").order_by("published_at").last()


def closing_in(world: Any, key: str, delay: timedelta) -> Tender:
    """Publish the tender of this key so that it closes after `delay`, unless it was published before."""
    if stands := published(key):
        return stands
    facts = _facts(key)
    tender = prepare(world, facts, closes_at=database_now() + delay, closing_reason=SHORT_CLOSING_REASON)
    return finish(world, tender, publish=True)


def prepare(world: Any, facts: dict[str, Any], *, closes_at: datetime, **text: Any) -> Tender:
    entity = world.entities[facts["entity"]]
    buyer = official(world, Role.BUYER, entity)
    names = tendering.TEXT & set(facts)
    texts = {name: facts[name].strip() if isinstance(facts[name], str) else facts[name] for name in names}
    if "value" in texts:
        texts["value"] = Decimal(facts["value"])
    tender = tendering.draft_tender(
        entity, by=buyer, at=database_now(), closes_at=closes_at, opens_at=closes_at, **texts, **text
    )
    for document in facts.get("document", []):
        _attach(tender, document, by=buyer)
    seats = [(world.people[email], office) for email, office in SEATS]
    quorum = settings.TENDER_QUORUM
    tendering.name_committee(
        tender.pk, seats=seats, quorum=quorum, by=buyer, at=database_now(), version=_version(tender)
    )
    return tender


def finish(world: Any, tender: Tender, *, publish: bool) -> Tender:
    buyer, approver = (official(world, role, tender.entity) for role in (Role.BUYER, Role.TENDER_APPROVER))
    frozen = publication.send_for_approval(tender.pk, by=buyer, at=database_now(), version=_version(tender))
    if publish:
        return publication.publish_tender(tender.pk, by=approver, approved=frozen.sha256)
    return tender


def _facts(key: str) -> dict[str, Any]:
    return next(each for each in _written() if each["key"] == key)


@cache
def _written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["tender"]
    return found


def _stands(world: Any, facts: dict[str, Any]) -> bool:
    """Whether this tender is there and still worth showing: an open one that has closed is advertised again."""
    same = Tender.objects.filter(entity=world.entities[facts["entity"]], title_en=facts["title_en"])
    if facts["ends"] in ("published", "extended"):
        return same.open_at(world.at).exists()
    return same.filter(state__in=PUBLIC_STATES if facts["ends"] == "cancelled" else UNPUBLISHED).exists()


def _deadline(facts: dict[str, Any]) -> dict[str, Any]:
    """What closes soon closes in so many days, be they working days or not."""
    if "closes_after_days" not in facts:
        return {"closes_at": closing(facts["closes_in"])}
    day = timezone.localdate() + timedelta(days=facts["closes_after_days"])
    return {"closes_at": _at_two(day), "closing_reason": SHORT_CLOSING_REASON}


def closing(working_days: int) -> datetime:
    """Two in the afternoon of the given working day from today."""
    calendar = working_calendar()
    day = timezone.localdate()
    while calendar.working_days_between(timezone.localdate(), day) < working_days:
        day += timedelta(days=1)
    return _at_two(day)


def _at_two(day: date) -> datetime:
    return datetime.combine(day, time(14), tzinfo=timezone.get_default_timezone())


def _attach(tender: Tender, facts: dict[str, Any], *, by: Any) -> None:
    paper = pdf(f"{facts['kind']}.pdf", [tender.reference, tender.title_en, facts["title_en"]])
    received = files.receive(paper, kind="tender_document", by=by, at=database_now())
    tendering.add_document(
        tender.pk, file=received, by=by, at=database_now(), version=_version(tender), language="both", **facts
    )


def _version(tender: Tender) -> int:
    return Tender.objects.values_list("row_version", flat=True).get(pk=tender.pk)


def official(world: Any, role: Role, entity: Entity) -> Any:
    if entity.code == "MUN":
        return world.people[OWN[role]]
    return _of_the_centre(world, role, entity)


def _of_the_centre(world: Any, role: Role, entity: Entity) -> Any:
    email, name_ar, name_en = CENTRE[role]
    users = get_user_model().objects
    person = users.filter(email=email).first()
    if person is None:
        person = users.create_user(email, world.password, kind="staff", full_name_ar=name_ar, full_name_en=name_en)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if not roles.holds(person, role, entity, at=database_now()):
        roles.grant(role, to=person, entity=entity, by=None, at=database_now())
    return person
