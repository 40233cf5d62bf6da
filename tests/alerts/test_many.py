"""Ten thousand saved searches, a hundred publications, workers at once and one that is cut off in the middle."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import Error, connection

from alerts import matching, telling
from alerts.models import Frequency, Match, SavedSearch
from messaging.models import Letter
from shared import outbox
from shared.clock import database_now
from tests.factories.alerts import watch, watch_many
from tests.factories.content import ServiceFactory, published_service
from tests.factories.people import EntityFactory, PersonFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("SEA-2.8")]
PEOPLE, EACH, PUBLISHED = 500, 20, 100
LATER = timedelta(days=8)


def test_each_of_ten_thousand_searches_finds_each_of_a_hundred_records_once_though_workers_die():
    watch_many([PersonFactory() for _ in range(PEOPLE)], EACH)
    entity = EntityFactory()
    for number in range(PUBLISHED):
        title = f"Wanted {number}" if number % 10 == 0 else f"Other {number}"
        ServiceFactory(entity=entity, title_en=title, live=True, first_published_at=database_now())
    services = list(ServiceFactory._meta.model.objects.values_list("pk", flat=True))
    assert SavedSearch.objects.count() == PEOPLE * EACH

    # Two workers are given every publication, in opposite orders; each publication is given twice.
    def work(subjects: list[int]) -> None:
        for subject in subjects:
            matching.match("service", str(subject))
        connection.close()

    together(lambda: work(services), lambda: work(services[::-1]))
    assert Match.objects.count() == PEOPLE * PUBLISHED // 10

    cut_off_in_the_middle(lambda: telling.tell(Frequency.DAILY, at=database_now() + LATER))
    assert 0 < Letter.objects.count() < PEOPLE
    together(*[lambda: telling.tell(Frequency.DAILY, at=database_now() + LATER)] * 2)
    assert Letter.objects.count() == PEOPLE
    assert not Match.objects.filter(told_at=None).exists()
    assert not Match.objects.filter(notice=None).exists()


def test_a_digest_that_runs_twice_at_once_is_one_letter():
    saved = watch("kind=service")
    for number in range(3):
        published_service(code=f"S-{number}")
    outbox.deliver_all()
    found: list[int] = []

    def work() -> None:
        found.append(telling.tell_all(at=database_now() + LATER))
        connection.close()

    together(work, work)
    outbox.deliver_all()
    assert sorted(found) == [0, 1]
    (sent,) = mail.outbox
    assert (sent.to, sent.body.count("• ")) == ([saved.user.email], 3)


def test_two_publications_at_once_find_for_one_person_both():
    watch("kind=service")
    first, second = published_service(code="S-1"), published_service(code="S-2")

    def work(service) -> None:
        matching.match("service", str(service.pk))
        connection.close()

    together(lambda: work(first), lambda: work(second))
    assert Match.objects.count() == 2


def together(*deeds) -> None:
    gate = threading.Barrier(len(deeds), timeout=10)

    def run(deed) -> None:
        gate.wait()
        deed()
        connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def cut_off_in_the_middle(deed) -> None:
    """The worker's connection is ended by the server once some letters are written: as if its machine had gone."""
    process, died = [], threading.Event()

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            process.append(cursor.fetchone()[0])
        try:
            deed()
        except Error:
            died.set()
        finally:
            connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    while worker.is_alive() and Letter.objects.count() < 20:
        pass
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT pg_terminate_backend(%s)", process)
    worker.join()
    assert died.is_set()
