"""All who applied to a vacancy: narrowed, as a list, as a board, and one act on many of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment import applying, screening
from recruitment.models import Application
from shared import heads, outbox
from tests.factories.applications import applied, submitted
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.factories.recruitment import published_vacancy

pytestmark = pytest.mark.django_db
DOORS = "/admin/recruitment/"
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.DECISION_UNDO = timedelta(0)


@pytest.fixture
def vacancy():
    return published_vacancy()


@pytest.fixture
def recruiter(client, vacancy):
    person = staff("recruiter", vacancy.entity)
    client.force_login(person)
    return person


def listing(vacancy, rest=""):
    return f"{DOORS}vacancies/{vacancy.pk}/applications/{rest}"


def frozen(*applications):
    return [f"{each.pk}:{each.row_version}" for each in applications]


def state(application):
    return Application.objects.get(pk=application.pk).state


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"first", "second", "third"}),
        ("?level=7", {"second"}),
        ("?level=6&level=7", {"first", "second", "third"}),
        ("?years=0", {"third"}),
        ("?years=5&years=10", {"first", "second"}),
        ("?nationality=EG", {"second"}),
        ("?language=en", {"third"}),
        ("?state=screening", {"first"}),
        ("?state=nonsense", {"first", "second", "third"}),
        ("?level=6&nationality=EG", set()),
        ("?level=nonsense&years=nonsense", set()),
        ("?nationality=%00", set()),
        ("?level=%ED%A0%80", set()),
    ],
)
def test_the_list_is_narrowed_by_what_was_sent(client, recruiter, vacancy, query, found):
    people = {
        "first": applied(vacancy),
        "second": applied(vacancy, level="7", nationality="EG", since="2010-01-01"),
        "third": applied(vacancy, by=PersonFactory(language="en"), since="2026-01-01"),
    }
    first = people["first"]
    screening.move_application(first.pk, "screening", by=recruiter, version=first.row_version)
    page = client.get(listing(vacancy, query))
    shown = {each.pk for each in page.context["page"]}
    assert shown == {people[name].pk for name in found}


def test_a_facet_counts_what_the_other_filters_leave(client, recruiter, vacancy):
    applied(vacancy)
    applied(vacancy, level="7", nationality="EG")
    facets = {facet.name: facet for facet in client.get(listing(vacancy, "?nationality=EG")).context["listing"].facets}
    assert [(each.value, each.count, each.chosen) for each in facets["level"].values] == [
        ("6", 0, False),
        ("7", 1, False),
    ]
    assert [(each.value, each.count, each.chosen) for each in facets["nationality"].values] == [
        ("AE", 1, False),
        ("EG", 1, True),
    ]


def own_queries(client, address):
    """Those of our own tables: what the admin's frame asks is the same on every page."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [each["sql"] for each in asked if "recruitment_" in each["sql"] or "shared_" in each["sql"]]


@pytest.mark.promise("REC-1.13")
def test_lists_and_board_ask_the_same_few_queries_however_many_applied(client, recruiter, vacancy):
    submitted(vacancy)
    of_one = {
        address: own_queries(client, address) for address in (DOORS, listing(vacancy), listing(vacancy, "board/"))
    }
    for _number in range(19):
        submitted(vacancy)
    for address, before in of_one.items():
        assert len(own_queries(client, address)) == len(before) <= MOST_QUERIES


@pytest.mark.promise("REC-1.13")
@pytest.mark.parametrize("query", ["", "?level=6", "?state=screening", "?nationality=EG&years=2"])
def test_the_board_holds_what_the_list_holds(client, recruiter, vacancy, query):
    first, second, third = (
        applied(vacancy),
        applied(vacancy, level="7", nationality="EG"),
        applied(vacancy, since="2023-06-01", nationality="EG"),
    )
    for each in (first, second):
        screening.move_application(each.pk, "screening", by=recruiter, version=each.row_version)
    applying.withdraw_application(third.pk, by=third.candidate.user)
    on_list, on_board = client.get(listing(vacancy, query)), client.get(listing(vacancy, f"board/{query}"))
    cards = [card for column in on_board.context["columns"] for card in column.cards]
    assert {each.pk for each in on_list.context["page"]} == {card.pk for card in cards}
    assert all(card.state == column.state for column in on_board.context["columns"] for card in column.cards)
    board = on_board.content.decode()
    for each in on_list.context["page"]:
        assert each.reference in board
        assert f'href="{DOORS}applications/{each.pk}/"' in board


@pytest.mark.promise("REC-1.13")
def test_a_card_moves_by_a_button_and_comes_back_to_the_board(client, recruiter, vacancy):
    application = submitted(vacancy)
    board = client.get(listing(vacancy, "board/")).content.decode()
    assert f'action="{DOORS}applications/{application.pk}/move/"' in board
    assert "draggable" not in board
    data = {"version": application.row_version, "to": "screening", "back": "board"}
    answer = client.post(f"{DOORS}applications/{application.pk}/move/", data)
    assert answer.url == listing(vacancy, "board/")
    [screened] = [column.cards for column in client.get(answer.url).context["columns"] if column.state == "screening"]
    assert [card.pk for card in screened] == [application.pk]


def test_what_is_chosen_is_frozen_with_its_true_count(client, recruiter, vacancy):
    first, second = submitted(vacancy), submitted(vacancy)
    answer = client.post(listing(vacancy, "chosen/"), {"chosen": frozen(first)})
    assert [each.pk for each in answer.context["chosen"]] == [first.pk]
    everyone = client.post(listing(vacancy, "chosen/?level=6"), {"all": "1"})
    assert [each.pk for each in everyone.context["chosen"]] == [first.pk, second.pk]
    late = submitted(vacancy)
    page = everyone.content.decode()
    assert "<bdi>2</bdi> applications chosen" in page
    client.post(listing(vacancy, "decide/"), {"chosen": frozen(first, second), "act": "screening"})
    assert [state(each) for each in (first, second, late)] == ["screening", "screening", "submitted"]


@pytest.mark.promise("REC-1.11")
def test_many_are_decided_and_each_that_cannot_be_is_named_with_its_reason(client, recruiter, vacancy):
    people = [submitted(vacancy) for _number in range(6)]
    chosen = frozen(*people)
    screening.move_application(people[0].pk, "screening", by=recruiter, version=people[0].row_version)
    applying.withdraw_application(people[1].pk, by=people[1].candidate.user)
    answer = client.post(listing(vacancy, "decide/"), {"chosen": chosen, "act": "screening"})
    outcome = answer.context["outcome"]
    assert [each.pk for each in outcome.done] == [each.pk for each in people[2:]]
    assert [each.application.pk for each in outcome.refused] == [people[0].pk, people[1].pk]
    page = answer.content.decode()
    assert "Done with <bdi>4</bdi> applications." in page
    assert page.count("The data changed after you opened this page") == 2
    assert [state(each) for each in people] == ["screening", "withdrawn", *["screening"] * 4]


def test_many_are_not_selected_for_one_reason_and_each_is_told_once(client, recruiter, vacancy):
    people = [submitted(vacancy), submitted(vacancy)]
    outbox.deliver_all()
    mail.outbox.clear()
    data = {"chosen": frozen(*people), "act": "rejected", "public_reason_ar": "", "public_reason_en": "", "note": ""}
    missing = client.post(listing(vacancy, "decide/"), data)
    assert missing.status_code == 422
    assert [each.pk for each in missing.context["chosen"]] == [each.pk for each in people]
    assert [state(each) for each in people] == ["submitted", "submitted"]
    client.post(listing(vacancy, "decide/"), {**data, "reason_code": "others"})
    outbox.deliver_all()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(each.candidate.user.email for each in people)


@pytest.mark.promise("REC-1.10")
def test_what_belongs_to_others_cannot_be_chosen(client, recruiter, vacancy):
    own, foreign, elsewhere = (
        submitted(vacancy),
        submitted(published_vacancy()),
        submitted(published_vacancy(entity=vacancy.entity)),
    )
    chosen = [*frozen(own, foreign, elsewhere), f"{uuid4()}:1", "nonsense", "nonsense:1"]
    answer = client.post(listing(vacancy, "chosen/"), {"chosen": chosen})
    assert [each.pk for each in answer.context["chosen"]] == [own.pk]
    outcome = client.post(listing(vacancy, "decide/"), {"chosen": chosen, "act": "screening"}).context["outcome"]
    assert ([each.pk for each in outcome.done], outcome.refused) == ([own.pk], [])
    assert [state(each) for each in (own, foreign, elsewhere)] == ["screening", "submitted", "submitted"]


@pytest.mark.parametrize("data", [{}, {"chosen": "nonsense"}])
def test_nothing_chosen_leads_back_with_a_word(client, recruiter, vacancy, data):
    answer = client.post(listing(vacancy, "chosen/?level=6"), data, follow=True)
    assert answer.redirect_chain == [(listing(vacancy, "?level=6"), 302)]
    assert "Choose at least one application first." in answer.content.decode()


@pytest.mark.parametrize("role", ["auditor", "recruiter"])
def test_only_recruiters_of_the_entity_decide_on_many(client, vacancy, role):
    application = submitted(vacancy)
    client.force_login(staff(role, vacancy.entity if role == "auditor" else EntityFactory()))
    expected = 403 if role == "auditor" else 404
    for act in ("chosen/", "decide/"):
        data = {"chosen": frozen(application), "act": "screening"}
        assert client.post(listing(vacancy, act), data, follow=True).status_code == expected
    assert state(application) == "submitted"


@pytest.mark.promise("REC-1.13")
def test_a_column_shows_the_first_of_many_and_leads_to_all_of_them(client, recruiter, vacancy, monkeypatch):
    monkeypatch.setattr(heads, "MOST", 2)
    came = [applied(vacancy) for _number in range(3)]
    moved = applied(vacancy, level="7")
    screening.move_application(moved.pk, "screening", by=recruiter, version=moved.row_version)
    page = client.get(listing(vacancy, "board/?level=6&level=7"))
    columns = {column.state: column for column in page.context["columns"]}
    assert [card.pk for card in columns["submitted"].cards] == [each.pk for each in came[:2]]
    assert (columns["submitted"].size, columns["screening"].size) == (3, 1)
    rest = f"{listing(vacancy)}?level=6&amp;level=7&amp;state=submitted"
    assert f'href="{rest}">All ' in page.content.decode()
    assert 'state=screening">' not in page.content.decode().split("<drag-board")[1]
    pages = [client.get(f"{rest.replace('&amp;', '&')}&page={number}").context["page"] for number in (1, 2)]
    assert [each.pk for page in pages for each in page] == [each.pk for each in came]


def test_all_of_a_list_of_several_pages_are_chosen_at_once(client, recruiter, vacancy):
    came = [applied(vacancy) for _number in range(22)]
    applied(vacancy, level="7")
    first, second = (client.get(listing(vacancy, f"?level=6&page={number}")) for number in (1, 2))
    shown = [each.pk for page in (first, second) for each in page.context["page"]]
    assert shown == [each.pk for each in came]
    chosen = client.post(listing(vacancy, "chosen/?level=6&page=2"), {"all": "1"}).context["chosen"]
    assert [each.pk for each in chosen] == shown
