"""allauth's own limits hold for all processes of the portal together."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.urls import reverse

from shared import limits
from shared.clock import database_now
from shared.models import LimitCache

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.promise("REL-1.5")

# One click at the door from which a code to a new password is sent, in a process of its own.
ASK = """
import sys
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import reverse
address, name = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = name
print(Client().post(reverse("account_reset_password"), {"email": address}).status_code)
"""


def ask_elsewhere(address):
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, address, connection.settings_dict["NAME"]],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[-1])


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(client):
    """Five times a minute one may ask for the same address."""
    address = "counted@example.com"
    here = [client.post(reverse("account_reset_password"), {"email": address}).status_code for _turn in range(4)]
    assert here == [302] * 4
    assert ask_elsewhere(address) == 302
    assert ask_elsewhere(address) == 429
    assert client.post(reverse("account_reset_password"), {"email": address}).status_code == 429


@pytest.mark.django_db
def test_no_address_stands_in_the_counts_and_what_is_over_goes(client):
    client.post(reverse("account_reset_password"), {"email": "counted@example.com"})
    kept = list(LimitCache.objects.values_list("cache_key", "value"))
    assert kept
    assert not [row for row in kept if "127.0.0.1" in str(row) or "counted" in str(row)]

    caches["limits"].set("lasting", 1, timeout=3600)
    LimitCache.objects.update_or_create(
        cache_key="past", defaults={"value": "", "expires": database_now().replace(year=2020)}
    )
    limits.forget(at=database_now())
    assert not LimitCache.objects.filter(cache_key="past").exists()
    assert caches["limits"].get("lasting") == 1
