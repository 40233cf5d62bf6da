"""A tender is drafted, completed, approved by another person and published as approved."""

from datetime import timedelta

import pytest

from shared import audit
from shared.clock import database_now
from shared.models import OutboxMessage
from shared.moves import MoveNotAllowed
from supply import publication, queries, tendering
from supply.models import OpeningPlan, Tender
from supply.readiness import gaps
from supply.rules.plan import digest
from supply.states import TenderState
from tests.factories.people import also
from tests.factories.supply import EntityFactory, StoredFileFactory, published_tender, staff

pytestmark = pytest.mark.django_db

TEXT = {
    "title_ar": "صيانة الطرق",
    "title_en": "Road maintenance",
    "description_ar": "صيانة الطرق الداخلية مدة سنة.",
    "description_en": "Maintenance of internal roads for a year.",
    "criteria_ar": "السعر الأقل.",
    "criteria_en": "Lowest price.",
    "category": "45000000",
}


@pytest.fixture(autouse=True)
def demo_periods(settings):
    settings.TENDER_LEAST_WORKING_DAYS = 0


@pytest.fixture
def entity():
    return EntityFactory()


@pytest.fixture
def buyer(entity):
    return staff("buyer", entity)


@pytest.fixture
def approver(entity):
    return staff("tender_approver", entity)


@pytest.fixture
def committee(entity):
    return [(staff("auditor", entity), office) for office in ("chair", "member", "secretary")]


@pytest.fixture
def draft(entity, buyer, committee):
    closes_at = database_now() + timedelta(days=20)
    tender = tendering.draft_tender(
        entity,
        by=buyer,
        at=database_now(),
        closes_at=closes_at,
        opens_at=closes_at,
        closing_reason="موعد الاختبار",
        **TEXT,
    )
    tendering.name_committee(tender.pk, seats=committee, quorum=2, by=buyer, at=database_now(), version=0)
    tender.refresh_from_db()
    return tender


def send(tender, by):
    tender.refresh_from_db()
    return publication.send_for_approval(tender.pk, by=by, at=database_now(), version=tender.row_version)


def edit(tender, by, **text):
    tender.refresh_from_db()
    return tendering.edit_tender(tender.pk, by=by, at=database_now(), version=tender.row_version, **text)


def state(tender):
    return Tender.objects.get(pk=tender.pk).state


@pytest.mark.promise("SUP-1.2")
def test_what_is_published_is_what_was_approved(draft, buyer, approver):
    frozen = send(draft, buyer)
    published = publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)
    assert (published.state, published.approver, published.version) == (TenderState.PUBLISHED, approver, frozen.number)
    assert published.published_at < published.closes_at
    assert frozen.facts["title_ar"] == published.title_ar
    assert list(OutboxMessage.objects.order_by("pk").values_list("event", flat=True)) == [
        "supply.tender.sent_for_approval",
        "supply.tender.published",
    ]


@pytest.mark.promise("SUP-1.2")
@pytest.mark.parametrize("name", [name for name in TEXT if name[-3:] in {"_ar", "_en"}])
def test_a_tender_incomplete_in_one_language_is_not_sent(draft, buyer, name):
    edit(draft, buyer, **{name: ""})
    with pytest.raises(publication.Incomplete) as refused:
        send(draft, buyer)
    assert [(gap.field, gap.language) for gap in refused.value.gaps] == [(name, name[-2:])]
    assert state(draft) == TenderState.DRAFT


@pytest.mark.promise("SUP-1.2")
def test_author_and_editors_cannot_approve(draft, entity, buyer):
    both = staff("buyer", entity)
    for person in (buyer, both):
        person.memberships.create(
            entity=entity, role="tender_approver", valid_from=database_now() - timedelta(days=1), granted_by=None
        )
    edit(draft, both, title_en="Road maintenance, phase 1")
    frozen = send(draft, buyer)
    for person in (buyer, both):
        with pytest.raises(publication.OwnWork):
            publication.publish_tender(draft.pk, by=person, approved=frozen.sha256)
    assert state(draft) == TenderState.IN_REVIEW


@pytest.mark.promise("SUP-1.2")
def test_whoever_asks_for_the_approval_does_not_give_it(draft, entity, approver):
    """He wrote nothing in it, but it is his request."""
    both = also("buyer", approver, entity)
    frozen = send(draft, both)
    with pytest.raises(publication.OwnWork):
        publication.publish_tender(draft.pk, by=both, approved=frozen.sha256)
    assert both not in queries.approvers(draft, at=database_now())
    assert (
        publication.publish_tender(draft.pk, by=staff("tender_approver", entity), approved=frozen.sha256).version == 1
    )


@pytest.mark.promise("SUP-1.2")
def test_any_edit_after_sending_voids_the_request(draft, buyer, approver):
    frozen = send(draft, buyer)
    edit(draft, buyer, title_en="Something else")
    assert state(draft) == TenderState.DRAFT
    with pytest.raises(MoveNotAllowed):
        publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)
    again = send(draft, buyer)
    with pytest.raises(tendering.TenderChanged):
        publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)
    assert publication.publish_tender(draft.pk, by=approver, approved=again.sha256).version == 2


@pytest.mark.promise("SUP-1.2")
def test_a_text_changed_behind_the_deeds_is_not_published(draft, buyer, approver):
    frozen = send(draft, buyer)
    Tender.objects.filter(pk=draft.pk).update(title_en="Smuggled in")
    with pytest.raises(tendering.TenderChanged):
        publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)


def test_an_approver_of_another_entity_and_a_buyer_cannot_publish(draft, buyer, entity):
    frozen = send(draft, buyer)
    for person in (staff("tender_approver", EntityFactory()), staff("buyer", entity), staff("auditor", entity)):
        with pytest.raises(tendering.NotPermitted):
            publication.publish_tender(draft.pk, by=person, approved=frozen.sha256)


@pytest.mark.promise("SUP-1.8")
def test_publication_freezes_the_committee_under_its_digest(draft, buyer, approver, committee):
    publication.publish_tender(draft.pk, by=approver, approved=send(draft, buyer).sha256)
    plan = OpeningPlan.objects.get(tender=draft)
    assert plan.plan_sha256 == digest(plan.document)
    assert plan.platform_key in plan.document
    assert all(str(user.pk) in plan.document for user, _office in committee)
    with pytest.raises(tendering.NotPermitted):
        tendering.name_committee(draft.pk, seats=[], quorum=2, by=buyer, at=database_now(), version=0)


@pytest.mark.promise("SUP-1.8")
@pytest.mark.parametrize(
    ("seats", "quorum", "count"),
    [(2, 2, 1), (0, 2, 3), (3, 1, 1), (3, 4, 1)],
    ids=["two people", "nobody", "quorum too low", "quorum too high"],
)
def test_a_committee_that_cannot_open_keeps_the_tender_back(draft, buyer, committee, seats, quorum, count):
    tendering.name_committee(
        draft.pk, seats=committee[:seats], quorum=quorum, by=buyer, at=database_now(), version=draft.row_version
    )
    with pytest.raises(publication.Incomplete) as refused:
        send(draft, buyer)
    assert {gap.field for gap in refused.value.gaps} == {"committee"}
    assert len(refused.value.gaps) == count


@pytest.mark.promise("SUP-1.8")
def test_neither_author_nor_approver_sits_in_the_committee(draft, buyer, approver, committee):
    def name(*seats):
        draft.refresh_from_db()
        tendering.name_committee(
            draft.pk, seats=seats, quorum=2, by=buyer, at=database_now(), version=draft.row_version
        )

    name(*committee, (buyer, "member"))
    with pytest.raises(publication.Incomplete):
        send(draft, buyer)
    name(*committee, (approver, "member"))
    frozen = send(draft, buyer)
    with pytest.raises(publication.OnTheCommittee):
        publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)


def test_one_person_one_seat_and_one_chair(draft, buyer, committee):
    chair = committee[0]
    for seats in ([*committee, chair], [*committee, (buyer, "chair")]):
        with pytest.raises(tendering.NamedTwice):
            tendering.name_committee(
                draft.pk, seats=seats, quorum=2, by=buyer, at=database_now(), version=draft.row_version
            )


def test_a_returned_tender_carries_the_reason_and_can_be_sent_again(draft, buyer, approver):
    send(draft, buyer)
    returned = publication.return_tender(draft.pk, by=approver, at=database_now(), reason="أضف جدول الكميات")
    assert (returned.state, returned.return_reason) == (TenderState.DRAFT, "أضف جدول الكميات")
    assert send(draft, buyer).number == 2
    assert Tender.objects.get(pk=draft.pk).return_reason == ""


def test_two_buyers_who_save_over_each_other(draft, buyer):
    with pytest.raises(tendering.TenderChanged):
        tendering.edit_tender(draft.pk, by=buyer, at=database_now(), version=draft.row_version - 1, title_en="Late")


@pytest.mark.promise("SUP-1.11")
def test_another_entitys_buyer_edits_and_sends_nothing(draft, buyer):
    stranger = staff("buyer", EntityFactory())
    with pytest.raises(tendering.NotPermitted):
        edit(draft, stranger, title_en="Mine")
    with pytest.raises(tendering.NotPermitted):
        send(draft, stranger)
    with pytest.raises(tendering.NotPermitted):
        tendering.draft_tender(draft.entity, by=stranger, at=database_now())


def test_documents_void_the_request_and_are_part_of_what_was_approved(draft, buyer, approver):
    def add():
        draft.refresh_from_db()
        return tendering.add_document(
            draft.pk, file=StoredFileFactory(kind="tender_document"), by=buyer, at=database_now(),
            version=draft.row_version, title_ar="كراسة", title_en="Terms", kind="terms", language="ar",
        )  # fmt: skip

    send(draft, buyer)
    document = add()
    assert state(draft) == TenderState.DRAFT
    frozen = send(draft, buyer)
    assert [entry["sha256"] for entry in frozen.facts["documents"]] == [document.sha256]
    draft.refresh_from_db()
    tendering.remove_document(draft.pk, document.pk, by=buyer, at=database_now(), version=draft.row_version)
    with pytest.raises(MoveNotAllowed):
        publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)


def test_a_closing_out_of_hours_needs_its_reason_and_the_least_period_has_none(draft, settings):
    now = database_now()
    draft.closing_reason = ""
    draft.closes_at = draft.opens_at = now + timedelta(days=20)
    while draft.closes_at.weekday() != 5:
        draft.closes_at = draft.opens_at = draft.closes_at + timedelta(days=1)
    assert {gap.field for gap in gaps(draft, at=now)} == {"closes_at"}
    draft.closing_reason = "موعد متفق عليه"
    assert gaps(draft, at=now) == []
    settings.TENDER_LEAST_WORKING_DAYS = 60
    assert [gap.field for gap in gaps(draft, at=now)] == ["closes_at"]


def test_a_deadline_that_does_not_fit_is_not_saved(draft, buyer):
    past = database_now() - timedelta(minutes=1)
    later = database_now() + timedelta(days=20)
    for closes_at, opens_at, field in [(past, past, "closes_at"), (later, later - timedelta(hours=1), "opens_at")]:
        with pytest.raises(tendering.UnfitClosing) as refused:
            edit(draft, buyer, closes_at=closes_at, opens_at=opens_at, closing_reason="سبب")
        assert [gap.field for gap in refused.value.gaps] == [field]


def test_the_clock_is_asked_again_at_publication(draft, buyer, approver, behind_the_clock):
    soon = database_now() + timedelta(minutes=5)
    edit(draft, buyer, closes_at=soon, opens_at=soon, closing_reason="موعد الاختبار")
    frozen = send(draft, buyer)
    behind_the_clock(draft, closes_at=timedelta(seconds=-1), opens_at=timedelta(seconds=-1))
    with pytest.raises(tendering.TenderChanged):
        publication.publish_tender(draft.pk, by=approver, approved=frozen.sha256)
    assert [gap.field for gap in gaps(draft, at=database_now())] == ["closes_at"]


@pytest.mark.promise("SUP-1.10")
def test_every_act_on_a_tender_is_audited_once(draft, buyer, approver):
    send(draft, buyer)
    publication.return_tender(draft.pk, by=approver, at=database_now(), reason="سبب")
    edit(draft, buyer, title_en="Roads")
    publication.publish_tender(draft.pk, by=approver, approved=send(draft, buyer).sha256)
    acts = [(entry.action.rsplit(":")[-1], entry.actor_id, entry.entity_id) for entry in audit.history(draft)]
    assert [act for act, _by, _entity in acts] == [
        "draft", "name_committee", "send_for_approval", "return", "edit", "send_for_approval", "publish",
    ]  # fmt: skip
    assert {by for _act, by, _entity in acts} == {buyer.pk, approver.pk}
    assert {entity for _act, _by, entity in acts} == {str(draft.entity_id)}


def test_a_published_tender_is_not_edited_or_sent_again(buyer, entity):
    tender = published_tender(entity=entity, author=buyer)
    with pytest.raises(tendering.NotPermitted):
        edit(tender, buyer, title_en="Other")
    with pytest.raises((MoveNotAllowed, tendering.NotPermitted)):
        send(tender, buyer)
