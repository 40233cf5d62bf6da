"""The web's own database role cannot touch what must not change, nor the guards that see to it."""

from collections.abc import Iterator

import pgtrigger
import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import errors, sql

from entities.models import Entity
from shared import audit
from shared.clock import database_now
from shared.grants import append_only_tables
from shared.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.4")]
ON_A_TABLE = [
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} OWNER TO portal_web",
    "DROP TABLE {table}",
    "CREATE TRIGGER mine BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
]
ON_THE_HOUSE = [
    "SET session_replication_role = replica",
    "SET LOCAL session_replication_role = replica",
    "SET ROLE portal_owner",
    "SET ROLE postgres",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION public.mine() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN LANGUAGE sql AS 'SELECT true'",
    "DROP FUNCTION public._pgtrigger_should_ignore(name) CASCADE",
    "ALTER ROLE portal_web SUPERUSER",
    "GRANT portal_owner TO portal_web",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY shared_auditentry TO PROGRAM 'cat'",
]


@pytest.fixture
def web() -> Iterator[psycopg.Connection]:
    """A connection as the web process opens it: by its own name, with no way back to another."""
    where = connection.settings_dict
    with psycopg.connect(host=where["HOST"], user="portal_web", dbname=where["NAME"]) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def entry():
    entity = Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity")
    return audit.record("tests:entity:make", entity, by=None, at=database_now())


@pytest.mark.parametrize("attempt", ON_A_TABLE)
def test_no_append_only_table_gives_way_to_the_web_role(web, attempt):
    assert len(append_only_tables()) > 10
    for table in append_only_tables():
        with pytest.raises(errors.InsufficientPrivilege), web.transaction():
            web.execute(sql.SQL(attempt).format(table=sql.Identifier(table)))


@pytest.mark.parametrize("attempt", ON_THE_HOUSE)
def test_the_web_role_gains_no_power_by_asking(web, attempt):
    with (
        pytest.raises(psycopg.DatabaseError, match=r"permission denied|must be owner|must be able to"),
        web.transaction(),
    ):
        web.execute(attempt)


def test_the_web_role_is_nobody_and_owns_nothing(web):
    powers = "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = 'portal_web'"
    assert web.execute(powers).fetchone() == (False,) * 5
    owned = "SELECT count(*) FROM pg_class JOIN pg_roles ON relowner = pg_roles.oid WHERE rolname = 'portal_web'"
    assert web.execute(owned).fetchone() == (0,)


def test_the_setting_that_lets_triggers_sleep_opens_nothing_for_either_role(web, entry, as_owner):
    for model, trigger in pgtrigger.registered():
        name = trigger.get_pgid(model)
        asleep = f"{{{model._meta.db_table}:{name},{name}}}"
        web.execute(
            "SELECT set_config('pgtrigger.ignore', %s, false)", [asleep]
        )  # any role may set it, and nobody asks
        assert web.execute("SELECT public._pgtrigger_should_ignore(%s)", [name]).fetchone() == (False,)
    with (
        as_owner(),
        pgtrigger.ignore("shared.AuditEntry:append_only"),
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(),
    ):
        AuditEntry.objects.update(action="x")


def test_even_the_owner_is_stopped_by_the_trigger(entry, as_owner):
    for attempt in ("UPDATE shared_auditentry SET action = 'x'", "DELETE FROM shared_auditentry"):
        with (
            as_owner(),
            pytest.raises(DatabaseError, match="Cannot update"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attempt)


def test_every_guard_that_the_code_declares_is_installed_and_awake(web):
    awake = {
        (table, name)
        for table, name in web.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE tgenabled = 'O'"
        )
    }
    declared = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    assert declared
    assert declared <= awake
    guarded = {table for table, name in declared if "append_only" in name}
    assert set(append_only_tables()) <= guarded


def test_what_is_read_and_appended_still_works(web):
    with web.transaction():
        web.execute("SELECT count(*) FROM shared_auditentry")
        web.execute("INSERT INTO shared_heartbeat (name, beat_at, period_s) VALUES ('tests', now(), 60)")
        web.execute("DELETE FROM shared_heartbeat WHERE name = 'tests'")
