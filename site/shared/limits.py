"""How often one may: counted in PostgreSQL, so that parallel requests cannot slip through."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from shared.dates import duration
from shared.models import LimitCache, LimitCount
from shared.refusals import Refused

# name: (how many, in which window)
LIMITS: dict[str, tuple[int, timedelta]] = {}

COUNT = """
INSERT INTO shared_limitcount (key, window_starts_at, count) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN shared_limitcount.window_starts_at > %(oldest)s THEN shared_limitcount.count + 1 ELSE 1 END,
  window_starts_at = CASE WHEN shared_limitcount.window_starts_at > %(oldest)s
                     THEN shared_limitcount.window_starts_at ELSE %(at)s END
RETURNING count, window_starts_at
"""


class TooMany(Refused):
    def __init__(self, retry_after: int) -> None:
        wait = duration(timedelta(seconds=retry_after), oblique=True)
        said = _("You have made too many attempts. Try again in %(duration)s.") % {"duration": wait}
        super().__init__(said, status=429, retry_after=retry_after)


def define(name: str, most: int, window: timedelta) -> None:
    LIMITS[name] = (most, window)


def take(name: str, subject: str, *, at: datetime) -> None:
    """Count one attempt of this subject (an address, an e-mail: only its keyed digest is stored). Raises TooMany."""
    most, window = LIMITS[name]
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{name}|{subject}".encode(), sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": f"{name}:{digest}"[:100], "at": at, "oldest": at - window})
        count, started = cursor.fetchone()
    if count > most:
        raise TooMany(max(1, int((started + window - at).total_seconds())))


def cache_key(key: str, prefix: str, version: int) -> str:
    """The name under which the cache "limits" keeps a count: packages put addresses into theirs."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{prefix}:{version}:{key}".encode(), sha256).hexdigest()


def forget(*, at: datetime) -> None:
    """Counts whose window is over say nothing any more."""
    longest = max((window for _most, window in LIMITS.values()), default=timedelta(0))
    LimitCount.objects.filter(window_starts_at__lt=at - longest).delete()
    LimitCache.objects.filter(expires__lt=at).delete()
