"""`/healthz` says that the process lives, `/readyz` that it can serve; `manage.py health` says what is red."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from shared import health, outbox
from shared.models import Heartbeat, OutboxDelivery

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.18")]


def away(*args):
    raise OperationalError("server closed the connection unexpectedly")


def test_alive_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_when_the_database_is_there_and_migrated(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True})


def test_not_ready_while_the_database_does_not_answer():
    with connection.execute_wrapper(away):
        response = Client(raise_request_exception=False).get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": "does not answer"}


def test_not_ready_before_its_migrations_are_applied(client, as_owner):
    newest = MigrationLoader(connection).graph.leaf_nodes("search")[0]
    with as_owner():
        MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "migrations to apply" in response.json()["database"]


def test_not_ready_with_a_full_disk(client, monkeypatch):
    monkeypatch.setattr("portal.probes.LEAST_FREE_BYTES", 10**18)
    assert client.get("/readyz").json() == {"ready": False, "disk": "nearly full"}


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_probes_answer_without_tls_and_without_a_cookie(client, settings, probe):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(probe)
    assert (response.status_code, dict(response.cookies)) == (200, {})


def told() -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("health", stdout=said)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_health_is_green_when_nothing_waits():
    health.beat("relay", period_s=60)
    code, said = told()
    assert code == 0, said
    assert "heartbeat relay" in said


def test_health_is_red_for_a_missed_heartbeat_and_a_dead_letter(behind_the_clock):
    health.beat("relay", period_s=60)
    behind_the_clock(Heartbeat.objects.get(name="relay"), beat_at=timedelta(minutes=-5))
    outbox.post("content.page.published", page=1, translation_key="0198f000-0000-7000-8000-000000000000")
    delivery = OutboxDelivery.objects.first()
    behind_the_clock(delivery, dead_at=timedelta(minutes=-1))
    code, said = told()
    assert code == 2
    assert all(word in said for word in ("heartbeat relay", "dead letters", "red"))
