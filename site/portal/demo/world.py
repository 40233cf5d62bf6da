"""The demo world: an invented city whose people, services, vacancies and tenders are made by the deeds themselves.

Running it again on the same day changes nothing; later it tops up, so that something is always open.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import Kind, User
from entities import roles
from entities.models import Entity, Membership
from portal.demo.accounts import ACCOUNTS, PASSWORD, Account
from shared.clock import database_now

# In this order: each may build on what the earlier ones made. A part is a module with `build(world)`, and `finish(world)`
# where something has to close first: the others are built meanwhile, so that little is left to wait for.
PARTS = ("portal.demo.pages", "catalogue.demo", "recruitment.demo", "supply.demo", "portal.demo.components")


@dataclass
class World:
    at: datetime
    say: Callable[[str], None] = print
    password: str = PASSWORD
    entities: dict[str, Entity] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def build(say: Callable[[str], None]) -> World:
    world = World(at=database_now(), say=say)
    build_entities(world)
    build_people(world)
    parts = [import_module(part) for part in PARTS]
    for part in parts:
        part.build(world)
    for part in parts:
        getattr(part, "finish", lambda world: None)(world)
    return world


def build_entities(world: World) -> None:
    written = tomllib.loads((Path(__file__).parent / "entities.toml").read_text(encoding="utf-8"))
    for facts in written["entity"]:
        world.entities[facts["code"]], _created = Entity.objects.get_or_create(code=facts["code"], defaults=facts)


def build_people(world: World) -> None:
    for email, account in ACCOUNTS.items():
        world.people[email] = User.objects.filter(email=email).first() or _make(email, account)
        for role, code in account.roles:
            entity = world.entities[code] if code else None
            user = world.people[email]
            if not Membership.objects.at(world.at).filter(user=user, role=role, entity=entity).exists():
                roles.grant(role, to=user, entity=entity, by=None, at=world.at)


def _make(email: str, account: Account) -> User:
    facts: dict[str, Any] = {
        "full_name_ar": account.name_ar,
        "full_name_en": account.name_en,
        "language": account.language,
    }
    kind = Kind.STAFF if account.roles else Kind.CITIZEN
    user = User.objects.create_user(email, PASSWORD, kind=kind, **facts)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
