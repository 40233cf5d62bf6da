"""Open data equal what the pages show, in both languages, and nothing that is not published stands in them."""

import csv
import io

import pytest
from django.test import Client

from tests.factories import content
from tests.factories.recruitment import VacancyFactory, published_vacancy
from tests.factories.supply import TenderFactory, published_tender

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.9")]
MAKE = {
    "services": (lambda **words: content.published_service(**words), content.ServiceFactory, "code"),
    "vacancies": (lambda **words: published_vacancy(**words), VacancyFactory, "reference"),
    "tenders": (lambda **words: published_tender(**words), TenderFactory, "reference"),
}


@pytest.fixture(autouse=True)
def tree():
    content.tree()


def as_json(name):
    return Client().get(f"/open-data/{name}.json").json()[name]


def as_csv(name):
    answer = Client().get(f"/open-data/{name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", MAKE)
def test_what_is_published_stands_in_both_formats_and_its_address_answers(name):
    publish, _draft, number = MAKE[name]
    record = publish()
    (row,), (line,) = as_json(name), as_csv(name)
    assert (row[number], row["title_ar"], row["title_en"]) == (
        getattr(record, number),
        record.title_ar,
        record.title_en,
    )
    assert (row["entity"], row["entity_ar"]) == (record.entity.code, record.entity.name_ar)
    assert list(line) == list(row)
    assert {name: line[name] for name in (number, "title_ar", "url_ar")} == {
        name: row[name] for name in (number, "title_ar", "url_ar")
    }
    for language in ("ar", "en"):
        assert row[f"url_{language}"].startswith(f"http://testserver/{language}/")
        assert Client().get(row[f"url_{language}"]).status_code == 200


@pytest.mark.parametrize("name", MAKE)
def test_what_is_not_published_does_not(name):
    MAKE[name][1]()
    assert as_json(name) == as_csv(name) == []


@pytest.mark.parametrize(
    "title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", " =1", "\u00a0=1", "\u200f=1", "\u202e@x", "＝1", "\ufeff＋1"]
)
def test_a_title_that_a_spreadsheet_takes_for_a_formula_is_text(title):
    content.published_service(title_en=title)
    assert as_csv("services")[0]["title_en"] == f"'{title}"


@pytest.mark.parametrize("title", ["Renew a licence", "رخصة = تصريح", "24-hour line"])
def test_any_other_title_stays_as_it_is(title):
    content.published_service(title_en=title)
    assert as_csv("services")[0]["title_en"] == title


@pytest.mark.parametrize("path", ["people.csv", "services.xml", "services", "Services.csv"])
def test_there_are_no_others(path):
    assert Client().get(f"/open-data/{path}", follow=True).status_code == 404
