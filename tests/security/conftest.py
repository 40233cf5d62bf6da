from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.security import residents
from tests.security.abuse import abuse
from tests.security.doors import DOORS, SHOWS_FORMS
from tests.security.sweep import Sweep, routes


@pytest.fixture(scope="session")
def sweep(django_db_setup: None, django_db_blocker) -> Iterator[Sweep]:
    """Every door, walked once for all who ask; the world is gone again afterwards, the answers stay."""
    with django_db_blocker.unblock(), transaction.atomic():
        swept = Sweep(residents.build())
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE portal_web")
        known = {route.route: route for route in routes() if route.route in DOORS}
        for name, place in [*SHOWS_FORMS, *((name, DOORS[name].place) for name in known)]:
            swept.look(known[name], place)
        swept.look_at_packages()
        for name, route in known.items():
            swept.send(route, DOORS[name])
            swept.prove(route, DOORS[name])
        for name, route in known.items():  # last: it uses up what the limits allow
            abuse(swept, route, DOORS[name], swept.abused)
        transaction.set_rollback(True)
    return swept
