"""At which place of a result page hits are opened: one number a place and day. Not who, not what, not for which words."""

from datetime import date, timedelta

from django.db import connection

from search.models import SearchClick

KEPT = timedelta(days=90)
LAST_PLACE = 100

COUNT = """
    INSERT INTO search_searchclick AS standing (day, place, clicks) VALUES (%s, %s, 1)
    ON CONFLICT (day, place) DO UPDATE SET clicks = standing.clicks + 1
"""


def place(text: str) -> int | None:
    """From 1 to 100, as the page's script sends it."""
    found = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return found if 1 <= found <= LAST_PLACE else None


def count(place: int, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [day, place])


def forget(today: date) -> None:
    SearchClick.objects.filter(day__lt=today - KEPT).delete()
