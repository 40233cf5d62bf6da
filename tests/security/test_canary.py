"""What people write stands in their own records and nowhere else: unique words are sent through all their doors
(tests/security/canary.py), and then looked for wherever they have no business."""

import json
import logging
import re
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core import mail
from django.db import connection

from tests.security.canary import (
    ADDRESS,
    MARK,
    PRICE,
    SECRETS,
    SUM,
    Seen,
    Written,
    apply,
    bid,
    deliver,
    look_at_health,
    profile,
    stumble,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.8")]
# Tables in which what was written has its place: the person's own records, and who he is. A table that is missing here may
# hold nothing of it; one that holds nothing any more fails too.
BELONGS = {
    "accounts_user": "his name and address",
    "account_emailaddress": "the address that he proved",
    "recruitment_application": "a draft, or how he withdrew",
    "recruitment_applicationsnapshot": "what he submitted, frozen",
    "recruitment_candidate": "what the next application begins with",
    "recruitment_education": "and this",
    "recruitment_experience": "and this",
    "shared_storedfile": "the names of his files, but of no bid",
    "axes_accessattempt": "whose password was tried, counted for the lock-out: the address alone",
}


@pytest.fixture
def seen(behind_the_clock, monkeypatch) -> Any:
    found = Seen()
    handler, root, django = Written(found.log), logging.getLogger(), logging.getLogger("django")
    before = root.level, django.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    django.setLevel(logging.DEBUG)
    try:
        apply(behind_the_clock)
        bid()
        profile(found)
        stumble(found, monkeypatch)
        deliver(found, monkeypatch)
        look_at_health(found)
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        django.setLevel(before[1])
    return found


def tables_with(secrets: tuple[str, ...]) -> dict[str, list[str]]:
    """Of every table the rows in which one of them stands, as text or as the hex of binary columns."""
    found: dict[str, list[str]] = {}
    forms = [form for each in secrets for form in (each, each.encode().hex())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows = [row for (row,) in cursor.fetchall() if any(form in row for form in forms)]
            if rows:
                found[table] = rows
    return found


def sessions() -> list[str]:
    """As the portal reads them, without the address of somebody who is just proving it."""
    store = import_module(portal_settings.SESSION_ENGINE).SessionStore
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        return [
            re.sub(rf"{MARK}\w*@example\.org", "", json.dumps(store().decode(data))) for (data,) in cursor.fetchall()
        ]


def leaks(texts: Any) -> list[str]:
    return [text[:300] for text in texts if any(secret in text for secret in SECRETS)]


def test_what_people_write_stands_in_their_records_alone(seen):
    """One walk, for it takes its time; then each place by itself."""
    assert leaks(seen.log) == [], "log"
    assert any('"event": "request"' in line for line in seen.log), "there was a log to look at"
    assert any("unexpected error" in line for line in seen.log)
    assert any("delivery failed" in line for line in seen.log)
    assert leaks(seen.messages) == [], "broker and arguments of tasks"
    assert leaks(f"{name} {text}" for name, text in seen.pages.items()) == [], "pages of errors"
    assert leaks([seen.health]) == [], "health"
    assert seen.health
    assert leaks([letter.subject for letter in mail.outbox]) == [], "subjects"
    assert any(ADDRESS in letter.to for letter in mail.outbox), "there were letters to look at"
    headers = [f"{name}: {value}" for letter in mail.outbox for name, value in letter.message().items() if name != "To"]
    assert leaks(headers) == [], "headers of letters"
    assert len(sessions()) > 3
    assert leaks(sessions()) == [], "sessions"
    held = tables_with(SECRETS)
    assert set(held) == set(BELONGS), "tables"
    assert f"{MARK} offer" not in str(held["shared_storedfile"]), "nor the name of a bid's file, sealed or not"
    assert leaks(row.replace(ADDRESS, "") for row in held["axes_accessattempt"]) == []
    assert not leaks(row for row in tables_with((PRICE, SUM))), "prices: sealed, and encrypted while they are a draft"
