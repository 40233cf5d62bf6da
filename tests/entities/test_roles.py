from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from entities import roles
from entities.models import Entity, Membership, Role
from shared.clock import database_now
from shared.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Entity:
    return Entity.objects.create(code="MUN", name_ar="البلدية", name_en="Municipality")


@pytest.fixture
def health() -> Entity:
    return Entity.objects.create(code="HLT", name_ar="الصحة", name_en="Health")


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org")


@pytest.fixture
def administrator(city) -> User:
    user = person("administrator")
    roles.grant(Role.ENTITY_ADMIN, to=user, entity=city, by=None, at=database_now())
    return user


def test_an_entity_administrator_gives_a_role_in_his_own_entity_and_it_is_audited(city, administrator):
    user, now = person("recruiter"), database_now()
    roles.grant(Role.RECRUITER, to=user, entity=city, by=administrator, at=now)

    assert roles.holds(user, Role.RECRUITER, city, at=database_now())
    assert list(roles.entities_of(user, Role.RECRUITER, at=database_now())) == [city]
    assert AuditEntry.objects.filter(action="entities:role:grant", actor_id=administrator.pk).count() == 1
    assert user.has_perm("wagtailadmin.access_admin")


def test_nobody_gives_himself_a_role_nor_in_another_entity(city, health, administrator):
    with pytest.raises(roles.NotYours):
        roles.grant(Role.BUYER, to=administrator, entity=city, by=administrator, at=database_now())
    with pytest.raises(roles.NotYours):
        roles.grant(Role.BUYER, to=person("friend"), entity=health, by=administrator, at=database_now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=administrator, entity=city, role=Role.BUYER, valid_from=database_now(), granted_by=administrator
        )


def test_a_role_that_ended_or_expired_holds_no_more_and_closes_the_admin(city, administrator):
    user, now = person("recruiter"), database_now()
    membership = roles.grant(Role.RECRUITER, to=user, entity=city, by=administrator, at=now)
    roles.end(membership, by=administrator, at=database_now())
    short = person("short")
    roles.grant(Role.RECRUITER, to=short, entity=city, by=administrator, at=now, until=now + timedelta(days=1))

    assert not roles.holds(user, Role.RECRUITER, city, at=database_now())
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
    assert roles.holds(short, Role.RECRUITER, city, at=now)
    assert not roles.holds(short, Role.RECRUITER, city, at=now + timedelta(days=1))


def test_the_last_administrator_cannot_leave(city, administrator):
    with pytest.raises(roles.LastAdministrator):
        roles.end(Membership.objects.get(user=administrator), by=None, at=database_now())


def test_the_same_role_is_not_held_twice_at_once(city, administrator):
    user = person("recruiter")
    roles.grant(Role.RECRUITER, to=user, entity=city, by=administrator, at=database_now())
    with pytest.raises(IntegrityError), transaction.atomic():
        roles.grant(Role.RECRUITER, to=user, entity=city, by=administrator, at=database_now())


def test_a_parents_administrator_reaches_its_children_but_a_recruiter_does_not(city, administrator):
    child = Entity.objects.create(code="PRK", name_ar="الحدائق", name_en="Parks", parent=city)
    recruiter = person("recruiter")
    roles.grant(Role.RECRUITER, to=recruiter, entity=city, by=administrator, at=database_now())

    assert roles.holds(administrator, Role.ENTITY_ADMIN, child, at=database_now())
    assert not roles.holds(recruiter, Role.RECRUITER, child, at=database_now())


def test_a_disabled_account_holds_nothing(city, administrator):
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    assert not roles.holds(administrator, Role.ENTITY_ADMIN, city, at=database_now())
