"""What is published is found for those who watch for it, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

import search
from alerts import keeping, matching
from alerts.models import Frequency, Match, SavedSearch
from search import indexing, vocabulary
from search.models import SearchSynonym
from search.question import Question
from shared import outbox
from shared.clock import database_now
from shared.models import OutboxMessage
from tests.factories.alerts import watch
from tests.factories.content import ServiceFactory, published_service
from tests.factories.people import EntityFactory, PersonFactory
from tests.factories.recruitment import VacancyFactory, published_vacancy
from tests.factories.supply import published_tender

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.8")]


@pytest.fixture(autouse=True)
def no_old_words():
    vocabulary.forget()
    yield
    vocabulary.forget()


def found_for(saved: SavedSearch) -> int:
    return Match.objects.filter(user=saved.user).count()


@pytest.mark.parametrize(
    "words",
    [
        "engineer", "Engineers", "road engineer", "مهندس", "مهندسون", "المهندسين", "مهندس الطرق", "وظيفة مهندس", "engin",
        "civil engineering", "«مهندس طرق»", '"road engineer"', "jobs", "VAC-2026-777777", "777777",
    ],
)  # fmt: skip
def test_an_alert_finds_what_the_search_finds(words):
    vacancy = published_vacancy(reference="VAC-2026-777777", title_ar="مهندس طرق", title_en="Road engineer")
    indexing.refresh("vacancy", str(vacancy.pk), version=1)
    saved = watch(f"kind=vacancy&q={words}")

    assert [hit.subject_id for hit in search.find(Question(words, ("vacancy",))).hits] == [str(vacancy.pk)]
    assert matching.match("vacancy", str(vacancy.pk)) == 1
    assert Match.objects.get().search == saved


@pytest.mark.parametrize(
    "query",
    [
        "kind=vacancy&q=nurse", "kind=tender&q=engineer", "kind=vacancy&q=road+nurse", "kind=vacancy&field=22",
        "kind=vacancy&q=engineer&location=NORTH", "kind=vacancy&q=«engineer+road»", "q=ممرض", "kind=service",
    ],
)  # fmt: skip
def test_what_was_not_asked_for_is_not_found(query):
    vacancy = published_vacancy(title_ar="مهندس طرق", title_en="Road engineer")
    watch(query)
    assert matching.match("vacancy", str(vacancy.pk)) == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=vacancy", True), ("kind=vacancy&field=21", True), ("kind=vacancy&field=21&field=22", True),
        ("kind=vacancy&entity=HEALTH", True), ("entity=HEALTH", True), ("entity=OTHER", False),
        ("kind=vacancy&entity=HEALTH&field=22", False), ("kind=vacancy&q=engineer&entity=HEALTH", True),
        ("kind=vacancy&policy=open", True),
    ],
)  # fmt: skip
def test_filters_hold_alone_and_together(query, found):
    EntityFactory(code="OTHER")
    vacancy = published_vacancy(entity=EntityFactory(code="HEALTH"))
    watch(query)
    assert bool(matching.match("vacancy", str(vacancy.pk))) is found


def test_a_synonym_and_a_word_that_no_document_has_today_are_waited_for():
    assert SearchSynonym.objects.filter(group="nurse", term="ممرض").exists()
    watch("kind=vacancy&q=nurse")
    vacancy = published_vacancy(title_ar="ممرض", title_en="ممرض")
    assert matching.match("vacancy", str(vacancy.pk)) == 1


def test_a_synonym_that_was_added_later_is_read_in_its_turn():
    watch("kind=vacancy&q=quokkist")
    vacancy = published_vacancy(title_ar="حارس حيوانات", title_en="Animal warden")
    assert matching.match("vacancy", str(vacancy.pk)) == 0

    for term in ("quokkist", "warden"):
        SearchSynonym.objects.create(group="zoo", language="en", term=term)
    vocabulary.forget()
    assert keeping.read_again() == 1
    assert matching.match("vacancy", str(vacancy.pk)) == 1


def test_a_question_of_many_words_with_all_their_synonyms_is_kept_whole():
    words = "engineer doctor nurse teacher accountant lawyer licence building permit road maintenance insurance birth certificate"
    saved = watch(f"kind=vacancy&q={words} مهندس طبيب ممرض معلم محاسب")
    assert len(saved.query) > 5_000
    vacancy = published_vacancy(title_en=words)
    assert matching.match("vacancy", str(vacancy.pk)) == 1


def test_publishing_finds_through_the_outbox_and_only_once():
    saved = watch("kind=service&q=licence")
    service = published_service()
    outbox.deliver_all()
    matching.match("service", str(service.pk))
    assert found_for(saved) == 1


def test_of_one_persons_searches_the_one_that_tells_soonest_finds():
    person = PersonFactory()
    for frequency in (Frequency.WEEKLY, Frequency.INSTANT, Frequency.DAILY):
        watch(
            f"kind=service&q=licence+{'' if frequency == 'weekly' else 'trade' if frequency == 'daily' else 'issue'}",
            by=person,
            frequency=frequency,
        )
    published_service()
    outbox.deliver_all(leaving=["bulk", "letters"])
    assert Match.objects.get().search.frequency == Frequency.INSTANT


def test_the_database_itself_keeps_one_match_a_person_and_record():
    saved = watch("kind=service")
    for expected in (True, False):
        if expected:
            Match.objects.create(user=saved.user, search=saved, kind="service", subject_id="1")
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                Match.objects.create(user=saved.user, kind="service", subject_id="1")


def test_nothing_is_told_before_it_is_live_or_after_it_has_closed(behind_the_clock):
    watch("kind=vacancy")
    watch("kind=tender")
    watch("kind=service")
    draft, service = VacancyFactory(), ServiceFactory()
    closed, late = published_vacancy(), published_tender()
    behind_the_clock(closed, closes_at=timedelta(seconds=-1))
    behind_the_clock(late, closes_at=timedelta(seconds=-1))
    for kind, record in (("vacancy", draft), ("service", service), ("vacancy", closed), ("tender", late)):
        assert matching.match(kind, str(record.pk)) == 0


def test_what_was_published_before_the_search_was_saved_is_no_news():
    saved = watch("kind=vacancy")
    vacancy = published_vacancy()
    SavedSearch.objects.update(watching_since=database_now() - timedelta(days=9))
    assert matching.match("vacancy", str(vacancy.pk)) == 0
    SavedSearch.objects.update(watching_since=database_now() - timedelta(days=11), paused_at=database_now())
    assert matching.match("vacancy", str(vacancy.pk)) == 0
    SavedSearch.objects.update(paused_at=None)
    assert matching.match("vacancy", str(vacancy.pk)) == 1
    assert found_for(saved) == 1


def test_a_service_that_is_published_again_a_month_later_is_no_news(behind_the_clock):
    service = published_service()
    watch("kind=service")
    behind_the_clock(service, first_published_at=timedelta(days=-31))
    assert matching.match("service", str(service.pk)) == 0


def test_for_a_disabled_account_nothing_is_found():
    saved = watch("kind=service")
    saved.user.is_active = False
    saved.user.save()
    assert matching.match("service", str(published_service().pk)) == 0


def test_only_who_wants_it_at_once_is_written_to_at_once():
    watch("kind=service", frequency=Frequency.DAILY)
    published_service()
    outbox.deliver_all(leaving=["bulk"])
    assert not OutboxMessage.objects.filter(event="alerts.found").exists()
