"""What every test may rely on."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from docs import make_settings


@pytest.mark.promise("FND-1.2")
def test_the_suite_brings_its_own_database_and_asks_for_no_service(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT inet_server_addr() IS NULL, current_user")
        assert cursor.fetchone() == (True, "portal_web"), "by a socket of this machine, with the web role's rights"
    assert Path(connection.settings_dict["HOST"]) == Path(settings.TEST_CLUSTER)
    assert not settings.ELASTICSEARCH_URL
    assert settings.CELERY_BROKER_URL == "memory://"


@pytest.mark.promise("REL-1.13")
def test_no_test_reaches_beyond_this_machine():
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))


def test_the_settings_page_is_made_from_the_code():
    assert make_settings.TARGET.read_text(encoding="utf-8") == make_settings.page()
