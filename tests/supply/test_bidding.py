"""From the first click to the receipt: prepared over days, sealed once, withdrawn in time."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import translation

from entities.models import Role
from messaging import letters
from messaging.models import Letter
from shared import audit, dates, outbox, receipts
from shared.clock import database_now
from shared.drafts import StaleDraft
from shared.files import FileRefused
from shared.idempotency import Once, no_key
from shared.models import AuditEntry, OutboxMessage, Receipt, Scan, StoredFile
from shared.moves import MoveNotAllowed
from shared.receipts import Outcome
from supply import bid_refusals as refused
from supply import bidding
from supply.bid_states import BidState
from supply.models import Bid, Envelope, Submission, Supplier, Tender
from supply.states import SupplierRole, SupplierState, SupplierUserState
from tests.factories import files
from tests.factories.bids import COMPANY, PRICE, drafted, filled, firm, open_tender, person_of, seal, sealed
from tests.factories.people import PersonFactory, also
from tests.factories.supply import SupplierUserFactory, TenderFactory, published_tender

pytestmark = pytest.mark.django_db


def seal_it(bid, *, by=None, version=None, once=no_key):
    version = bid.row_version if version is None else version
    return bidding.seal_bid(bid.pk, by=by or person_of(bid.supplier), version=version, once=once)


def stored_keys():
    """Names of the objects that lie in the private storage."""
    return {file.key for file in StoredFile.objects.all() if storages["private"].exists(file.key)}


@pytest.mark.promise("SUP-1.3")
def test_a_bid_is_begun_once_and_gone_on_with():
    tender, supplier = open_tender(), firm()
    bid = bidding.start_bid(tender.pk, supplier_id=supplier.pk, by=person_of(supplier))
    assert bid.reference.startswith("BID-")
    assert (bid.state, bid.has_draft) == (BidState.DRAFT, True)
    assert bidding.start_bid(tender.pk, supplier_id=supplier.pk, by=person_of(supplier)) == bid


@pytest.mark.promise("SUP-1.3")
def test_a_colleague_goes_on_where_the_first_one_left():
    bid = drafted()
    colleague = SupplierUserFactory(supplier=bid.supplier, role=SupplierRole.BIDDER).user
    assert Bid.objects.for_user(colleague).get().read_draft()["price"] == PRICE
    bid = bidding.save_step(
        bid.pk, "company", {**COMPANY, "contact_name": "سالم"}, by=colleague, version=bid.row_version
    )
    assert bid.read_draft()["company"]["contact_name"] == "سالم"


@pytest.mark.promise("SUP-1.3")
def test_an_older_page_loses_nothing_and_overwrites_nothing():
    bid = drafted()
    with pytest.raises(StaleDraft) as stale:
        bidding.save_step(bid.pk, "price", {"net": "1.00"}, by=person_of(bid.supplier), version=bid.row_version - 1)
    assert dict(stale.value.context["stored"]) == PRICE
    assert dict(stale.value.context["typed"]) == {"net": "1.00"}


@pytest.mark.promise("SUP-1.3")
def test_sealing_hands_in_one_envelope_and_answers_with_a_receipt_that_verifies():
    bid = drafted()
    version = bid.row_version
    receipt = seal_it(bid)
    bid.refresh_from_db()
    submission, envelope = bid.submission, Envelope.objects.get()
    assert (bid.state, bid.revision, bid.sealed_at) == (BidState.SEALED, 1, submission.received_at)
    assert (submission.draft_version, submission.tender_version) == (version, bid.tender.version)
    assert receipts.verify(receipt.document()).outcome == Outcome.VALID
    assert receipt.facts == {
        "tender": bid.tender.ocid,
        "tender_version": bid.tender.version,
        "bid": bid.reference,
        "bid_id": str(bid.pk),
        "revision": 1,
        "envelopes": [envelope.sha256],
        "plan_sha256": bid.tender.opening_plan.plan_sha256,
        "sealed_by": "server",
        "received_at": submission.received_at.isoformat(timespec="microseconds"),
    }
    assert bid.receipt == receipt


@pytest.mark.promise("SUP-1.4")
def test_everything_that_tells_the_instant_tells_the_databases():
    bid = drafted()
    before, receipt, after = database_now(), seal_it(bid), database_now()
    received_at = Submission.objects.get().received_at
    assert before < received_at < after
    assert receipt.issued_at == audit.history(bid).get(action="supply:bid:seal").at == received_at


@pytest.mark.promise("SUP-1.7")
def test_the_draft_its_key_and_its_plain_files_are_gone_once_it_is_sealed(django_capture_on_commit_callbacks):
    bid = drafted()
    plain = bid.files.get().file
    with django_capture_on_commit_callbacks(execute=True):
        seal_it(bid)
    bid.refresh_from_db()
    assert (bytes(bid.draft_data), bytes(bid.draft_key), bid.completed_steps, bid.files.count()) == (b"", b"", [], 0)
    assert not StoredFile.objects.filter(pk=plain.pk).exists()
    assert not storages["private"].exists(plain.key)
    assert stored_keys() == {Envelope.objects.get().file.key}


@pytest.mark.promise("SUP-1.5")
def test_the_same_draft_sealed_again_answers_with_the_same_receipt():
    bid = drafted()
    version, first = bid.row_version, seal_it(bid)
    assert seal_it(bid, version=version) == first
    assert (Submission.objects.count(), Receipt.objects.count()) == (1, 1)
    assert OutboxMessage.objects.filter(event="supply.bid.sealed").count() == 1


@pytest.mark.promise("REL-1.10")
def test_the_receipt_is_kept_for_the_key_of_the_request():
    bid = drafted()
    once = Once(actor=str(person_of(bid.supplier).pk), door="supply:bid:seal", key="7:1", body_hash="x")
    receipt = seal_it(bid, once=once)
    once.receipt = receipt
    assert seal_it(bid, once=once) == receipt


@pytest.mark.promise("SUP-1.4")
def test_a_bid_after_the_closing_instant_is_refused_and_stays_a_draft(behind_the_clock):
    bid = drafted()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1))
    with pytest.raises(refused.TenderClosed) as late:
        seal_it(bid)
    assert late.value.status == 409
    assert late.value.context["closed_at"] < late.value.context["received_at"]
    bid.refresh_from_db()
    assert (bid.state, bid.read_draft()["price"]) == (BidState.DRAFT, PRICE)
    assert not Submission.objects.exists()
    assert not OutboxMessage.objects.filter(event="supply.bid.sealed").exists()


@pytest.mark.promise("SUP-1.4")
def test_a_step_saved_too_late_is_kept_and_says_that_it_is_too_late(behind_the_clock):
    bid = drafted()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1))
    with pytest.raises(refused.TenderClosed):
        bidding.save_step(bid.pk, "price", {"net": "1.00"}, by=person_of(bid.supplier), version=bid.row_version)


@pytest.mark.promise("SUP-1.4")
def test_nothing_is_begun_or_attached_after_the_closing(behind_the_clock):
    bid, late = drafted(), open_tender()
    for tender in (bid.tender, late):
        behind_the_clock(tender, closes_at=timedelta(seconds=-1))
    with pytest.raises(refused.TenderClosed):
        bidding.start_bid(late.pk, supplier_id=bid.supplier_id, by=person_of(bid.supplier))
    with pytest.raises(refused.TenderClosed):
        bidding.add_file(bid.pk, files.upload(files.pdf()), by=person_of(bid.supplier), version=bid.row_version)


@pytest.mark.promise("SUP-1.4")
def test_a_sealed_bid_is_withdrawn_before_the_closing_only(behind_the_clock):
    first = sealed()
    second = sealed(first.tender)
    withdrawn = bidding.withdraw_bid(first.pk, by=person_of(first.supplier))
    assert withdrawn.state == BidState.WITHDRAWN
    assert audit.history(first).get(action="supply:bid:withdraw").at == withdrawn.withdrawn_at
    behind_the_clock(first.tender, closes_at=timedelta(seconds=-1))
    with pytest.raises(refused.TenderClosed):
        bidding.withdraw_bid(second.pk, by=person_of(second.supplier))
    second.refresh_from_db()
    assert second.state == BidState.SEALED


def test_a_draft_is_given_up_at_any_time_and_destroyed(behind_the_clock):
    bid = drafted()
    behind_the_clock(bid.tender, closes_at=timedelta(seconds=-1))
    bid = bidding.withdraw_bid(bid.pk, by=person_of(bid.supplier))
    assert (bid.state, bid.has_draft, bid.files.count()) == (BidState.WITHDRAWN, False, 0)
    assert not OutboxMessage.objects.filter(event="supply.bid.withdrawn").exists()


@pytest.mark.promise("SUP-1.6")
def test_after_a_withdrawal_another_bid_is_begun_while_there_is_time():
    bid = sealed()
    bidding.withdraw_bid(bid.pk, by=person_of(bid.supplier))
    again = bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=person_of(bid.supplier))
    assert again != bid
    assert again.state == BidState.DRAFT


@pytest.mark.parametrize(("role", "state"), [(SupplierRole.VIEWER, "active"), (SupplierRole.ADMIN, "revoked")])
def test_whoever_only_reads_or_left_the_firm_does_nothing(role, state):
    bid = drafted()
    person = SupplierUserFactory(supplier=bid.supplier, role=role, state=SupplierUserState(state)).user
    expected = refused.ReadsOnly if state == "active" else Bid.DoesNotExist
    version = bid.row_version
    for attempt in (
        lambda: bidding.save_step(bid.pk, "price", PRICE, by=person, version=version),
        lambda: bidding.add_file(bid.pk, files.upload(files.pdf()), by=person, version=version),
        lambda: bidding.remove_file(bid.pk, bid.files.get().pk, by=person, version=version),
        lambda: seal_it(bid, by=person),
        lambda: bidding.withdraw_bid(bid.pk, by=person),
    ):
        with pytest.raises(expected):
            attempt()


@pytest.mark.promise("SUP-1.11")
def test_another_firms_bid_is_not_there():
    bid, rival = drafted(), person_of(firm())
    assert not Bid.objects.for_user(rival).exists()
    for attempt in (
        lambda: bidding.save_step(bid.pk, "price", PRICE, by=rival, version=bid.row_version),
        lambda: bidding.add_file(bid.pk, files.upload(files.pdf()), by=rival, version=bid.row_version),
        lambda: seal_it(bid, by=rival),
        lambda: bidding.withdraw_bid(bid.pk, by=rival),
    ):
        with pytest.raises(Bid.DoesNotExist):
            attempt()
    with pytest.raises(Supplier.DoesNotExist):
        bidding.start_bid(bid.tender_id, supplier_id=bid.supplier_id, by=rival)


@pytest.mark.promise("SUP-1.11")
def test_a_tender_that_is_not_public_takes_no_bid():
    supplier = firm()
    with pytest.raises(Tender.DoesNotExist):
        bidding.start_bid(TenderFactory().pk, supplier_id=supplier.pk, by=person_of(supplier))


@pytest.mark.promise("SUP-1.13")
def test_a_firm_that_is_not_accepted_begins_and_seals_nothing():
    bid, tender = drafted(), open_tender()
    Supplier.objects.filter(pk=bid.supplier_id).update(state=SupplierState.RETURNED)
    with pytest.raises(refused.SupplierNotActive):
        bidding.start_bid(tender.pk, supplier_id=bid.supplier_id, by=person_of(bid.supplier))
    with pytest.raises(refused.SupplierNotActive):
        seal_it(bid)
    bid.refresh_from_db()
    assert bid.read_draft()["price"] == PRICE


@pytest.mark.promise("SUP-1.13")
def test_a_licence_counts_to_the_end_of_its_last_day_in_the_portals_zone(settings):
    bid, today = drafted(), database_now()
    settings.TIME_ZONE = "Asia/Dubai"
    local = (today + timedelta(hours=4)).date()
    Supplier.objects.filter(pk=bid.supplier_id).update(licence_expires_on=local - timedelta(days=1))
    with pytest.raises(refused.LicenceExpired):
        seal_it(bid)
    Supplier.objects.filter(pk=bid.supplier_id).update(licence_expires_on=local)
    assert seal_it(bid)


@pytest.mark.promise("SUP-1.18")
def test_nobody_bids_where_he_buys():
    bid = drafted()
    person = person_of(bid.supplier)
    also(Role.BUYER, person, bid.tender.entity)
    with pytest.raises(refused.BothSides):
        seal_it(bid)
    bid.supplier.users.filter(user=person).update(state=SupplierUserState.REVOKED)
    colleague = SupplierUserFactory(supplier=bid.supplier).user
    assert seal_it(bid, by=colleague)


@pytest.mark.promise("SUP-1.18")
def test_a_member_of_the_opening_committee_does_not_act_for_a_bidder():
    bid = drafted()
    SupplierUserFactory(supplier=bid.supplier, user=bid.tender.opening_plan.members.first().user, role="viewer")
    with pytest.raises(refused.BothSides):
        seal_it(bid)


def test_a_role_in_another_entity_does_not_matter():
    bid = drafted()
    also(Role.BUYER, person_of(bid.supplier), open_tender().entity)
    assert seal_it(bid)


@pytest.mark.parametrize("step", ["company", "price", "answers", "declaration"])
def test_a_step_that_no_longer_holds_keeps_it_from_being_sealed(step):
    bid = drafted()
    bid = bidding.save_step(bid.pk, step, {}, by=person_of(bid.supplier), version=bid.row_version)
    with pytest.raises(refused.StepsOpen) as open_steps:
        seal_it(bid)
    assert [task.name for task in open_steps.value.context["tasks"]] == [step]
    assert not StoredFile.objects.filter(scan=Scan.SEALED).exists()


def test_what_was_not_checked_is_not_sealed():
    bid = drafted()
    with pytest.raises(refused.BidChanged):
        seal_it(bid, version=bid.row_version - 1)


def test_a_draft_that_changes_while_it_is_being_sealed_is_not_handed_in(
    monkeypatch, django_capture_on_commit_callbacks
):
    """The colleague saves just when the envelope is written and nothing is locked yet."""
    from supply.bidding import envelopes

    bid, store = drafted(), envelopes.files.store_sealed
    by, version = person_of(bid.supplier), bid.row_version

    def saved_meanwhile(path, **facts):
        bidding.save_step(bid.pk, "price", {**PRICE, "net": "1.00"}, by=by, version=version)
        return store(path, **facts)

    monkeypatch.setattr(envelopes.files, "store_sealed", saved_meanwhile)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(refused.BidChanged):
        seal_it(bid)
    assert not StoredFile.objects.filter(scan=Scan.SEALED).exists()


def test_an_infected_file_is_not_sealed():
    bid = drafted()
    StoredFile.objects.filter(pk=bid.files.get().file_id).update(scan=Scan.INFECTED)
    with pytest.raises(refused.FileInfected):
        seal_it(bid)


def test_a_file_that_is_no_longer_there_is_said_by_name():
    bid = drafted()
    file = bid.files.get().file
    storages["private"].delete(file.key)
    with pytest.raises(refused.FileLost, match="العرض الفني"):
        seal_it(bid)


def test_a_file_that_was_changed_in_the_store_is_not_sealed():
    bid = drafted()
    file = bid.files.get().file
    with open(storages["private"].path(file.key), "r+b") as stored:
        stored.write(b"%PDX")
    with pytest.raises(refused.FileLost, match="العرض الفني"):
        seal_it(bid)


@pytest.mark.promise("SUP-1.7")
def test_a_bid_is_sealed_only_to_the_key_that_the_plan_names(settings):
    with_other_key = drafted(published_tender(platform_key="0" * 64))
    with pytest.raises(refused.SealingUnavailable):
        seal_it(with_other_key)
    bid = drafted()
    settings.OPENING_PUBLIC_KEY_PATH = "/nowhere/opening.pub"
    with pytest.raises(refused.SealingUnavailable):
        seal_it(bid)


def test_files_are_taken_off_again_and_the_step_is_complete_with_the_first_one():
    bid = drafted()
    by, attached = person_of(bid.supplier), bid.files.get()
    assert "files" in bid.completed_steps
    bid = bidding.remove_file(bid.pk, attached.pk, by=by, version=bid.row_version)
    assert "files" not in bid.completed_steps
    bid = bidding.save_step(bid.pk, "files", {}, by=by, version=bid.row_version)
    assert seal_it(bid)


def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(django_capture_on_commit_callbacks):
    bid = drafted()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(FileRefused):
        bidding.add_file(bid.pk, files.upload(b"no pdf", "x.pdf"), by=person_of(bid.supplier), version=bid.row_version)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(refused.BidChanged):
        bidding.add_file(bid.pk, files.upload(files.pdf()), by=person_of(bid.supplier), version=bid.row_version - 1)
    assert StoredFile.objects.filter(kind="bid_file").count() == 1


def test_what_was_sealed_or_withdrawn_is_not_changed_any_more():
    bid = sealed()
    by = person_of(bid.supplier)
    for attempt in (
        lambda: bidding.save_step(bid.pk, "price", PRICE, by=by, version=bid.row_version),
        lambda: bidding.add_file(bid.pk, files.upload(files.pdf()), by=by, version=bid.row_version),
        lambda: seal_it(bid),
    ):
        with pytest.raises(refused.NoDraft):
            attempt()
    bid = bidding.withdraw_bid(bid.pk, by=by)
    for attempt in (lambda: seal_it(bid), lambda: bidding.withdraw_bid(bid.pk, by=by)):
        with pytest.raises(MoveNotAllowed):
            attempt()


@pytest.mark.promise("SUP-1.10")
def test_every_act_is_audited_once_without_names_and_without_the_entity():
    bid = drafted()
    bidding.remove_file(bid.pk, bid.files.get().pk, by=person_of(bid.supplier), version=bid.row_version)
    bid.refresh_from_db()
    seal(filled(bid))
    bidding.withdraw_bid(bid.pk, by=person_of(bid.supplier))
    acts = [entry.action.rpartition(":")[2] for entry in audit.history(bid)]
    assert acts == ["start", "add_file", "remove_file", "add_file", "seal", "withdraw"]
    entries = AuditEntry.objects.filter(action__startswith="supply:bid:")
    assert {entry.entity_id for entry in entries} == {""}
    assert not [entry for entry in entries if "12500" in str(entry.facts) or "الكعبي" in str(entry.facts)]


@pytest.mark.promise("SUP-1.3")
def test_the_holder_learns_how_a_receipt_stands_and_a_stranger_does_not():
    bid = sealed()
    receipt, by = bid.receipt, person_of(bid.supplier)
    with translation.override("en"):
        assert "counts" in receipts.present_state(by, receipt)
        assert receipts.present_state(PersonFactory(), receipt) == ""
        assert receipts.page_of(by, receipt) == reverse("supply:bid", args=[bid.tender.reference])
        assert receipts.page_of(PersonFactory(), receipt) == ""
        bidding.withdraw_bid(bid.pk, by=by)
        assert "withdrawn" in receipts.present_state(by, receipt)


@pytest.mark.promise("SUP-1.5")
def test_a_letter_goes_to_whoever_sealed_it_and_only_to_him():
    bid = sealed()
    outbox.deliver_all()
    letter = Letter.objects.get(template="supply:bid_sealed")
    assert letter.user == person_of(bid.supplier)


@pytest.mark.promise("SUP-1.3")
def test_the_letter_of_a_sealed_bid_names_its_receipt_its_instant_and_the_deadline():
    bid = sealed()
    outbox.deliver_all()
    letter = letters.compose(Letter.objects.get(template="supply:bid_sealed"))
    text, html = letter.body, letter.alternatives[0][0]
    assert f'<span class="nowrap">{bid.receipt.number}</span>' in html
    with translation.override("ar"):
        for said in (bid.receipt.number, dates.moment(bid.receipt.issued_at), dates.moment(bid.tender.closes_at)):
            assert said in text
