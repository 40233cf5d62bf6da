"""Searches that have been watched for a month, saved by the deed."""

from datetime import timedelta
from typing import Any

from django.http import QueryDict

from accounts.models import User
from alerts import asking, saving
from alerts.models import Frequency, SavedSearch
from shared.clock import database_now
from tests.factories.people import PersonFactory


def watch(query: str, *, by: User | None = None, frequency: Any = Frequency.DAILY) -> SavedSearch:
    """`query` as it stands in an address: "kind=vacancy&q=nurse"."""
    now = database_now()
    wanted = asking.read(QueryDict(query))
    made = saving.save(wanted, frequency=frequency, by=by or PersonFactory(), at=now)
    SavedSearch.objects.filter(pk=made.pk).update(watching_since=now - timedelta(days=30))
    made.refresh_from_db()
    return made
