"""Words that found nothing, counted so that no person can be read out of them.

Of one asking two digests are kept until midnight, made with a secret of the day: of the words, and of words and session together,
so that not even two askings of one session can be told to belong together. Only when a fifth session asks the same on the
same day are the words themselves written down, out of that very request. At midnight secret and digests are gone.
"""

import hashlib
import hmac
import logging
import secrets
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from search.analysis import tokens
from search.analysis.normalise import clean, words
from search.models import SearchAsking, SearchSalt, SearchUnfound
from search.picks import one_form

logger = logging.getLogger("search")
LEAST_SESSIONS = 5
KEPT = timedelta(days=90)
LONGEST = 60
MOST_DIGITS = 5  # six may be a phone, an Emirates ID, a passport or a day of birth

NOTE = """
    WITH noted AS (
        INSERT INTO search_searchasking (day, words, session) VALUES (%(day)s, %(words)s, %(session)s)
        ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM noted) + count(*) FROM search_searchasking WHERE day = %(day)s AND words = %(words)s
"""
WRITE_DOWN = """
    INSERT INTO search_searchunfound AS standing (day, language, asked, words, sessions) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (day, language, asked) DO UPDATE SET sessions = greatest(standing.sessions, EXCLUDED.sessions)
"""


def may_be_counted(text: str) -> bool:
    """Not what may name a person or his papers, nor a text that somebody pasted."""
    plain = clean(text)
    digits = sum(character.isdecimal() for character in plain)
    return bool(words(text)) and digits <= MOST_DIGITS and "@" not in plain and len(" ".join(words(text))) <= LONGEST


def note(text: str, language: str, request: HttpRequest) -> None:
    """Count this session's asking; once a day, however often it asks. A count that cannot be written keeps nobody waiting."""
    if not may_be_counted(text) or tokens.says_nothing(text):
        return
    try:
        _note(text, language, _session(request), timezone.localdate())
    except DatabaseError as error:
        # The class alone: a message may hold the words.
        logger.warning("count of words", extra={"error": type(error).__name__})


def _note(text: str, language: str, session: str, day: date) -> None:
    asked, salt = one_form(text), _salt(day)
    facts: dict[str, Any] = {
        "day": day,
        "words": _digest(salt, language, asked),
        "session": _digest(salt, language, asked, session),
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, facts)
        sessions = cursor.fetchone()[0]
        if sessions >= LEAST_SESSIONS:
            cursor.execute(WRITE_DOWN, [day, language, asked, " ".join(words(text)), sessions])


def _session(request: HttpRequest) -> str:
    """Whoever is not signed in has no session of his own; people behind one address then count as one."""
    if request.session.session_key:
        return str(request.session.session_key)
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def _digest(salt: bytes, *parts: str) -> bytes:
    return hmac.new(salt, "\0".join(parts).encode(), hashlib.sha256).digest()


@lru_cache(maxsize=1)
def _salt(day: date) -> bytes:
    SearchSalt.objects.bulk_create([SearchSalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
    return bytes(SearchSalt.objects.get(day=day).salt)


@transaction.atomic
def forget(today: date) -> None:
    """Digests and secrets of days that are over, and words that are older than 90 days."""
    SearchAsking.objects.exclude(day=today).delete()
    SearchSalt.objects.exclude(day=today).delete()
    SearchUnfound.objects.filter(day__lt=today - KEPT).delete()
