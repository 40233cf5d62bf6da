import pytest
from django.db import DatabaseError, connection, transaction

from entities.models import Entity
from shared import audit
from shared.clock import database_now
from shared.grants import append_only_tables

ATTEMPTS = [
    "UPDATE shared_auditentry SET action = 'x'",
    "DELETE FROM shared_auditentry",
    "TRUNCATE shared_auditentry",
    "ALTER TABLE shared_auditentry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "DROP TABLE shared_auditentry",
]


@pytest.fixture
def entry(db):
    entity = Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity")
    return audit.record("tests:entity:make", entity, by=None, at=database_now())


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_web_role_cannot_touch_what_is_append_only(entry, attempt):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_even_the_owner_is_stopped_by_the_trigger_and_the_ignore_setting_opens_nothing(entry, as_owner):
    with (
        as_owner(),
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL pgtrigger.ignore = '{shared_auditentry:append_only}'")
        cursor.execute("UPDATE shared_auditentry SET action = 'x'")


def test_every_append_only_table_is_known_to_the_grants(db):
    assert {"shared_auditentry", "shared_outboxmessage", "shared_receipt"} <= set(append_only_tables())
