"""A record that was published is put to all saved searches at once, in the database."""

from datetime import timedelta

from django.db import connection

from alerts import offers
from alerts.models import Frequency, SavedSearch
from search import registry
from search.engines.postgres import standing
from shared import outbox
from shared.clock import database_now

# Published again after a change, a record of last month is no news.
NEWS = timedelta(days=30)
FOUND = f"""
    INSERT INTO alerts_match (user_id, search_id, kind, subject_id)
    SELECT DISTINCT ON (user_id) user_id, saved.id, %(kind)s, %(subject)s
    FROM alerts_savedsearch AS saved
    WHERE paused_at IS NULL AND watching_since <= %(published_at)s AND {standing.MEETS}
    AND EXISTS (SELECT FROM accounts_user AS person WHERE person.id = user_id AND is_active)
    ORDER BY user_id, array_position(%(soonest)s::text[], frequency::text), saved.id
    ON CONFLICT (user_id, kind, subject_id) DO NOTHING RETURNING search_id
"""


def match(kind: str, subject_id: str) -> int:
    """Note for whom this record is news; how many. Safe to call twice. Inside the caller's transaction."""
    now = database_now()
    # Read as it is now: what was withdrawn or has closed in between is told to nobody.
    records = offers.still_open([(kind, subject_id)], now=now).get((kind, subject_id))
    if not records:
        return 0
    published_at = registry.get(kind).document(records[0]).published_at
    if published_at is None or published_at < now - NEWS:
        return 0
    asked = {
        **standing.answering(kind, records[0]),
        "subject": subject_id,
        "published_at": published_at,
        "soonest": [str(each) for each in Frequency],
    }
    with connection.cursor() as cursor:
        cursor.execute(FOUND, asked)
        found = [search for (search,) in cursor.fetchall()]
    if SavedSearch.objects.filter(pk__in=found, frequency=Frequency.INSTANT).exists():
        outbox.post("alerts.found", kind=kind, subject=subject_id)
    return len(found)
