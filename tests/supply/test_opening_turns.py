"""What may happen to a session besides its plain course: nobody bid, one bid, all withdrawn, adjourned, resumed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from messaging.models import Letter
from shared import audit, outbox
from shared.clock import database_now
from shared.moves import MoveNotAllowed
from supply import adjourning, bidding, opening
from supply.bid_states import BidState, SessionState
from supply.models import Bid, OpenedBid
from supply.states import Office, TenderResult, TenderState
from supply.tendering import NotPermitted
from tests.factories.bids import (
    SINGLE,
    attended,
    close,
    firm,
    member,
    open_tender,
    opened,
    opening_worker,
    person_of,
    sealed,
    started,
)

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SUP-1.8")]
REASON = "رئيس اللجنة في مهمة رسمية."


def start(tender):
    return opening.start_opening(attended(tender).pk, by=member(tender))


def adjourn(session, *, by=None, after=timedelta(hours=2)):
    by = by or member(session.tender)
    return adjourning.adjourn_opening(session.pk, by=by, reason=REASON, resumes_at=database_now() + after)


def room(tender, act=""):
    return reverse(f"supply_staff:{act or 'opening'}{'_opening' if act else ''}", args=[tender.pk])


@pytest.fixture
def two(behind_the_clock):
    """A tender past its deadline, with two bids."""
    tender = sealed().tender
    sealed(tender)
    close(tender, behind_the_clock)
    return tender


@pytest.fixture
def one(behind_the_clock):
    tender = sealed().tender
    close(tender, behind_the_clock)
    return tender


def test_where_all_bids_were_withdrawn_nothing_is_read_and_the_tender_ends(behind_the_clock):
    tender = open_tender()
    for bid in (sealed(tender), sealed(tender)):
        bidding.withdraw_bid(bid.pk, by=person_of(bid.supplier))
    close(tender, behind_the_clock)
    session = start(tender)
    opening_worker()
    tender.refresh_from_db()
    assert (session.result, tender.state, tender.result) == ("no_bids", TenderState.UNSUCCESSFUL, TenderResult.NO_BIDS)
    assert {bid.state for bid in Bid.objects.all()} == {BidState.WITHDRAWN}
    assert not OpenedBid.objects.exists()


def test_a_bid_that_stands_alone_waits_for_a_written_reason(one):
    session = start(one)
    opening_worker()
    session.refresh_from_db()
    assert (session.state, OpenedBid.objects.count()) == (SessionState.IN_PROGRESS, 0)
    opening.go_on_with_single_bid(session.pk, by=member(one), reason=SINGLE)
    opening_worker()
    session.refresh_from_db()
    assert (session.state, session.single_bid_reason, OpenedBid.objects.count()) == ("completed", SINGLE, 1)


def test_only_the_chair_goes_on_and_only_once(one):
    session = start(one)
    for other in (member(one, Office.MEMBER), one.author, person_of(firm())):
        with pytest.raises(NotPermitted):
            opening.go_on_with_single_bid(session.pk, by=other, reason=SINGLE)
    opening.go_on_with_single_bid(session.pk, by=member(one), reason=SINGLE)
    with pytest.raises(opening.NothingToReason):
        opening.go_on_with_single_bid(session.pk, by=member(one), reason="another")


def test_two_bids_need_no_reason(two):
    session = start(two)
    with pytest.raises(opening.NothingToReason):
        opening.go_on_with_single_bid(session.pk, by=member(two), reason=SINGLE)
    opening_worker()
    assert OpenedBid.objects.count() == 2


def test_a_government_whose_law_asks_for_no_reason_opens_at_once(one, settings):
    settings.TENDER_SINGLE_BID_NEEDS_REASON = False
    start(one)
    opening_worker()
    assert OpenedBid.objects.count() == 1


@pytest.mark.parametrize("office", ["chair", "buyer"])
def test_a_session_is_adjourned_by_the_chair_or_where_he_is_missing_by_the_buyer(two, office):
    session = opening.call_opening(two.pk, by=two.author)
    session = adjourn(session, by=member(two) if office == "chair" else two.author)
    assert (session.state, session.adjourn_reason) == (SessionState.ADJOURNED, REASON)
    outbox.deliver_all()
    assert Letter.objects.filter(template="supply:opening_adjourned").count() == 3


def test_nobody_else_adjourns(two):
    session = attended(two)
    for other in (two.approver, open_tender().author, person_of(firm())):
        with pytest.raises(NotPermitted):
            adjourn(session, by=other)


def test_it_resumes_in_the_future_only(two):
    session = attended(two)
    with pytest.raises(adjourning.ResumesInThePast) as refused:
        adjourn(session, after=timedelta(seconds=-1))
    assert refused.value.field == "resumes_at"


def test_an_adjourned_session_is_resumed_by_chair_and_quorum_not_before_its_time(two, behind_the_clock):
    session = adjourn(attended(two))
    with pytest.raises(opening.TooEarly) as early:
        opening.start_opening(session.pk, by=member(two))
    assert early.value.context["not_before"] == session.resumes_at
    behind_the_clock(session, resumes_at=timedelta(seconds=-1))
    for attendance in session.attendances.all():
        behind_the_clock(attendance, confirmed_at=timedelta(hours=-1))
    with pytest.raises(opening.NotComplete):
        opening.start_opening(session.pk, by=member(two))
    for office in (Office.CHAIR, Office.MEMBER):
        opening.attend_opening(session.pk, by=member(two, office))
    resumed = opening.start_opening(session.pk, by=member(two))
    opening_worker()
    resumed.refresh_from_db()
    assert resumed.state == SessionState.COMPLETED
    assert len(opening.present_at(resumed, at=database_now())) == 2


def test_what_was_read_while_the_session_was_adjourned_is_not_recorded(two, behind_the_clock):
    session = start(two)
    first_start = session.started_at
    adjourn(session)
    opening_worker()
    session.refresh_from_db()
    assert (session.state, OpenedBid.objects.count()) == (SessionState.ADJOURNED, 0)
    behind_the_clock(session, resumes_at=timedelta(seconds=-1))
    resumed = opening.start_opening(session.pk, by=member(two))
    assert (resumed.started_at, resumed.resumed_at > first_start) == (first_start, True)
    opening_worker()
    assert OpenedBid.objects.count() == 2


def test_the_worker_that_comes_back_after_an_adjournment_changes_nothing(two):
    session = start(two)
    adjourn(session)
    assert opening.open_bids(session.pk, []).state == SessionState.ADJOURNED


def test_less_than_everything_is_never_recorded(two):
    session = start(two)
    with pytest.raises(opening.NotAllRead):
        opening.open_bids(session.pk, [])
    session.refresh_from_db()
    assert session.state == SessionState.IN_PROGRESS


def test_a_single_bid_may_be_adjourned_instead_and_asks_for_its_reason_again(one, behind_the_clock):
    session = adjourn(start(one))
    with pytest.raises(opening.NothingToReason):
        opening.go_on_with_single_bid(session.pk, by=member(one), reason=SINGLE)
    behind_the_clock(session, resumes_at=timedelta(seconds=-1))
    assert opening.awaits_reason(opening.start_opening(session.pk, by=member(one)))


def test_what_is_completed_is_not_adjourned(two, behind_the_clock):
    session = opened(two, behind_the_clock)
    with pytest.raises(MoveNotAllowed):
        adjourn(session)


def test_an_adjourned_session_is_the_one_unfinished_session(two):
    session = adjourn(attended(two))
    assert opening.call_opening(two.pk, by=two.author) == session


def test_the_database_keeps_no_adjournment_without_its_reason(two):
    session = attended(two)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE supply_openingsession SET state = 'adjourned' WHERE id = %s", [session.pk])


@pytest.mark.promise("SUP-1.10")
def test_each_turn_is_audited_without_its_words(one):
    session = adjourn(start(one))
    entry = audit.history(session).get(action="supply:opening:adjourn")
    assert set(entry.facts) == {"resumes_at"}


def test_the_room_asks_for_the_reason_beside_the_field(one, client):
    client.force_login(member(one))
    start(one)
    page = client.get(room(one))
    assert "Refresh" not in page
    refused = client.post(room(one, "single"), {"single_bid_reason": " "})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'aria-invalid="true"' in page
    assert page.count('id="id_single_bid_reason"') == page.count('id="id_adjourn_reason"') == 1
    assert client.post(room(one, "single"), {"single_bid_reason": SINGLE}).status_code == 302
    opening_worker()
    assert SINGLE in client.get(room(one, "").replace("/opening/", "/opening/minutes/")).content.decode()


def test_the_room_renews_itself_but_not_while_somebody_writes_why_he_adjourns(two, client):
    client.force_login(member(two))
    started(two)
    renewed = client.get(room(two))
    assert renewed.headers["Refresh"]
    assert 'href="?adjourn"' in renewed.content.decode()
    writing = client.get(room(two), {"adjourn": ""})
    assert "Refresh" not in writing.headers
    assert 'name="adjourn_reason"' in writing.content.decode()


def test_the_room_adjourns_and_keeps_what_was_typed(two, client):
    session = attended(two)
    client.force_login(member(two))
    refused = client.post(room(two, "adjourn"), {"adjourn_reason": REASON, "resumes_at": "2020-01-01 10:00"})
    assert refused.status_code == 422
    assert REASON in refused.content.decode()
    assert "خطأ:" in refused.content.decode().partition("</title>")[0]
    later = (database_now() + timedelta(days=1)).strftime("%Y-%m-%d 10:00")
    assert client.post(room(two, "adjourn"), {"adjourn_reason": REASON, "resumes_at": later}).status_code == 302
    session.refresh_from_db()
    assert session.state == SessionState.ADJOURNED
    page = client.get(room(two), headers={"accept-language": "en"}).content.decode()
    assert REASON in page
    assert "The instant at which the session resumes has not come yet." in page
    assert "Everything is ready." not in page


def test_the_minutes_stand_in_both_languages_and_name_no_person_of_a_bidder(two, behind_the_clock, client):
    opened(two, behind_the_clock)
    client.force_login(member(two, Office.SECRETARY))
    page = client.get(reverse("supply_staff:minutes", args=[two.pk])).content.decode()
    assert page.count('lang="ar"') >= 1
    for words in ("محضر فتح المظاريف", "Minutes of opening", "12,500.50", two.title_ar, two.title_en):
        assert words in page
    for bid in Bid.objects.select_related("supplier"):
        assert bid.supplier.legal_name_ar in page
        assert person_of(bid.supplier).full_name_ar not in page
    assert "مريم الكعبي" not in page
    for half in ("minutes-ar", "minutes-en"):
        assert f'href="#{half}"' in page
        assert f'id="{half}"' in page
    firm = Bid.objects.select_related("supplier").first().supplier
    english = page[page.index('id="minutes-en"') :]
    assert english.index(firm.legal_name_en) < english.index(firm.legal_name_ar), "each half begins with its own name"


def test_there_are_no_minutes_before_the_end_and_none_for_strangers(two, client):
    address = reverse("supply_staff:minutes", args=[two.pk])
    client.force_login(member(two))
    assert client.get(address).status_code == 404
    started(two)
    assert client.get(address).status_code == 404
    opening_worker()
    assert client.get(address).status_code == 200
    client.force_login(open_tender().author)
    assert client.get(address).status_code == 404
