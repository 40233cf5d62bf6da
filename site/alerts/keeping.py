"""Saved searches are read again, since synonyms and translations change; what was told long ago is forgotten."""

from datetime import datetime

from django.db import connection

from alerts.asking import Wanted
from alerts.models import KEPT, Match, Notice, SavedSearch
from search.engines.postgres import standing
from shared.clock import database_now

A_RUN = 5_000
AS_READ = """
    UPDATE alerts_savedsearch SET keys = %(keys)s::text[], query = %(query)s::text, phrases = %(phrases)s::text[]
    WHERE id = %(pk)s AND (keys, query, phrases) IS DISTINCT FROM (%(keys)s::text[], %(query)s::text, %(phrases)s::text[])
"""


def read_again() -> int:
    """Those that were read longest ago; how many."""
    now = database_now()
    oldest = list(SavedSearch.objects.order_by("read_at")[:A_RUN])
    read = [(each.pk, standing.keep(Wanted(each.kind, each.words, each.filters).question())) for each in oldest]
    with connection.cursor() as cursor:
        cursor.executemany(AS_READ, [{"pk": pk, **vars(kept)} for pk, kept in read])
    SavedSearch.objects.filter(pk__in=[each.pk for each in oldest]).update(read_at=now)
    return len(oldest)


def forget(*, at: datetime) -> None:
    Match.objects.filter(found_at__lt=at - KEPT).delete()
    Notice.objects.filter(made_at__lt=at - KEPT).delete()
