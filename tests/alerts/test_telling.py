"""Letters about what was found: at their hour, once, in the reader's language, and only about what is still open."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from alerts import keeping, matching, saving, telling
from alerts.models import Frequency, Match, Notice, SavedSearch
from messaging import reading
from messaging.models import Letter
from shared import outbox
from shared.clock import database_now
from tests.factories.alerts import watch
from tests.factories.content import published_service
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.8")]
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def send(at=None) -> int:
    told = telling.tell_all(at=at or database_now() + WEEK)
    outbox.deliver_all()
    return told


def test_who_wants_it_at_once_gets_a_letter_as_soon_as_it_is_published():
    person = PersonFactory(language="ar")
    watch("kind=service&q=رخصة", by=person, frequency=Frequency.INSTANT)
    published_service(title_ar="إصدار رخصة تجارية", slug="trade-licence")
    outbox.deliver_all()

    (sent,) = mail.outbox
    assert sent.to == [person.email]
    assert "إصدار رخصة تجارية" in sent.body
    assert "رخصة" in sent.body
    assert send() == 0


@pytest.mark.parametrize(("language", "title"), [("ar", "مهندس طرق"), ("en", "Road engineer")])
def test_a_digest_holds_all_that_was_found_in_the_readers_language(language, title):
    person = PersonFactory(language=language)
    watch("kind=vacancy&q=engineer", by=person)
    watch("kind=service", by=person)
    vacancy, service = published_vacancy(title_ar="مهندس طرق", title_en="Road engineer"), published_service()
    matching.match("vacancy", str(vacancy.pk))
    matching.match("service", str(service.pk))
    assert send() == 1

    (sent,) = mail.outbox
    for part in (
        title,
        f"/{language}/jobs/{vacancy.reference}/",
        getattr(service, f"title_{language}"),
        f"/{language}/account/alerts/",
    ):
        assert part in sent.body
    assert f'lang="{language}"' in sent.alternatives[0][0]


def test_the_letter_says_how_it_is_stopped_as_rfc_8058_asks(client):
    saved = watch("kind=service", frequency=Frequency.INSTANT)
    published_service()
    outbox.deliver_all()
    (sent,) = mail.outbox
    headers = sent.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(headers["List-Unsubscribe"]).replace("\n ", "").strip("<>")
    assert address in sent.body

    path = "/" + address.split("/", 3)[3]
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    saved.refresh_from_db()
    assert saved.paused


def test_other_letters_cannot_be_stopped():
    from messaging import letters

    person = PersonFactory()
    letter = letters.send("accounts:welcome", to=person, about=person, key=1)
    letter.template = "alerts:alerts_found"
    assert letters._context(letter, None)["stop_url"]
    letter.template = "recruitment:application_submitted"
    assert not letters._context(letter, None)["stop_url"]


def test_what_closed_or_was_withdrawn_before_the_digest_is_left_out(behind_the_clock):
    saved = watch("kind=vacancy")
    watch("kind=service", by=saved.user)
    vacancy, service = published_vacancy(), published_service()
    matching.match("vacancy", str(vacancy.pk))
    matching.match("service", str(service.pk))
    behind_the_clock(vacancy, closes_at=timedelta(seconds=-1))
    assert send() == 1
    (sent,) = mail.outbox
    assert vacancy.reference not in sent.body
    assert Match.objects.get(kind="vacancy").told_at is not None


def test_nothing_is_written_where_everything_has_closed(behind_the_clock):
    watch("kind=vacancy")
    vacancy = published_vacancy()
    matching.match("vacancy", str(vacancy.pk))
    behind_the_clock(vacancy, closes_at=timedelta(seconds=-1))
    assert send() == 0
    assert not Letter.objects.exists()


def test_what_closes_while_the_mail_server_is_away_is_not_told_either(behind_the_clock):
    watch("kind=vacancy")
    vacancy = published_vacancy()
    matching.match("vacancy", str(vacancy.pk))
    telling.tell_all(at=database_now() + WEEK)
    behind_the_clock(vacancy, closes_at=timedelta(seconds=-1))
    outbox.deliver_all()
    assert vacancy.reference not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("frequency", "at", "until"),
    [
        # 07:00 in Dubai is 03:00 UTC; 23 November 2026 is a Monday.
        ("daily", datetime(2026, 11, 26, 3, 0, tzinfo=UTC), datetime(2026, 11, 26, 3, 0, tzinfo=UTC)),
        ("daily", datetime(2026, 11, 26, 2, 59, tzinfo=UTC), datetime(2026, 11, 25, 3, 0, tzinfo=UTC)),
        ("daily", datetime(2026, 11, 25, 21, 0, tzinfo=UTC), datetime(2026, 11, 25, 3, 0, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 26, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 0, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 23, 2, 59, tzinfo=UTC), datetime(2026, 11, 16, 3, 0, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 23, 3, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 0, tzinfo=UTC)),
        ("instant", datetime(2026, 11, 23, 2, 59, tzinfo=UTC), datetime(2026, 11, 23, 2, 59, tzinfo=UTC)),
    ],
)
def test_letters_are_gathered_until_the_hour_of_the_portals_zone(frequency, at, until):
    assert telling.gathered_until(Frequency(frequency), at=at) == until


def test_a_digest_waits_for_its_hour_and_is_made_up_for_when_it_was_missed():
    watch("kind=service")
    matching.match("service", str(published_service().pk))
    found = Match.objects.get().found_at
    hour = telling.gathered_until(Frequency.DAILY, at=found)
    assert send(at=hour + DAY - timedelta(seconds=1)) == 0
    assert send(at=hour + DAY + timedelta(hours=5)) == 1
    assert send(at=hour + 2 * DAY) == 0


def test_who_pauses_or_deletes_is_told_nothing_that_was_still_waiting():
    paused, deleted, kept = (watch("kind=service") for _ in range(3))
    matching.match("service", str(published_service().pk))
    now = database_now()
    saving.pause(paused.pk, by=paused.user, at=now)
    saving.delete(deleted.pk, by=deleted.user, at=now)
    assert send() == 1
    assert mail.outbox[0].to == [kept.user.email]
    saving.resume(paused.pk, by=paused.user, at=now)
    assert send() == 0


def test_what_was_told_stays_told_when_its_search_is_deleted():
    saved = watch("kind=service", frequency=Frequency.INSTANT)
    service = published_service()
    outbox.deliver_all()
    saving.delete(saved.pk, by=saved.user, at=database_now())
    watch("kind=service", by=saved.user, frequency=Frequency.INSTANT)
    assert matching.match("service", str(service.pk)) == 0
    shown = reading.opened(Letter.objects.get())
    assert service.title_ar in (shown.text or "")


def test_a_long_digest_is_cut_and_says_how_much_more_there_is():
    from alerts import showing

    saved = watch("kind=service")
    for number in range(showing.MOST_LINES + 2):
        service = published_service(code=f"L-{number}", title_ar=f"خدمة {number}")
        matching.match("service", str(service.pk))
    send()
    assert mail.outbox[0].body.count("• ") == showing.MOST_LINES
    (group,) = showing.groups(Notice.objects.get(user=saved.user))
    assert group.more == 2


def test_what_was_told_is_forgotten_after_half_a_year_and_the_message_says_so():
    watch("kind=service", frequency=Frequency.INSTANT)
    published_service()
    outbox.deliver_all()
    keeping.forget(at=database_now() + timedelta(days=179))
    assert Match.objects.exists()
    keeping.forget(at=database_now() + timedelta(days=181))
    assert not Match.objects.exists()
    assert not Notice.objects.exists()
    assert reading.opened(Letter.objects.get()).text == ""
    assert SavedSearch.objects.exists()
