"""Words without a result: counted by day and session, read by nobody before five sessions asked, leading to no person."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.permissions import give_administration
from entities.models import Role
from search import tasks, unfound
from search.models import SearchAsking, SearchPick, SearchSalt, SearchUnfound
from search.picks import one_form
from shared import outbox
from tests.factories.people import staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.10")]


@pytest.fixture(autouse=True)
def _no_salt_of_another_test(things):
    unfound._salt.cache_clear()


def ask(words: str, *, sessions: int = 1, language: str = "ar", first: int = 1, **more) -> None:
    """From addresses of the documentation's net, one a session."""
    for number in range(first, first + sessions):
        Client(REMOTE_ADDR=f"192.0.2.{number}").get(f"/{language}/search/", {"q": words, **more})


def counted() -> list[tuple[str, str, int]]:
    return list(SearchUnfound.objects.order_by("pk").values_list("language", "words", "sessions"))


def test_the_fifth_session_makes_words_readable_and_they_are_counted_on(db):
    ask("كهرومغناطيسية", sessions=4)
    assert counted() == []
    ask("كهرومغناطيسية", first=5)
    assert counted() == [("ar", "كهرومغناطيسية", 5)]
    ask("كهرومغناطيسيه", first=6)
    assert counted() == [("ar", "كهرومغناطيسية", 6)], "another spelling of the same"


def test_one_session_counts_once_however_often_it_asks(db):
    for _ in range(9):
        ask("unobtainium", language="en")
    assert counted() == []
    assert SearchAsking.objects.count() == 1


def test_who_is_signed_in_counts_by_his_session(settings):
    for _ in range(5):
        session = SessionStore()
        session.create()
        visitor = Client()
        visitor.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        visitor.get("/en/search/", {"q": "unobtainium"})
    assert counted() == [("en", "unobtainium", 5)]


def test_of_words_that_too_few_asked_nothing_readable_stands_anywhere(db):
    ask("كهرومغناطيسية", sessions=4)
    rows = list(SearchAsking.objects.values_list("words", "session"))
    assert (len(rows), {len(bytes(each)) for row in rows for each in row}) == (4, {32})
    text = "".join(repr(bytes(each)) for row in rows for each in row)
    assert "192.0.2" not in text
    assert SearchUnfound.objects.count() == 0


def test_two_askings_of_one_session_cannot_be_told_to_belong_together(db):
    ask("unobtainium", language="en")
    ask("vibranium", language="en")
    assert len({bytes(each) for each in SearchAsking.objects.values_list("session", flat=True)}) == 2


def test_after_midnight_what_told_sessions_apart_is_gone(db):
    ask("unobtainium", sessions=4, language="en")
    tomorrow = timezone.localdate() + timedelta(days=1)
    unfound.forget(tomorrow)
    assert (SearchAsking.objects.count(), SearchSalt.objects.count()) == (0, 0)


def test_the_same_words_of_two_days_cannot_be_told_to_be_the_same(db):
    today = timezone.localdate()
    first = unfound._digest(unfound._salt(today), "en", "unobtainium")
    second = unfound._digest(unfound._salt(today + timedelta(days=1)), "en", "unobtainium")
    assert first != second


def test_words_are_kept_for_ninety_days(db):
    today = timezone.localdate()
    for days in (0, 90, 91):
        SearchUnfound.objects.create(day=today - timedelta(days=days), language="ar", asked="س", words="س", sessions=5)
    tasks.forget()
    assert SearchUnfound.objects.count() == 2


@pytest.mark.parametrize(
    "words",
    [
        "784-1990-1234567-1", "٧٨٤١٩٩٠١٢٣٤٥٦٧١", "050 123 4567", "+971501234567", "khalid@example.org", "هوية 784199012345671",
        "A1234567", "12/05/1990", "كلمة " * 30,
    ],
)  # fmt: skip
def test_what_may_name_a_person_or_his_papers_is_not_counted_at_all(words):
    ask(words, sessions=6)
    assert (counted(), SearchAsking.objects.count()) == ([], 0)


@pytest.mark.parametrize("more", [{"kind": "thing"}, {"entity": "HLT"}, {"within": "7"}, {"page": "2"}])
def test_what_a_filter_left_out_is_not_without_a_result(more):
    ask("unobtainium", sessions=6, **more)
    assert counted() == []


def test_what_was_picked_for_is_not_without_a_result(things):
    things.add(1, title_en="Visit visa")
    with transaction.atomic():
        outbox.post("tests.thing.changed", thing=1)
    outbox.deliver_all()
    SearchPick.objects.create(typed="unobtainium", asked=one_form("unobtainium"), things=[["thing", "1"]])
    ask("unobtainium", sessions=6)
    assert counted() == []


def test_a_search_writes_no_words_into_any_log(caplog):
    with caplog.at_level(logging.DEBUG):
        ask("كهرومغناطيسية", sessions=5)
    ours = [each for each in caplog.records if not each.name.startswith("django.")]
    assert "كهرومغناطيسية" not in " ".join(f"{each.getMessage()} {each.__dict__}" for each in ours)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_editor_sees_what_enough_asked_and_goes_on_from_there(client, language):
    give_administration()
    client.force_login(staff(Role.PLATFORM_ADMIN, language=language))
    ask("كهرومغناطيسية", sessions=5)
    ask("سرقسطة", sessions=4)
    SearchUnfound.objects.create(day=timezone.localdate(), language="ar", asked="قليل", words="قليل", sessions=4)
    shown = client.get(reverse("search_staff:unfound")).content.decode()
    assert "كهرومغناطيسية" in shown
    assert "سرقسطة" not in shown
    assert "قليل" not in shown
    assert reverse("search_staff:group") + "?word=" in shown
    assert reverse("search_staff:pick") + "?words=" in shown


def test_days_are_added_up_and_periods_chosen(client):
    give_administration()
    client.force_login(staff(Role.PLATFORM_ADMIN))
    today = timezone.localdate()
    for days in (1, 2, 60):
        SearchUnfound.objects.create(
            day=today - timedelta(days=days), language="ar", asked="فيزا", words="فيزا", sessions=5 + days
        )
    rows = {days: list(client.get(reverse("search_staff:unfound"), {"days": days}).context["page"]) for days in (7, 90)}
    assert [(rows[days][0]["all"], rows[days][0]["days"]) for days in (7, 90)] == [(13, 2), (78, 3)]
