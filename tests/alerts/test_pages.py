"""«تنبيهاتي»: saved from a list in one step, changed and deleted by their owner alone, stopped signed out."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alerts import asking, offers, saving, stopping
from alerts.models import Frequency, Match, SavedSearch
from catalogue.models import ServiceIndexPage
from shared import outbox
from shared.clock import database_now
from shared.models import AuditEntry
from tests.factories.alerts import watch
from tests.factories.content import published_service, tree
from tests.factories.people import EntityFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.8")]
NEW, LIST = "/en/account/alerts/new/", "/en/account/alerts/"


@pytest.fixture
def person(client):
    made = PersonFactory()
    client.force_login(made)
    return made


def door(saved: SavedSearch, name: str) -> str:
    return f"{LIST}{saved.pk}/{name}/"


def test_a_search_is_saved_in_one_step_with_its_words_and_filters(client, person):
    EntityFactory(code="HEALTH")
    answer = client.post(
        f"{NEW}?kind=vacancy&q=nurse&entity=HEALTH&field=22&sort=newest&page=3&within=7", {"frequency": "weekly"}
    )
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.kind, saved.words, saved.frequency) == (person, "vacancy", "nurse", "weekly")
    assert saved.filters == {"entity": ["HEALTH"], "field": ["22"]}


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("/en/jobs/?q=engineer", "vacancy"),
        ("/en/tenders/?q=x", "tender"),
        ("/en/search/?q=x&kind=service", "service"),
        ("/en/search/?q=x", ""),
    ],
)
def test_each_list_offers_to_save_what_it_shows(client, page, kind):
    tree()
    link = f"{NEW}?{f'kind={kind}&amp;' if kind else ''}q="
    page_signed_out = client.get(page).content.decode()
    assert f'href="{link}' in page_signed_out
    client.force_login(PersonFactory())
    assert f'action="{link}' in client.get(page).content.decode()


def test_the_list_of_services_offers_it_too(client):
    tree()
    page = ServiceIndexPage.objects.get(locale__language_code="en")
    assert f'href="{NEW}?kind=service' in client.get(page.url).content.decode()


@pytest.mark.parametrize("page", ["/en/search/", "/en/search/?kind=news&q=x", "/en/search/?q=the"])
def test_where_there_is_nothing_to_watch_nothing_is_offered(client, page):
    tree()
    assert NEW not in client.get(page).content.decode()


def test_who_is_signed_out_signs_in_and_comes_back_to_what_he_wanted_to_save(client):
    answer = client.get(f"{NEW}?kind=vacancy&q=nurse")
    assert answer.status_code == 302
    assert "alerts%2Fnew%2F%3Fkind%3Dvacancy%26q%3Dnurse" in answer["Location"].replace(
        "/alerts/new/", "%2Falerts%2Fnew%2F"
    )
    client.force_login(PersonFactory())
    page = client.get(f"{NEW}?kind=vacancy&q=nurse").content.decode()
    assert "nurse" in page
    assert 'value="daily"' in page


@pytest.mark.parametrize(
    ("query", "data", "status", "said"),
    [
        ("kind=vacancy&q=nurse", {}, 422, "Choose how often to write"),
        ("kind=vacancy&q=nurse", {"frequency": "hourly"}, 422, "nurse"),
        ("", {"frequency": "daily"}, 422, "Choose words, a kind or a filter first"),
        ("q=the", {"frequency": "daily"}, 422, "Choose words, a kind or a filter first"),
        ("kind=news&q=x", {"frequency": "daily"}, 422, "not known"),
        ("kind=vacancy&field=9999", {"frequency": "daily"}, 422, "not known"),
        ("kind=vacancy&entity=%D8", {"frequency": "daily"}, 422, "not known"),
        ("kind=vacancy&entity=%D8%00", {"frequency": "daily"}, 400, ""),
        ("kind=vacancy&q=a%00b", {"frequency": "daily"}, 400, ""),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(client, person, query, data, status, said):
    answer = client.post(f"{NEW}?{query}", data)
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert not SavedSearch.objects.exists()


def test_a_long_text_is_cut_as_the_search_cuts_it(client, person):
    assert client.post(f"{NEW}?kind=vacancy&q={'engineer+' * 60}", {"frequency": "daily"}).status_code == 302
    assert len(SavedSearch.objects.get().words) <= 200


def test_saved_twice_it_is_one_and_as_asked_last(client, person):
    for frequency in ("daily", "instant"):
        client.post(f"{NEW}?kind=vacancy&field=22&field=21", {"frequency": frequency})
        client.post(f"{NEW}?kind=vacancy&field=21&field=22", {"frequency": frequency})
    assert SavedSearch.objects.get().frequency == Frequency.INSTANT


def test_a_person_watches_fifty_searches_at_most(client, person):
    for number in range(saving.MOST):
        watch(f"kind=vacancy&q=word{number}", by=person)
    answer = client.post(f"{NEW}?kind=vacancy&q=more", {"frequency": "daily"})
    assert (answer.status_code, "You watch 50 searches already" in answer.content.decode()) == (422, True)
    assert client.post(f"{NEW}?kind=vacancy&q=word1", {"frequency": "daily"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit_together():
    person, together = PersonFactory(), threading.Barrier(2, timeout=10)
    for number in range(saving.MOST - 1):
        watch(f"kind=vacancy&q=word{number}", by=person)

    def save(word: str) -> None:
        together.wait()
        try:
            saving.save(asking.Wanted("vacancy", word, {}), frequency=Frequency.DAILY, by=person, at=database_now())
        except saving.TooManySearches:
            refused.append(word)
        finally:
            connection.close()

    refused: list[str] = []
    savers = [threading.Thread(target=save, args=[word]) for word in ("one", "other")]
    for each in savers:
        each.start()
    for each in savers:
        each.join()
    assert (SavedSearch.objects.count(), len(refused)) == (saving.MOST, 1)


def test_its_owner_changes_pauses_resumes_and_deletes_it(client, person):
    saved = watch("kind=vacancy&q=nurse", by=person)
    assert client.post(door(saved, "change"), {"frequency": "weekly"}).status_code == 302
    saved.refresh_from_db()
    assert saved.frequency == Frequency.WEEKLY
    assert client.post(door(saved, "change"), {"frequency": "never"}).status_code == 422
    for name, paused in (("pause", True), ("pause", True), ("resume", False), ("resume", False)):
        client.post(door(saved, name))
        saved.refresh_from_db()
        assert saved.paused is paused
    client.post(door(saved, "delete"))
    assert not SavedSearch.objects.exists()
    acts = ["save", "change", "pause", "resume", "delete"]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        f"alerts:search:{act}" for act in acts
    ]


@pytest.mark.parametrize("name", ["change", "pause", "resume", "delete"])
def test_a_strangers_search_is_not_there(client, person, name):
    saved = watch("kind=vacancy&q=nurse")
    assert client.post(door(saved, name), {"frequency": "weekly"}).status_code == 404
    saved.refresh_from_db()
    assert (saved.paused, saved.frequency) == (False, Frequency.DAILY)


def test_the_page_lists_only_own_ones_with_a_link_to_the_list(client, person):
    EntityFactory(code="HEALTH", short_name_en="Health authority")
    watch("kind=vacancy&q=nurse&entity=HEALTH", by=person)
    watch("q=secretword")
    page = client.get(LIST).content.decode()
    assert "/en/jobs/?q=nurse&amp;entity=HEALTH" in page
    assert "Health authority" in page
    assert "secretword" not in page


def test_the_page_takes_the_same_number_of_queries_for_one_and_for_many(client, person, django_assert_max_num_queries):
    tree()
    for number in range(30):
        watch(f"kind={('vacancy', 'tender', 'service')[number % 3]}&q=word{number}", by=person)
    cache.clear()
    client.get(LIST)
    with django_assert_max_num_queries(25):
        client.get(LIST)


def test_nothing_is_in_the_log_of_what_is_watched_or_for_whom(client, person, caplog):
    client.post(f"{NEW}?kind=service&q=licence", {"frequency": "instant"})
    published_service()
    outbox.deliver_all()
    said = " ".join(f"{each.getMessage()} {vars(each)}" for each in caplog.records)
    assert Match.objects.exists()
    assert "licence" not in said
    assert person.email not in said


def address_of(person) -> str:
    with translation.override("en"):
        return stopping.address(person)


def test_the_letters_are_stopped_signed_out_and_only_by_post():
    saved, other = watch("kind=vacancy&q=nurse"), watch("kind=vacancy&q=nurse")
    client, address = Client(enforce_csrf_checks=True), address_of(saved.user)
    page = client.get(address)
    assert (page.status_code, "Stop the alerts?" in page.content.decode()) == (200, True)
    saved.refresh_from_db()
    assert not saved.paused
    for _ in range(2):
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "The alerts have stopped" in answer.content.decode()) == (200, True)
    saved.refresh_from_db()
    other.refresh_from_db()
    assert (saved.paused, other.paused) == (True, False)


@pytest.mark.parametrize("token", ["x", "eyJ4Ijoi.1.x", "%00"])
def test_an_address_that_is_none_of_ours_stops_nothing(client, token):
    saved = watch("kind=vacancy&q=nurse")
    assert client.post(f"/en/account/alerts/stop/{token}/").status_code == 404
    changed = address_of(saved.user)[:-3] + "xx/"
    assert client.get(changed).status_code == 404


def test_the_account_page_shows_the_latest(client, person):
    watch("kind=vacancy&q=nurse", by=person)
    page = client.get("/en/account/").content.decode()
    assert reverse("alerts:list") in page.replace("/en/", f"/{translation.get_language()}/")
    assert "nurse" in page


def test_records_of_the_demo_kinds_can_all_be_watched():
    assert set(offers.kinds()) == {"vacancy", "tender", "service"}
