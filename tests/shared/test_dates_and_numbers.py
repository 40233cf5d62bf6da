"""Remaining time in whole sentences at every count; dates, numbers and money by Babel, with Latin digits."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from shared import dates, money, numbers
from shared.templatetags.portal import letter_text, whole_references, whole_signs

pytestmark = pytest.mark.promise("FND-1.11")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LEFT = "المدة المتبقية:"
ARABIC = {
    # count: (days, hours after خلال, minutes)
    0: ("أقل من دقيقة", "أقل من دقيقة", "أقل من دقيقة"),
    1: ("يوم واحد", "ساعة واحدة", "دقيقة واحدة"),
    2: ("يومان", "ساعتين", "دقيقتان"),
    3: ("3 أيام", "3 ساعات", "3 دقائق"),
    11: ("11 يومًا", "11 ساعة", "11 دقيقة"),
    100: ("100 يوم", "4 أيام و4 ساعات", "ساعة واحدة و40 دقيقة"),
    103: ("103 أيام", "4 أيام و7 ساعات", "ساعة واحدة و43 دقيقة"),
}
ENGLISH = {
    0: ("less than a minute", "less than a minute", "less than a minute"),
    1: ("1 day", "1 hour", "1 minute"),
    2: ("2 days", "2 hours", "2 minutes"),
    3: ("3 days", "3 hours", "3 minutes"),
    11: ("11 days", "11 hours", "11 minutes"),
    100: ("100 days", "4 days and 4 hours", "1 hour and 40 minutes"),
    103: ("103 days", "4 days and 7 hours", "1 hour and 43 minutes"),
}


@pytest.mark.parametrize("count", ARABIC)
def test_remaining_time_in_arabic_has_its_six_forms_and_its_two_duals(count):
    days, hours, minutes = ARABIC[count]
    with override("ar"):
        if count:
            assert dates.remaining(NOW + timedelta(days=count), now=NOW) == f"{LEFT} {days}"
        assert dates.closes_in(NOW + timedelta(hours=count), now=NOW) == f"يُغلق باب التقديم خلال {hours}"
        if count:
            assert dates.remaining(NOW + timedelta(minutes=count), now=NOW) == f"{LEFT} {minutes}"


@pytest.mark.parametrize("count", ENGLISH)
def test_remaining_time_in_english(count):
    days, hours, minutes = ENGLISH[count]
    with override("en"):
        if count:
            assert dates.remaining(NOW + timedelta(days=count), now=NOW) == f"Time remaining: {days}"
        assert dates.closes_in(NOW + timedelta(hours=count), now=NOW) == f"Closes in {hours}"
        if count:
            assert dates.remaining(NOW + timedelta(minutes=count), now=NOW) == f"Time remaining: {minutes}"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ar", "أُغلق قبل يومين"), ("en", "Closed 2 days ago")],
)
def test_what_is_over_says_since_when(language, sentence):
    with override(language):
        assert dates.remaining(NOW - timedelta(days=2), now=NOW) == sentence
        assert "أقل من دقيقة" in dates.remaining(NOW, now=NOW) or language == "en"


@pytest.mark.parametrize(
    ("language", "length", "words"),
    [
        ("ar", timedelta(days=2, hours=1), "يومان وساعة واحدة"),
        ("ar", timedelta(days=6, hours=2), "6 أيام وساعتان"),
        ("ar", timedelta(days=11, hours=11), "11 يومًا"),
        ("en", timedelta(days=6, hours=2), "6 days and 2 hours"),
        ("en", timedelta(hours=5, minutes=1, seconds=59), "5 hours and 1 minute"),
    ],
)
def test_two_units_where_they_matter_rounded_down(language, length, words):
    with override(language):
        assert dates.duration(length) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 15, "12:15 بعد منتصف الليل"),
        (1, 0, "1:00 صباحًا"),
        (11, 59, "11:59 صباحًا"),
        (12, 0, "12:00 ظهرًا"),
        (14, 0, "2:00 ظهرًا"),
        (15, 0, "3:00 عصرًا"),
        (17, 59, "5:59 عصرًا"),
        (18, 0, "6:00 مساءً"),
        (23, 59, "11:59 مساءً"),
    ],
)
def test_the_parts_of_the_day_are_those_of_the_gulf(hour, minute, words):
    instant = datetime(2026, 11, 30, hour, minute, tzinfo=UTC) - timedelta(hours=4)
    with override("ar"):
        assert dates.time_of_day(instant) == words


def test_a_deadline_is_written_with_weekday_and_zone():
    instant = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    with override("ar"):
        assert dates.moment(instant) == "الاثنين 30 نوفمبر 2026، الساعة 2:00 ظهرًا بتوقيت الإمارات"
        assert dates.day(date(2026, 4, 1)) == "الأربعاء 1 أبريل 2026"
    with override("en"):
        assert dates.moment(instant) == "Monday 30 November 2026 at 2:00 pm UAE time"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_are_the_same_in_both_languages(language):
    with override(language):
        assert numbers.number(12345.6) == "12,345.6"
        assert numbers.number(Decimal("1000000")) == "1,000,000"
        assert numbers.percent(15) == "15%"


def test_money_and_sizes_are_written_as_people_read_them():
    with override("ar"):
        assert money.money(Decimal("12500.5")) == "12,500.50 درهم"
        assert money.money(Decimal("12500")) == "12,500 درهم"
        assert money.money_range(Decimal("20000"), Decimal("26000")) == "من 20,000 إلى 26,000 درهم"
        assert money.money_range(20000, 26000, "USD") == "من 20,000 إلى 26,000 USD"
        assert numbers.filesize(5_000_000) == "5 ميغابايت"
    with override("en"):
        assert money.money(Decimal("12500.5")) == "AED 12,500.50"
        assert money.money_range(Decimal("20000"), Decimal("26000")) == "AED 20,000 to 26,000"
        assert money.money_range(20000, 26000, "USD") == "From 20,000 to 26,000 USD"
        assert numbers.filesize(350_000) == "350 KB"


def test_a_sign_in_brackets_stays_whole_and_nothing_of_a_name_becomes_markup():
    whole = '<bdi dir="ltr" class="nowrap">(SHA-256)</bdi>'
    assert whole_signs("البصمة الرقمية (SHA-256)") == f"البصمة الرقمية {whole}"
    assert whole_signs("<b> (SHA-256) (x)") == f"&lt;b&gt; {whole} (x)"
    assert whole_signs("رقم الطلب") == "رقم الطلب"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("طلبك رقم APP-2026-000202 لدى <البلدية>", "طلبك رقم {}APP-2026-000202{} لدى &lt;البلدية&gt;"),
        ("VAC-2026-000017", "{}VAC-2026-000017{}"),
        ("الإيصال RCP-7K3M-9QXT-2.", "الإيصال {}RCP-7K3M-9QXT-2{}."),
        ("no number <b>", "no number &lt;b&gt;"),
    ],
)
def test_no_line_ends_within_the_number_of_a_record(written, shown):
    whole = shown.format('<span class="nowrap">', "</span>")
    assert whole_references(written) == letter_text(written) == whole


def test_an_address_in_a_letter_is_one_link_whatever_number_it_holds():
    for address in (
        "https://portal.example/ar/jobs/VAC-2026-000017/apply/",
        "https://portal.example/ar/verify/?number=RCP-7K3M-9QXT-2",
    ):
        shown = letter_text(f"APP-2026-000001: {address}")
        assert shown.endswith(f'href="{address}">{address}</a>')
