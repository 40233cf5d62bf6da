"""The public door: the list found by search, and the page of one vacancy, in both languages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment import publishing
from recruitment.models import Vacancy
from shared import outbox
from shared.clock import database_now
from tests.factories.people import EntityFactory, staff
from tests.factories.recruitment import VacancyFactory

pytestmark = pytest.mark.django_db


def publish(**fields):
    """Through the deeds, so that the index learns of it as it does in life."""
    draft = VacancyFactory(**fields)
    frozen = publishing.send_for_approval(draft.pk, by=draft.author, at=database_now(), version=draft.row_version)
    approver = staff("recruitment_approver", draft.entity)
    vacancy = publishing.publish_vacancy(draft.pk, by=approver, approved=frozen.sha256)
    outbox.deliver_all()
    return vacancy


def titles(response):
    return [vacancy.title_en for vacancy in response.context["listing"].vacancies]


def found(client, query="", language="ar"):
    response = client.get(f"/{language}/jobs/?{query}")
    assert response.status_code == 200
    return titles(response)


@pytest.mark.promise("REC-1.1")
@pytest.mark.parametrize(("language", "title"), [("ar", "مهندس صيانة الجسور"), ("en", "Bridge maintenance engineer")])
def test_once_published_it_is_on_the_list_and_at_both_addresses(client, language, title):
    vacancy = publish(title_ar="مهندس صيانة الجسور", title_en="Bridge maintenance engineer")
    listed = client.get(f"/{language}/jobs/")
    assert f'<a href="/{language}/jobs/{vacancy.reference}/">{title}</a>' in listed.content.decode()
    page = client.get(f"/{language}/jobs/{vacancy.reference}/")
    assert page.status_code == 200
    assert title in page.content.decode()


@pytest.mark.promise("REC-1.1")
@pytest.mark.parametrize("words", ["جسور", "جسر", "المهندسين", "bridge", "bridges", "engineers"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_is_found_by_words_of_either_language(client, words, language):
    publish(title_ar="مهندس صيانة الجسور", title_en="Bridge maintenance engineer")
    publish(
        title_ar="ممرضة أطفال",
        title_en="Paediatric nurse",
        occupation="22",
        duties_en="Care for children.",
        summary_en="Children's ward.",
    )
    assert found(client, f"q={words}", language)[0] == "Bridge maintenance engineer"


@pytest.mark.promise("REC-1.1")
def test_what_is_not_published_is_nowhere(client):
    draft, sent = VacancyFactory(), VacancyFactory()
    publishing.send_for_approval(sent.pk, by=sent.author, at=database_now(), version=0)
    outbox.deliver_all()
    assert found(client) == []
    for vacancy in (draft, sent):
        assert client.get(f"/ar/jobs/{vacancy.reference}/").status_code == 404


def test_closed_is_never_among_the_open_but_under_its_own_status(client, behind_the_clock):
    vacancy = publish()
    close(vacancy, behind_the_clock)
    assert found(client) == []
    with_index_at_the_clock(vacancy)
    assert found(client, "status=closed") == [vacancy.title_en]


def close(vacancy, behind_the_clock):
    behind_the_clock(vacancy, published_at=timedelta(days=-9), closes_at=timedelta(seconds=-1))


def with_index_at_the_clock(vacancy):
    """The index holds the instant with which the vacancy was published; the record was moved behind its back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_searchdocument SET closes_at = %s WHERE subject_id = %s",
            [vacancy.closing_at, str(vacancy.pk)],
        )


def test_a_closed_vacancy_says_so_and_shows_others(client, behind_the_clock):
    vacancy, other = publish(), publish()
    close(vacancy, behind_the_clock)
    page = client.get(f"/en/jobs/{vacancy.reference}/").content.decode()
    assert "Closed for applications" in page
    assert "Start the application" not in page
    assert other.title_en in page


def test_facets_narrow_and_count(client):
    civil, nurse = EntityFactory(name_en="Municipality"), EntityFactory(name_en="Health")
    publish(entity=civil, title_en="Engineer")
    publish(entity=nurse, title_en="Nurse", occupation="22", location="MEDICAL", employment_type="part_time")
    publish(
        entity=nurse,
        title_en="Doctor",
        occupation="22",
        location="MEDICAL",
        policy="nationals_only",
        legal_basis_ar="قرار",
        legal_basis_en="Decree",
    )
    assert sorted(found(client, f"entity={nurse.code}")) == ["Doctor", "Nurse"]
    assert found(client, "field=21") == ["Engineer"]
    assert found(client, "type=part_time&location=MEDICAL") == ["Nurse"]
    assert found(client, "policy=nationals_only") == ["Doctor"]
    facets = {facet.name: facet for facet in client.get("/en/jobs/").context["listing"].facets}
    assert {(each.title, each.count) for each in facets["entity"].values} == {("Municipality", 1), ("Health", 2)}
    assert {(each.value, each.count) for each in facets["policy"].values} == {("open", 2), ("nationals_only", 1)}


def test_closing_within_and_sorting(client):
    for days in (2, 6, 25):
        publish(title_en=f"In {days} days", closes_at=database_now() + timedelta(days=days))
    assert found(client, "within=7&sort=closing") == ["In 2 days", "In 6 days"]
    assert [(each.value, each.count) for each in closing(client, "within=7")] == [("3", 1), ("7", 2), ("30", 3)]
    assert closing(client, "status=closed") == []
    assert found(client, "sort=newest") == ["In 25 days", "In 6 days", "In 2 days"]
    assert found(client, "sort=closing") == ["In 2 days", "In 6 days", "In 25 days"]


def closing(client, query):
    facets = {facet.name: facet for facet in client.get(f"/en/jobs/?{query}").context["listing"].facets}
    return facets["within"].values


@pytest.fixture(autouse=True)
def short_periods(settings):
    settings.VACANCY_LEAST_OPEN = timedelta(0)


@pytest.mark.promise("REC-1.18")
def test_nationals_only_is_on_card_page_and_facet(client):
    vacancy = publish(policy="nationals_only", legal_basis_ar="قرار التوطين رقم 5", legal_basis_en="Resolution no. 5")
    listed = client.get("/en/jobs/").content.decode()
    assert listed.count("Nationals only") == 2  # the card's tag and the facet
    page = client.get(f"/en/jobs/{vacancy.reference}/").content.decode()
    assert "Nationals only" in page
    assert "Resolution no. 5" in page


@pytest.mark.promise("REC-1.18")
def test_a_hidden_salary_answers_nothing(client):
    hidden = publish(title_en="Hidden", salary_from=Decimal("31313"), salary_to=Decimal("42424"), salary_shown=False)
    shown = publish(title_en="Shown", salary_from=Decimal("15151"), salary_to=None)
    pages = [
        client.get(f"/en/jobs/{query}").content.decode()
        for query in ("", "?q=31313", "?q=42424", f"{hidden.reference}/")
    ]
    for page in pages:
        assert "31,313" not in page
        assert "42,424" not in page
    assert found(client, "q=31313") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM search_searchdocument d")
        documents = "".join(text for (text,) in cursor.fetchall())
    assert "31313" not in documents
    assert "42424" not in documents
    assert "Not shown" in pages[-1]
    assert "15,151" in client.get(f"/en/jobs/{shown.reference}/").content.decode()


@pytest.mark.parametrize("query", ["page=0", "page=2", "page=101", "page=-1", "page=x", "page=9999999"])
def test_a_page_that_is_not_there_is_a_404(client, query):
    publish()
    assert client.get(f"/ar/jobs/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["q=a%00b", "q=%ED%A0%80x", "entity=%00"])
def test_unreadable_words_are_refused_and_never_a_crash(client, query):
    assert client.get(f"/ar/jobs/?{query}").status_code in (200, 400)


@pytest.mark.parametrize(
    "query", ["entity=x%27", "field=99", "sort=salary", "salary=1", "within=x", "policy='", "location=" + "x" * 5000]
)
def test_unknown_values_are_no_error(client, query):
    publish()
    assert client.get(f"/ar/jobs/?{query}").status_code == 200


def test_a_long_question_is_cut_and_that_is_said(client):
    publish(title_en="Engineer")
    page = client.get("/en/jobs/?q=" + "engineer+" * 300)
    assert len(page.context["listing"].words) <= 200
    assert "its beginning was looked for" in page.content.decode()


def test_an_empty_list_suggests_what_to_do(client):
    page = client.get("/en/jobs/?q=astronaut").content.decode()
    assert "Try another word" in page


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_the_list_asks_as_often_for_one_as_for_twenty(client):
    publish()
    one = queries_of(client, "/ar/jobs/")
    for _ in range(19):
        publish()
    twenty = queries_of(client, "/ar/jobs/")
    assert len(client.get("/ar/jobs/").context["listing"].vacancies) == 20
    assert len(one) == len(twenty) <= 12, "\n".join(twenty)
    words = queries_of(client, "/ar/jobs/?q=مهندس&policy=open&sort=relevance")
    assert len(words) <= 12, "\n".join(words)


def test_the_page_asks_few_times(client, behind_the_clock):
    vacancy = publish()
    assert len(queries_of(client, f"/ar/jobs/{vacancy.reference}/")) <= 20
    for _ in range(5):
        publish()
    close(vacancy, behind_the_clock)
    assert len(queries_of(client, f"/ar/jobs/{vacancy.reference}/")) <= 20


def test_pages_are_light(client):
    for _ in range(20):
        vacancy = publish()
    for address in ("/ar/jobs/", f"/ar/jobs/{vacancy.reference}/"):
        assert len(client.get(address).content) < 60_000


def test_the_deadline_is_told_with_zone_and_what_is_left(client):
    vacancy = publish(closes_at=database_now() + timedelta(days=9, minutes=5))
    page = client.get(f"/en/jobs/{vacancy.reference}/").content.decode()
    assert "UAE time" in page
    assert "Time remaining: 9 days" in page
    assert Vacancy.objects.get(pk=vacancy.pk).closes_at.isoformat() in page
