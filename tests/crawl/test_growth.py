"""Lists ask as many queries for twenty rows as for one."""

import pytest
from django.test import Client

from tests.crawl.crawler import visit
from tests.crawl.world import index
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
        vacancy = published_vacancy(entity=entity, title_ar=f"وظيفة الواحة {number}")
        tender = published_tender(entity=entity, title_ar=f"مناقصة الواحة {number}")
        content.entity_page(EntityFactory())
        index(vacancy, tender)


def counted():
    client = Client()
    visits = [visit(client, path, language) for path in LISTS for language in ("ar", "en")]
    assert {each.status for each in visits} == {200}
    return {str(each): len(each.queries) for each in visits}


@pytest.mark.promise("CON-1.6")
def test_twenty_rows_ask_no_more_than_one():
    content.tree()
    entity = EntityFactory(code="MUN")
    content.entity_page(entity)
    add(entity, [1])
    one = counted()
    add(entity, range(2, 21))
    # A page of hits reads one query a kind, so with twenty of one kind it may ask less, never more.
    assert {page: (one[page], count) for page, count in counted().items() if count > one[page]} == {}
    assert {page: count for page, count in one.items() if count > (15 if page.count("/") == 2 else 12)} == {}
