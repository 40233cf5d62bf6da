"""All bids at once, by several people, not before the appointed instant."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from messaging.models import Letter
from shared import audit, outbox
from shared.clock import database_now
from shared.files import inspection
from shared.files.refusals import FileDamaged
from shared.idempotency import no_key
from shared.models import AuditEntry, OutboxDelivery, OutboxMessage, Scan, StoredFile
from shared.moves import MoveNotAllowed
from supply import bidding, opening, queries, unsealing
from supply.bid_states import BidState, Outcome, SessionState
from supply.models import Bid, Envelope, OpenedBid, OpeningSession, Tender
from supply.sealing.keys import OpeningKeyMissing
from supply.states import Office, TenderResult, TenderState
from supply.templatetags.opening import had_expired
from supply.tendering import NotPermitted
from tests.factories.bids import (
    PRICE,
    attended,
    called,
    close,
    drafted,
    firm,
    member,
    open_tender,
    opened,
    opening_worker,
    person_of,
    sealed,
    started,
)
from tests.factories.people import PersonFactory, also, staff
from tests.factories.supply import SupplierFactory, published_tender

pytestmark = pytest.mark.django_db


def damage(bid):
    """One byte of the envelope is no longer what was sealed."""
    path = Path(storages["private"].path(Envelope.objects.get(submission__bid=bid).file.key))
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.promise("SUP-1.8")
def test_all_bids_become_known_in_one_act(behind_the_clock):
    tender = open_tender()
    bids = [sealed(tender, price={"net": f"{n}00.00", "vat": "0.00", "gross": f"{n}00.00"}) for n in (3, 1, 2)]
    close(tender, behind_the_clock)
    session = started(tender)
    assert not OpenedBid.objects.exists()
    opening_worker()
    session.refresh_from_db()
    tender.refresh_from_db()
    found = OpenedBid.objects.order_by("submission__received_at")
    assert [each.facts["price"]["net"] for each in found] == ["300.00", "100.00", "200.00"]
    assert [each.submission.bid for each in found] == bids
    assert {bid.state for bid in Bid.objects.all()} == {BidState.OPENED}
    assert (tender.state, session.state, session.result) == (TenderState.OPENED, SessionState.COMPLETED, "opened")
    instants = {tender.opened_at, session.completed_at, *(each.opened_at for each in found)}
    assert len(instants) == 1


@pytest.mark.promise("SUP-1.8")
def test_what_was_sealed_is_what_is_read(behind_the_clock):
    bid = sealed()
    opened(bid.tender, behind_the_clock)
    found = OpenedBid.objects.get()
    assert found.facts["price"] == {**PRICE, "currency": "AED", "basis": "net"}
    assert found.facts["company"]["licence_no"] == bid.supplier.licence_no
    assert "salt" not in found.facts
    file = found.files.get()
    assert (file.given_name, file.media_type, file.scan) == ("العرض الفني.pdf", "application/pdf", Scan.UNSCANNED)
    assert [(each["name"], each["sha256"]) for each in found.facts["files"]] == [(file.given_name, file.sha256)]


@pytest.mark.promise("SUP-1.8")
def test_the_committee_is_not_called_before_the_deadline():
    tender = open_tender()
    with pytest.raises(opening.TooEarly) as early:
        called(tender)
    assert early.value.context["not_before"] == tender.closes_at


@pytest.mark.promise("SUP-1.8")
def test_the_session_does_not_start_before_the_opening_instant(behind_the_clock):
    tender = sealed().tender
    behind_the_clock(tender, closes_at=timedelta(seconds=-1), opens_at=timedelta(hours=1))
    session = attended(tender)
    with pytest.raises(opening.TooEarly) as early:
        opening.start_opening(session.pk, by=member(tender))
    assert early.value.context["not_before"] == tender.opens_at
    session.refresh_from_db()
    assert session.state == SessionState.CALLED
    assert not OutboxMessage.objects.filter(event="supply.opening.started").exists()


@pytest.mark.promise("SUP-1.8")
def test_strangers_neither_call_nor_attend_nor_start(behind_the_clock):
    tender = sealed().tender
    close(tender, behind_the_clock)
    other_buyer = published_tender().author
    with pytest.raises(NotPermitted):
        opening.call_opening(tender.pk, by=other_buyer)
    session = attended(tender)
    for stranger in (PersonFactory(), other_buyer, tender.author, tender.approver):
        with pytest.raises(NotPermitted):
            opening.attend_opening(session.pk, by=stranger)
        with pytest.raises(NotPermitted):
            opening.start_opening(session.pk, by=stranger)
    for office in (Office.MEMBER, Office.SECRETARY):
        with pytest.raises(NotPermitted):
            opening.start_opening(session.pk, by=member(tender, office))


@pytest.mark.promise("SUP-1.8")
@pytest.mark.parametrize(
    ("here", "chair", "members"),
    [
        ([Office.CHAIR], False, 1),
        ([Office.CHAIR, Office.SECRETARY], False, 1),
        ([Office.MEMBER, Office.SECRETARY], True, 1),
        ([], True, 2),
    ],
)
def test_chair_and_quorum_have_to_be_there(behind_the_clock, here, chair, members):
    tender = sealed().tender
    close(tender, behind_the_clock)
    session = called(tender)
    for office in here:
        opening.attend_opening(session.pk, by=member(tender, office))
    with pytest.raises(opening.NotComplete) as lacking:
        opening.start_opening(session.pk, by=member(tender))
    assert (lacking.value.missing.chair, lacking.value.missing.members) == (chair, members)


@pytest.mark.promise("SUP-1.8")
def test_a_confirmation_of_long_ago_does_not_count_and_is_renewed(behind_the_clock):
    tender = sealed().tender
    close(tender, behind_the_clock)
    session = attended(tender)
    stale = session.attendances.get(office=Office.MEMBER)
    behind_the_clock(stale, confirmed_at=timedelta(minutes=-30))
    with pytest.raises(opening.NotComplete):
        opening.start_opening(session.pk, by=member(tender))
    opening.attend_opening(session.pk, by=member(tender, Office.MEMBER))
    assert opening.start_opening(session.pk, by=member(tender)).state == SessionState.IN_PROGRESS


@pytest.mark.promise("SUP-1.8")
def test_called_twice_it_is_one_session_and_started_twice_it_is_refused(behind_the_clock):
    tender = sealed().tender
    close(tender, behind_the_clock)
    assert called(tender) == called(tender)
    session = started(tender)
    with pytest.raises(MoveNotAllowed):
        opening.start_opening(session.pk, by=member(tender))
    opening_worker()
    with pytest.raises(MoveNotAllowed):
        opening.call_opening(tender.pk, by=tender.author)
    assert OpeningSession.objects.count() == 1


@pytest.mark.promise("SUP-1.8")
def test_a_damaged_envelope_is_a_fault_and_stops_no_other(behind_the_clock):
    tender = open_tender()
    bids = [sealed(tender) for _ in range(3)]
    damage(bids[1])
    opened(tender, behind_the_clock)
    outcomes = {each.submission.bid: each.outcome for each in OpenedBid.objects.all()}
    assert outcomes == {bids[0]: Outcome.OPENED, bids[1]: Outcome.SEAL_FAULT, bids[2]: Outcome.OPENED}
    faulty = OpenedBid.objects.get(outcome=Outcome.SEAL_FAULT)
    assert (faulty.fault, faulty.facts, faulty.files.count()) == ("chunk", {}, 0)
    assert audit.history(bids[1]).get(action="supply:bid:open").facts == {"outcome": "seal_fault"}
    tender.refresh_from_db()
    assert tender.state == TenderState.OPENED


@pytest.mark.promise("SUP-1.8")
def test_an_envelope_that_is_gone_is_a_fault(behind_the_clock):
    bid = sealed()
    storages["private"].delete(Envelope.objects.get().file.key)
    opened(bid.tender, behind_the_clock)
    assert OpenedBid.objects.get().fault == "envelope_missing"


@pytest.mark.promise("SUP-1.8")
def test_an_envelope_in_the_place_of_another_does_not_open(behind_the_clock):
    tender = open_tender()
    first, second = sealed(tender), sealed(tender)
    keys = [storages["private"].path(Envelope.objects.get(submission__bid=bid).file.key) for bid in (first, second)]
    Path(keys[0]).write_bytes(Path(keys[1]).read_bytes())
    opened(tender, behind_the_clock)
    assert OpenedBid.objects.get(submission__bid=first).fault == "binding"
    assert OpenedBid.objects.get(submission__bid=second).outcome == Outcome.OPENED


@pytest.mark.promise("SUP-1.7")
def test_no_process_but_the_opening_worker_can_open(behind_the_clock):
    bid = sealed()
    close(bid.tender, behind_the_clock)
    session = started(bid.tender)
    with pytest.raises(OpeningKeyMissing):
        outbox.deliver_all()
    session.refresh_from_db()
    assert (session.state, OpenedBid.objects.count()) == (SessionState.IN_PROGRESS, 0)


@pytest.mark.promise("SUP-1.7")
def test_reading_the_envelopes_belongs_to_the_queue_of_the_opening_worker(behind_the_clock):
    bid = sealed()
    close(bid.tender, behind_the_clock)
    started(bid.tender)
    delivery = OutboxDelivery.objects.get(message__event="supply.opening.started")
    assert delivery.queue == "opening"


@pytest.mark.promise("SUP-1.8")
def test_the_worker_reads_nothing_before_the_opening_instant(behind_the_clock, settings):
    bid = sealed()
    settings.OPENING_KEY_PATH = str(settings.KEYS_DIR / "opening.key")
    with pytest.raises(unsealing.NotYet):
        unsealing.unseal(opening.live_submissions(bid.tender), not_before=bid.tender.opens_at)


@pytest.mark.promise("SUP-1.8")
def test_a_worker_that_is_called_again_changes_nothing(behind_the_clock):
    bid = sealed()
    session = opened(bid.tender, behind_the_clock)
    assert opening.open_bids(session.pk, []) == session
    OutboxDelivery.objects.filter(queue="opening").update(done_at=None, claimed_until=None)
    opening_worker()
    assert OpenedBid.objects.count() == 1
    assert OutboxMessage.objects.filter(event="supply.tender.opened").count() == 1


@pytest.mark.promise("SUP-1.8")
def test_a_session_that_fails_half_way_leaves_nothing_known(behind_the_clock, monkeypatch):
    tender = open_tender()
    sealed(tender)
    sealed(tender)
    close(tender, behind_the_clock)
    session = started(tender)
    recorded, record = [], opening.audit.record

    def breaks(action, *args, **facts):
        recorded.append(action)
        if recorded.count("supply:bid:open") == 2:
            raise OSError("power cut")
        return record(action, *args, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(opening.audit, "record", breaks)
        opening_worker()
    session.refresh_from_db()
    assert (session.state, OpenedBid.objects.count()) == (SessionState.IN_PROGRESS, 0)
    assert {bid.state for bid in Bid.objects.all()} == {BidState.SEALED}
    OutboxDelivery.objects.filter(queue="opening").update(claimed_until=None)
    opening_worker()
    assert OpenedBid.objects.count() == 2


@pytest.mark.promise("SUP-1.8")
def test_without_any_bid_the_tender_ends_at_once(behind_the_clock):
    tender = drafted().tender
    close(tender, behind_the_clock)
    session = started(tender)
    tender.refresh_from_db()
    assert (session.state, session.result) == (SessionState.COMPLETED, "no_bids")
    assert (tender.state, tender.result) == (TenderState.UNSUCCESSFUL, TenderResult.NO_BIDS)
    assert session.completed_at == session.started_at == tender.unsuccessful_at
    assert OutboxMessage.objects.filter(event="supply.tender.unsuccessful").exists()


@pytest.mark.promise("SUP-1.8")
def test_drafts_and_withdrawn_bids_are_not_opened(behind_the_clock):
    tender = open_tender()
    kept, withdrawn, draft = sealed(tender), sealed(tender), drafted(tender)
    bidding.withdraw_bid(withdrawn.pk, by=person_of(withdrawn.supplier))
    opened(tender, behind_the_clock)
    assert [each.submission.bid for each in OpenedBid.objects.all()] == [kept]
    draft.refresh_from_db()
    assert draft.state == BidState.DRAFT


@pytest.mark.promise("SUP-1.8")
def test_a_file_that_passes_no_check_stays_locked_and_its_bid_stays(behind_the_clock):
    """Sealed ciphertext cannot be looked into: what came out of it is looked at before anyone reads it."""
    bid = drafted()
    assert bid.files.get().file.scan == Scan.UNSCANNED
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspection, "_check_pdf", _refuses)
        bidding.seal_bid(bid.pk, by=person_of(bid.supplier), version=bid.row_version, once=no_key)
        opened(bid.tender, behind_the_clock)
    found = OpenedBid.objects.get()
    assert (found.outcome, found.files.get().scan) == (Outcome.OPENED, Scan.FAILED)


def _refuses(stream):
    raise FileDamaged


@pytest.mark.promise("SUP-1.8")
def test_a_firm_that_lapsed_after_sealing_is_opened_all_the_same(behind_the_clock):
    bid = sealed()
    type(bid.supplier).objects.filter(pk=bid.supplier_id).update(licence_expires_on="2020-01-01")
    opened(bid.tender, behind_the_clock)
    assert OpenedBid.objects.get().outcome == Outcome.OPENED


@pytest.mark.promise("SUP-1.10")
def test_every_act_of_the_session_is_audited_once(behind_the_clock):
    bid = sealed()
    session = opened(bid.tender, behind_the_clock)
    assert [entry.action for entry in audit.history(session)] == [
        "supply:opening:call", "supply:opening:attend", "supply:opening:attend", "supply:opening:start",
        "supply:opening:go_on_with_single_bid",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action__in=("supply:tender:open", "supply:bid:open")).count() == 2


@pytest.mark.promise("SUP-1.8")
def test_members_are_called_and_bidders_told_each_once(behind_the_clock):
    tender = open_tender()
    bids = [sealed(tender), sealed(tender)]
    opened(tender, behind_the_clock)
    outbox.deliver_all()
    assert Letter.objects.filter(template="supply:opening_called").count() == tender.opening_plan.members.count()
    told = set(Letter.objects.filter(template="supply:bid_opened").values_list("user", flat=True))
    assert told == {person_of(bid.supplier).pk for bid in bids}


@pytest.mark.promise("SUP-1.8")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_record_is_public_and_complete(behind_the_clock, client, language):
    tender = open_tender()
    bids = [sealed(tender), sealed(tender)]
    damage(bids[1])
    opened(tender, behind_the_clock)
    page = client.get(f"/{language}/tenders/{tender.reference}/").content.decode()
    for bid in bids:
        assert bid.supplier.legal_name_ar in page
        assert bid.supplier.legal_name_en in page
        assert bid.supplier.licence_no in page
    assert "12,500.50" in page
    assert person_of(bids[0].supplier).full_name_ar not in page
    assert "مريم الكعبي" not in page


def room(tender, act=""):
    return reverse(f"supply_staff:{act or 'opening'}{'_opening' if act else ''}", args=[tender.pk])


@pytest.mark.promise("SUP-1.8")
def test_the_whole_session_through_the_room(behind_the_clock, client):
    tender = sealed().tender
    sealed(tender)
    close(tender, behind_the_clock)
    client.force_login(tender.author)
    assert client.post(room(tender, "call")).status_code == 302
    chair = member(tender)
    client.force_login(chair)
    refused = client.post(room(tender, "start"))
    assert refused.status_code == 409
    assert client.post(room(tender, "attend")).status_code == 302
    client.force_login(member(tender, Office.MEMBER))
    assert client.post(room(tender, "attend")).status_code == 302
    client.force_login(chair)
    assert client.post(room(tender, "start")).status_code == 302
    assert client.get(room(tender))["Refresh"] == "3"
    opening_worker()
    page = client.get(room(tender)).content.decode()
    assert "12,500.50" in page


@pytest.mark.promise("SUP-1.11")
def test_the_room_is_not_there_for_strangers(behind_the_clock, client):
    tender = sealed().tender
    close(tender, behind_the_clock)
    attended(tender)
    for stranger in (published_tender().author, staff("recruiter", tender.entity)):
        client.force_login(stranger)
        assert client.get(room(tender)).status_code == 404
        assert {client.post(room(tender, act)).status_code for act in ("call", "attend", "start")} == {404}


@pytest.mark.promise("SUP-1.11")
def test_what_was_opened_is_read_by_committee_and_entity_alone(behind_the_clock, client):
    bid = sealed()
    opened(bid.tender, behind_the_clock)
    file = OpenedBid.objects.get().files.get()
    address = reverse("files:detail", args=[file.pk])
    for reader in (member(bid.tender), member(bid.tender, Office.SECRETARY), bid.tender.author):
        client.force_login(reader)
        assert client.get(address).status_code == 200
    for stranger in (published_tender().author, person_of(firm()), person_of(bid.supplier)):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


@pytest.mark.promise("SUP-1.18")
def test_what_was_opened_is_not_read_by_a_buyer_whose_own_firm_has_bid(behind_the_clock, client):
    """He was given the role after his firm had sealed its bid."""
    bid = sealed()
    rival = sealed(bid.tender)
    both = also("buyer", person_of(rival.supplier), bid.tender.entity)
    opened(bid.tender, behind_the_clock)
    client.force_login(both)
    for found in OpenedBid.objects.all():
        assert client.get(reverse("files:detail", args=[found.files.get().pk])).status_code == 404
    contact = OpenedBid.objects.get(submission__bid=bid).facts["company"]["contact_name"]
    assert contact not in client.get(room(bid.tender)).content.decode()
    client.force_login(bid.tender.author)
    assert contact in client.get(room(bid.tender)).content.decode()


def test_a_sealed_file_is_given_to_nobody(behind_the_clock, client):
    bid = sealed()
    address = reverse("files:detail", args=[Envelope.objects.get().file_id])
    for reader in (person_of(bid.supplier), bid.tender.author, member(bid.tender)):
        client.force_login(reader)
        assert client.get(address).status_code == 404


def test_a_draft_file_is_read_by_the_firm_alone(client):
    bid = drafted()
    address = reverse("files:detail", args=[StoredFile.objects.get(guard="supply.bid").pk])
    client.force_login(person_of(bid.supplier))
    assert client.get(address).status_code == 200
    for stranger in (person_of(firm()), bid.tender.author, member(bid.tender)):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


def test_a_member_sees_first_what_waits_to_be_opened_then_what_comes_next(behind_the_clock):
    later, waits, over, sooner = (open_tender() for _each in range(4))
    close(over, behind_the_clock)
    started(over)
    close(waits, behind_the_clock)
    behind_the_clock(sooner, closes_at=timedelta(hours=1), opens_at=timedelta(hours=2))
    assert list(queries.next_to_open(Tender.objects.all(), at=database_now())) == [waits, sooner, later, over]


def test_the_licence_is_judged_by_the_day_of_the_opening_here_and_not_in_greenwich():
    firm = SupplierFactory.build(licence_expires_on=date(2027, 1, 1))
    assert not had_expired(firm, datetime(2027, 1, 1, 19, 59, tzinfo=UTC))
    assert had_expired(firm, datetime(2027, 1, 1, 20, 0, tzinfo=UTC)), "midnight of the next day in the Gulf"


def test_only_a_tender_of_his_committee_stands_in_a_members_list(behind_the_clock, client):
    mine, other = open_tender(), open_tender()
    client.force_login(member(mine))
    page = client.get(reverse("supply_staff:openings")).content.decode()
    assert mine.reference in page
    assert other.reference not in page
    assert Tender.objects.filter(pk=other.pk, closes_at__gt=database_now()).exists()
