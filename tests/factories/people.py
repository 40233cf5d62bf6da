"""People and entities of every area, Arabic first."""

from datetime import timedelta
from typing import Any

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from accounts.models import Kind, User
from entities import staff_groups
from entities.models import Entity, Membership, Role
from shared.clock import database_now


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@demo.example")
    full_name_ar = factory.Sequence(lambda n: f"سلمى المنصوري {n}")
    full_name_en = factory.Sequence(lambda n: f"Salma Al Mansoori {n}")


class EntityFactory(DjangoModelFactory):
    class Meta:
        model = Entity

    code = factory.Sequence(lambda n: f"ENT{n}")
    name_ar = factory.Sequence(lambda n: f"بلدية الواحة {n}")
    name_en = factory.Sequence(lambda n: f"Oasis Municipality {n}")


def staff(role: Role | str, entity: Entity | None = None, **fields: Any) -> User:
    """An employee who has held this role for a day."""
    person: User = PersonFactory(kind=Kind.STAFF, **fields)
    return also(role, person, entity)


def also(role: Role | str, person: User, entity: Entity | None = None) -> User:
    """Another role for somebody who may hold one already; with entry to the staff area."""
    since = database_now() - timedelta(days=1)
    with transaction.atomic():
        Membership.objects.create(user=person, entity=entity, role=role, valid_from=since, granted_by=None)
        staff_groups.synchronise(person, at=database_now())
    return person
