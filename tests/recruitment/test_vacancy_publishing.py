"""A vacancy is drafted, completed, approved by another person and published as approved."""

from datetime import timedelta

import pytest

from recruitment import applying, changing, concluding, information, publishing, queries, reversing, screening
from recruitment.application_states import APPLICATION_MOVES, ApplicationState
from recruitment.models import Vacancy
from recruitment.readiness import gaps, progress
from recruitment.states import VACANCY_MOVES, VacancyState
from shared import audit
from shared.clock import database_now
from shared.models import OutboxMessage
from shared.moves import MoveNotAllowed
from tests.factories.people import EntityFactory, also, staff
from tests.factories.recruitment import VacancyFactory, published_vacancy

pytestmark = pytest.mark.django_db
TEXTS = [f"{pair}_{language}" for pair in ("title", "summary", "duties", "requirements") for language in ("ar", "en")]


@pytest.fixture
def entity():
    return EntityFactory()


@pytest.fixture
def recruiter(entity):
    return staff("recruiter", entity)


@pytest.fixture
def approver(entity):
    return staff("recruitment_approver", entity)


@pytest.fixture
def draft(entity, recruiter):
    return VacancyFactory(entity=entity, author=recruiter)


def send(vacancy, by):
    vacancy.refresh_from_db()
    return publishing.send_for_approval(vacancy.pk, by=by, at=database_now(), version=vacancy.row_version)


def edit(vacancy, by, **text):
    vacancy.refresh_from_db()
    return publishing.edit_vacancy(vacancy.pk, by=by, at=database_now(), version=vacancy.row_version, **text)


def publish(vacancy, by):
    approved = vacancy.versions.latest("number").sha256
    return publishing.publish_vacancy(vacancy.pk, by=by, approved=approved)


def state(vacancy):
    return Vacancy.objects.values_list("state", flat=True).get(pk=vacancy.pk)


@pytest.mark.promise("REC-1.1")
def test_what_is_published_is_what_was_approved(draft, recruiter, approver):
    frozen = send(draft, recruiter)
    published = publish(draft, approver)
    assert (published.state, published.approver, published.version) == (VacancyState.PUBLISHED, approver, frozen.number)
    assert published.published_version == frozen
    assert {name: frozen.facts[name] for name in TEXTS} == {name: getattr(published, name) for name in TEXTS}
    assert published.published_at < published.closes_at


@pytest.mark.promise("REC-1.1")
@pytest.mark.parametrize("name", TEXTS)
def test_a_vacancy_incomplete_in_one_language_is_neither_sent_nor_published(draft, recruiter, approver, name):
    edit(draft, recruiter, **{name: ""})
    with pytest.raises(publishing.Incomplete) as refused:
        send(draft, recruiter)
    assert [(gap.field, gap.language) for gap in refused.value.gaps] == [(name, name[-2:])]
    assert state(draft) == VacancyState.DRAFT
    with pytest.raises(MoveNotAllowed):
        publishing.publish_vacancy(draft.pk, by=approver, approved="")


@pytest.mark.promise("REC-1.1")
def test_a_hole_made_behind_the_deeds_is_found_at_publication(draft, recruiter, approver):
    frozen = send(draft, recruiter)
    Vacancy.objects.filter(pk=draft.pk).update(duties_en="")
    with pytest.raises(publishing.VacancyChanged):
        publishing.publish_vacancy(draft.pk, by=approver, approved=frozen.sha256)
    assert state(draft) == VacancyState.IN_REVIEW


@pytest.mark.promise("REC-1.1")
def test_author_and_editors_cannot_approve(entity, draft, recruiter, approver):
    colleague = also("recruitment_approver", staff("recruiter", entity), entity)
    also("recruitment_approver", recruiter, entity)
    edit(draft, colleague, grade="8")
    send(draft, recruiter)
    for own in (recruiter, colleague):
        with pytest.raises(publishing.OwnWork):
            publish(draft, own)
    assert publish(draft, approver).state == VacancyState.PUBLISHED


@pytest.mark.promise("REC-1.1")
def test_whoever_asks_for_the_approval_does_not_give_it(entity, draft, approver):
    """He wrote nothing in it, but it is his request."""
    both = also("recruiter", approver, entity)
    send(draft, both)
    with pytest.raises(publishing.OwnWork):
        publish(draft, both)
    assert both not in queries.approvers(draft, at=database_now())
    assert publish(draft, staff("recruitment_approver", entity)).state == VacancyState.PUBLISHED


@pytest.mark.promise("REC-1.1")
def test_an_edit_voids_the_request_and_the_approvers_old_page(draft, recruiter, approver):
    first = send(draft, recruiter)
    edit(draft, recruiter, title_en="Senior road engineer")
    assert state(draft) == VacancyState.DRAFT
    second = send(draft, recruiter)
    with pytest.raises(publishing.VacancyChanged):
        publishing.publish_vacancy(draft.pk, by=approver, approved=first.sha256)
    published = publishing.publish_vacancy(draft.pk, by=approver, approved=second.sha256)
    assert (published.title_en, published.version) == ("Senior road engineer", 2)


@pytest.mark.parametrize("days", [0, 4])
def test_people_get_their_time_to_apply(draft, recruiter, settings, days):
    settings.VACANCY_LEAST_OPEN = timedelta(days=5)
    edit(draft, recruiter, closes_at=database_now() + timedelta(days=days))
    with pytest.raises(publishing.Incomplete) as refused:
        send(draft, recruiter)
    assert [gap.field for gap in refused.value.gaps] == ["closes_at"]


def test_time_that_passed_in_review_is_counted(draft, recruiter, approver, behind_the_clock):
    frozen = send(draft, recruiter)
    behind_the_clock(draft, closes_at=timedelta(days=1))
    with pytest.raises(publishing.VacancyChanged):  # no longer what was approved, whatever the clock says
        publishing.publish_vacancy(draft.pk, by=approver, approved=frozen.sha256)


def test_too_late_to_publish_is_said_with_the_field(entity, recruiter, approver, settings):
    settings.VACANCY_LEAST_OPEN = timedelta(0)
    vacancy = VacancyFactory(entity=entity, author=recruiter, closes_at=database_now() + timedelta(days=4))
    frozen = send(vacancy, recruiter)
    settings.VACANCY_LEAST_OPEN = timedelta(days=5)
    with pytest.raises(publishing.Incomplete) as refused:
        publishing.publish_vacancy(vacancy.pk, by=approver, approved=frozen.sha256)
    assert [gap.field for gap in refused.value.gaps] == ["closes_at"]


@pytest.mark.parametrize("policy", ["nationals_only", "nationals_first"])
def test_who_restricts_names_the_law_in_both_languages(draft, recruiter, policy):
    edit(draft, recruiter, policy=policy, legal_basis_ar="قرار مجلس الوزراء بشأن التوطين")
    draft.refresh_from_db()
    assert [gap.field for gap in gaps(draft, at=database_now())] == ["legal_basis_en"]


def test_a_field_or_place_outside_the_lists_is_a_gap(draft, recruiter):
    edit(draft, recruiter, occupation="99", location="MOON", closes_at=None)
    draft.refresh_from_db()
    assert [gap.field for gap in gaps(draft, at=database_now())] == ["occupation", "location", "closes_at"]


def test_the_bar_counts_each_language_apart(draft, recruiter):
    edit(draft, recruiter, title_en="", duties_en="", location="")
    draft.refresh_from_db()
    arabic, english, shared = progress(draft, at=database_now())
    assert (arabic.done.percent, english.done.percent, shared.done.percent) == (100, 50, 66)
    assert [gap.field for gap in english.lacking] == ["duties_en", "title_en"]


def test_returned_with_a_reason_and_sent_again(draft, recruiter, approver):
    send(draft, recruiter)
    returned = publishing.return_vacancy(draft.pk, by=approver, at=database_now(), reason="يُذكر عدد سنوات الخبرة")
    assert (returned.state, returned.return_reason) == (VacancyState.DRAFT, "يُذكر عدد سنوات الخبرة")
    again = send(draft, recruiter)
    draft.refresh_from_db()
    assert (again.number, draft.return_reason) == (2, "")


def test_the_second_of_two_writers_is_told(draft, recruiter):
    with pytest.raises(publishing.VacancyChanged):
        edited = edit(draft, recruiter, grade="8")
        publishing.edit_vacancy(draft.pk, by=recruiter, at=database_now(), version=edited.row_version - 1, grade="9")
    draft.refresh_from_db()
    assert draft.grade == "8"


@pytest.mark.promise("REC-1.10")
@pytest.mark.parametrize("role", ["recruiter", "recruitment_approver", "entity_admin", "buyer"])
def test_people_of_another_entity_do_nothing(entity, draft, recruiter, role):
    stranger, at = staff(role, EntityFactory()), database_now()
    attempts = [
        lambda: publishing.draft_vacancy(entity, by=stranger, at=at),
        lambda: edit(draft, stranger, grade="1"),
        lambda: send(draft, stranger),
        lambda: publishing.return_vacancy(draft.pk, by=stranger, at=at, reason="x"),
        lambda: publishing.publish_vacancy(draft.pk, by=stranger, approved=""),
    ]
    for attempt in attempts:
        with pytest.raises(publishing.NotPermitted):
            attempt()
    assert not Vacancy.objects.for_user(stranger, at=at).exists()


def test_an_ended_role_ends_at_once(entity, draft, recruiter, approver):
    frozen = send(draft, recruiter)
    approver.memberships.update(valid_to=database_now())
    with pytest.raises(publishing.NotPermitted):
        publishing.publish_vacancy(draft.pk, by=approver, approved=frozen.sha256)


@pytest.mark.promise("REC-1.8")
def test_a_forbidden_move_leaves_nothing(entity, recruiter, approver):
    vacancy = published_vacancy(entity=entity, author=recruiter)
    at, version = database_now(), vacancy.row_version
    attempts = [
        lambda: publishing.edit_vacancy(vacancy.pk, by=recruiter, at=at, version=version, title_en="Other"),
        lambda: publishing.send_for_approval(vacancy.pk, by=recruiter, at=at, version=version),
        lambda: publishing.return_vacancy(vacancy.pk, by=approver, at=at, reason="x"),
        lambda: publishing.publish_vacancy(vacancy.pk, by=approver, approved=vacancy.published_version.sha256),
    ]
    for attempt in attempts:
        with pytest.raises(MoveNotAllowed) as refused:
            attempt()
        assert refused.value.status == 409
    assert not OutboxMessage.objects.exists()
    assert not audit.history(vacancy).exists()
    vacancy.refresh_from_db()
    assert vacancy.row_version == version


def test_the_history_names_each_deed_and_each_person(draft, recruiter, approver):
    edit(draft, recruiter, grade="8")
    send(draft, recruiter)
    publish(draft, approver)
    entries = [(entry.action.rpartition(":")[2], entry.actor_id) for entry in audit.history(draft)]
    assert entries == [("edit", recruiter.pk), ("send_for_approval", recruiter.pk), ("publish", approver.pk)]


DEEDS = (publishing, changing, concluding, applying, screening, information, reversing)


@pytest.mark.parametrize(("table", "states"), [(VACANCY_MOVES, VacancyState), (APPLICATION_MOVES, ApplicationState)])
def test_every_move_names_a_deed_that_exists(table, states):
    assert set(table) == set(states)
    named = {move.deed for moves in table.values() for move in moves}
    assert {deed for deed in named if not any(callable(getattr(module, deed, None)) for module in DEEDS)} == set()


def test_a_reference_is_counted_and_named(entity, recruiter):
    first, second = (publishing.draft_vacancy(entity, by=recruiter, at=database_now()) for _ in range(2))
    assert first.reference.startswith("VAC-")
    assert int(second.reference[-6:]) > int(first.reference[-6:])


def test_only_texts_of_a_vacancy_can_be_written(draft, recruiter):
    for name in ("state", "entity", "approver", "published_at", "reference", "row_version"):
        with pytest.raises(TypeError):
            edit(draft, recruiter, **{name: "x"})
