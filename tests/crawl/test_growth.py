"""Lists ask as many queries for twenty rows as for one."""

import pytest
from django.test import Client

from shared import outbox
from tests.crawl.crawler import visit
from tests.factories import content
from tests.factories.people import EntityFactory
from tests.factories.recruitment import published_vacancy
from tests.factories.supply import published_tender

pytestmark = pytest.mark.django_db
LISTS = ["", "services/", "news/", "entities/", "entities/mun/", "jobs/", "tenders/", "search/", "search/?q=الواحة"]


def add(entity, numbers):
    for number in numbers:
        content.news(number, entity=entity, ar="خبر الواحة")
        content.published_service(entity=entity, title_ar=f"خدمة الواحة {number}")
        published_vacancy(entity=entity, title_ar=f"وظيفة الواحة {number}")
        published_tender(entity=entity, title_ar=f"مناقصة الواحة {number}")
        content.entity_page(EntityFactory())
    outbox.deliver_all()


def counted():
    client = Client()
    return {path: len(visit(client, path, language).queries) for path in LISTS for language in ("ar", "en")}


@pytest.mark.promise("CON-1.6")
def test_twenty_rows_ask_no_more_than_one():
    content.tree()
    entity = EntityFactory(code="MUN")
    content.entity_page(entity)
    add(entity, [1])
    one = counted()
    add(entity, range(2, 21))
    assert counted() == one
    assert max(count for path, count in one.items() if path) <= 12
