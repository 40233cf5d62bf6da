import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

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


@pytest.mark.promise("FND-1.14")
def test_an_entity_administrator_gives_a_role_in_his_own_entity_and_it_is_audited(city, administrator):
    user, now = person("recruiter"), database_now()
    roles.grant(Role.RECRUITER, to=user, entity=city, by=administrator, at=now)

    assert roles.holds(user, Role.RECRUITER, city, at=database_now())
    assert list(roles.entities_of(user, Role.RECRUITER, at=database_now())) == [city]
    assert AuditEntry.objects.filter(action="entities:role:grant", actor_id=administrator.pk).count() == 1
    assert user.has_perm("wagtailadmin.access_admin")


@pytest.mark.promise("FND-1.14")
def test_nobody_gives_himself_a_role_nor_in_another_entity(city, health, administrator):
    with pytest.raises(roles.NotYours):
        roles.grant(Role.BUYER, to=administrator, entity=city, by=administrator, at=database_now())
    with pytest.raises(roles.NotYours):
        roles.grant(Role.BUYER, to=person("friend"), entity=health, by=administrator, at=database_now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=administrator, entity=city, role=Role.BUYER, valid_from=database_now(), granted_by=administrator
        )


@pytest.mark.promise("FND-1.14")
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


@pytest.mark.promise("FND-1.14")
def test_the_last_administrator_cannot_leave(city, administrator):
    with pytest.raises(roles.LastAdministrator):
        roles.end(Membership.objects.get(user=administrator), by=None, at=database_now())


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_the_same_moment_one_stays(city, administrator):
    second = person("second")
    roles.grant(Role.ENTITY_ADMIN, to=second, entity=city, by=administrator, at=database_now())
    together, outcomes = threading.Barrier(2, timeout=10), []

    def leave(user):
        membership, at = Membership.objects.get(user=user), database_now()
        together.wait()
        try:
            roles.end(membership, by=user, at=at)
            outcomes.append("left")
        except roles.LastAdministrator:
            outcomes.append("stayed")
        finally:
            connection.close()

    leaving = [threading.Thread(target=leave, args=[user]) for user in (administrator, second)]
    for each in leaving:
        each.start()
    for each in leaving:
        each.join()
    assert sorted(outcomes) == ["left", "stayed"]


@pytest.mark.django_db(transaction=True)
def test_of_two_roles_that_end_at_the_same_moment_neither_keeps_the_door_open(city, health):
    """Each end would see the other role still in force, and leave the groups of an employee behind."""
    user = person("clerk")
    held = [roles.grant(Role.BUYER, to=user, entity=each, by=None, at=database_now()) for each in (city, health)]

    def end_the_other():
        roles.end(held[1], by=None, at=database_now())
        connection.close()

    other = threading.Thread(target=end_the_other)
    with transaction.atomic():
        roles.end(held[0], by=None, at=database_now())
        other.start()
        done_or_waiting(other)
    other.join(timeout=60)
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def done_or_waiting(thread):
    """Return when it has ended, or stands before a lock of ours."""
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if not thread.is_alive() or cursor.fetchone()[0]:
                return
    raise AssertionError("neither")


def test_a_role_that_ended_does_not_end_again(city, administrator):
    membership = roles.grant(Role.BUYER, to=person("buyer"), entity=city, by=administrator, at=database_now())
    roles.end(membership, by=administrator, at=database_now())
    with pytest.raises(roles.AlreadyEnded):
        roles.end(membership, by=administrator, at=database_now())


def test_who_is_given_a_role_is_an_employee_from_then_on(city, administrator):
    user = person("clerk")
    assert not user.is_staff
    roles.grant(Role.BUYER, to=user, entity=city, by=administrator, at=database_now())
    assert User.objects.get(pk=user.pk).is_staff


def test_the_same_role_is_not_held_twice_at_once(city, administrator):
    user = person("recruiter")
    roles.grant(Role.RECRUITER, to=user, entity=city, by=administrator, at=database_now())
    with pytest.raises(roles.AlreadyHeld), transaction.atomic():
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
