"""Searches that have been watched for a month, saved by the deed."""

from datetime import timedelta
from typing import Any

from django.db import connection
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


def watch_many(people: list[User], each: int, *, frequency: Any = Frequency.DAILY, wanting: bool = True) -> None:
    """Each person watches `each` services: the first search is for «wanted» if he is `wanting`, the others for words that nobody writes.

    By SQL, like two that were saved by the deed: thousands would take minutes.
    """
    examples = [watch(f"kind=service&q={words}", by=people[0], frequency=frequency) for words in ("wanted", "nothing0")]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO alerts_savedsearch (id, user_id, kind, words, filters, frequency, keys, query, phrases, watching_since)
            SELECT gen_random_uuid(), person, example.kind, example.words || number, '{}', example.frequency,
                -- As if a rarer word were wanted too: each is looked at, and none but the first is found.
                CASE WHEN number = 1 AND %s THEN example.keys ELSE ARRAY['=nothing' || number, 'wanted'] END,
                example.query, '{}', example.watching_since
            FROM unnest(%s::uuid[]) AS person, generate_series(1, %s) AS number
            JOIN alerts_savedsearch AS example ON example.id = CASE WHEN number = 1 AND %s THEN %s::uuid ELSE %s::uuid END
            """,
            [wanting, [person.pk for person in people], each, wanting, *(example.pk for example in examples)],
        )
    SavedSearch.objects.filter(pk__in=[example.pk for example in examples]).delete()
