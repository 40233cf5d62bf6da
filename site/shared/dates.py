"""Instants, days and remaining time in words, in the reader's language and the portal's zone."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_time
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext

LOCALES = {"ar": "ar_AE", "en": "en_GB"}
DAYS = {"ar": "EEEE d MMMM y", "en": "EEEE d MMMM y"}


def locale() -> str:
    return LOCALES.get((get_language() or "ar")[:2], "ar_AE")


def day(value: date | datetime) -> str:
    """«الاثنين 30 نوفمبر 2026» / "Monday 30 November 2026"."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _latin(format_date(value, DAYS[locale()[:2]], locale=locale()))


def plain_day(value: date) -> str:
    """«30 نوفمبر 2026» / "30 November 2026": of a birthday nobody asks which day of the week it was."""
    return _latin(format_date(value, "d MMMM y", locale=locale()))


def time_of_day(value: datetime) -> str:
    """«2:00 ظهرًا» / "2:00 pm", with the Gulf's parts of the day."""
    local = timezone.localtime(value)
    if locale() != "ar_AE":
        return _latin(format_time(local, "h:mm a", locale="en_GB"))
    clock = f"{local.hour % 12 or 12}:{local:%M}"
    return f"{clock} {_part_of_day(local.hour)}"


def _part_of_day(hour: int) -> str:
    if hour == 0:
        return "بعد منتصف الليل"
    if hour < 12:
        return "صباحًا"
    if hour < 15:
        return "ظهرًا"
    return "عصرًا" if hour < 18 else "مساءً"


def moment(value: datetime) -> str:
    """«الاثنين 30 نوفمبر 2026، الساعة 2:00 ظهرًا بتوقيت الإمارات»: where a deadline is meant, the zone is said."""
    return gettext("%(day)s at %(time)s %(zone)s") % {
        "day": day(value),
        "time": time_of_day(value),
        "zone": zone_name(),
    }


def zone_name() -> str:
    if settings.TIME_ZONE == "Asia/Dubai":
        return gettext("UAE time")
    return str(timezone.localtime().tzname())


def duration(length: timedelta, *, oblique: bool = False) -> str:
    """Days, or days and hours below a week, or hours and minutes: rounded down.

    `oblique` is the case after خلال، قبل، بعد، منذ: in Arabic only the dual changes with it (يومان، يومين).
    """
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days >= 7 or (days and not hours):
        return _days(days, oblique)
    if days:
        return gettext("%(first)s and %(second)s") % {"first": _days(days, oblique), "second": _hours(hours, oblique)}
    if hours and rest and hours < 6:
        return gettext("%(first)s and %(second)s") % {
            "first": _hours(hours, oblique),
            "second": _minutes(rest, oblique),
        }
    return _hours(hours, oblique) if hours else _minutes(rest, oblique)


# Two msgids for each count, since the Arabic dual has two cases; never one.
def _days(count: int, oblique: bool) -> str:
    if oblique:
        return npgettext("after a preposition", "%(count)d day", "%(count)d days", count) % {"count": count}
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _hours(count: int, oblique: bool) -> str:
    if oblique:
        return npgettext("after a preposition", "%(count)d hour", "%(count)d hours", count) % {"count": count}
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _minutes(count: int, oblique: bool) -> str:
    if count == 0:
        return pgettext("remaining time", "less than a minute")
    if oblique:
        return npgettext("after a preposition", "%(count)d minute", "%(count)d minutes", count) % {"count": count}
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def remaining(until: datetime, *, now: datetime) -> str:
    """«المدة المتبقية: يومان» / "Time remaining: 2 days"; past: «أُغلق قبل يومين» / "Closed 2 days ago"."""
    if until > now:
        return gettext("Time remaining: %(duration)s") % {"duration": duration(until - now)}
    return gettext("Closed %(duration)s ago") % {"duration": duration(now - until, oblique=True)}


def closes_in(until: datetime, *, now: datetime) -> str:
    """«يُغلق باب التقديم خلال يومين» / "Closes in 2 days"."""
    return gettext("Closes in %(duration)s") % {"duration": duration(until - now, oblique=True)}


def _latin(text: str) -> str:
    """Babel's `ar_AE` has Latin digits by default; CLDR's narrow spaces become plain ones."""
    return text.replace("\u202f", " ").replace("\u200f", "")
