"""The screens on which a firm prepares, checks, seals and withdraws its bid; without scripts, in both languages."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared import outbox
from shared.clock import database_now
from shared.models import Receipt
from supply.bid_keys import platform_key_id
from supply.bid_states import BidState
from supply.forms.bids import DECLARATION
from supply.models import Bid, Submission
from tests.factories.files import pdf, upload
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.factories.supply import SupplierUserFactory, published_tender

pytestmark = pytest.mark.django_db
LIGHT = 60_000
ANSWERS = {
    "company": {
        "contact_name": "مريم الكعبي",
        "email": "bids@demo.example",
        "phone": "0501234567",
        "confirmed": "on",
    },
    "price": {"net": "١٢٬٥٠٠٫٥٠", "vat": "625.03", "gross": "13,125.53"},
    "answers": {"approach": "ثلاث فرق عمل ومعدات حديثة.", "duration_days": "١٨٠", "deviations": ""},
    "declaration": {"no_collusion": "on", "no_conflict": "on", "correct": "on", "wording": DECLARATION},
}


@pytest.fixture
def seat():
    return SupplierUserFactory()


@pytest.fixture
def bidder(client, seat):
    client.force_login(seat.user)
    return client


@pytest.fixture
def tender():
    return published_tender(platform_key=platform_key_id())


def door(tender, page="", language="ar"):
    return f"/{language}/tenders/{tender.reference}/bid/{page}"


def begin(bidder, tender, seat):
    assert bidder.post(door(tender), {"supplier": str(seat.supplier_id)}).status_code == 302
    return Bid.objects.get(tender=tender, supplier=seat.supplier)


def send(bidder, tender, step, language="ar", button="continue", **changed):
    """One step as the browser sends it: with the row version that the page showed."""
    typed = {**ANSWERS.get(step, {}), **changed, button: "1"}
    return bidder.post(door(tender, f"{step}/", language), {"version": version_of(tender), **typed})


def version_of(tender):
    return str(Bid.objects.live().get(tender=tender).row_version)


def fill(bidder, tender, *steps):
    for step in steps or ("company", "price", "answers", "files", "declaration"):
        answer = send(bidder, tender, step)
        assert answer.status_code == 302, f"{step}: {answer.content.decode()}"


def seal(bidder, tender, language="ar"):
    """Press the button that the page shows."""
    page = bidder.get(door(tender, "seal/", language)).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(idempotency_key|version)" value="([^"]+)"', page))
    return bidder.post(door(tender, "seal/", language), fields)


def late(tender, behind_the_clock):
    behind_the_clock(tender, closes_at=timedelta(seconds=-1), opens_at=timedelta(seconds=-1))


def words(response):
    return response.content.decode()


@pytest.mark.promise("SUP-1.3")
def test_a_bid_is_prepared_over_two_sessions_checked_and_sealed(client, bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender, "company", "price")
    client.logout()
    client.force_login(seat.user)
    assert 'value="12500.50"' in words(client.get(door(tender, "price/")))
    fill(client, tender, "answers", "files", "declaration")
    checked = words(client.get(door(tender, "check/")))
    for shown in ("12,500.50", "13,125.53", "ثلاث فرق عمل", "bids@demo.example", "180"):
        assert shown in checked
    answer = seal(client, tender)
    receipt = Receipt.objects.get(kind="bid")
    assert answer.url == f"/ar/receipts/{receipt.pk}/"
    assert receipt.number in words(client.get(answer.url))
    assert Bid.objects.get().state == BidState.SEALED


@pytest.mark.promise("SUP-1.3")
def test_a_second_click_and_the_way_back_lead_to_the_same_receipt(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    page = words(bidder.get(door(tender, "seal/")))
    fields = dict(re.findall(r'<input type="hidden" name="(idempotency_key|version)" value="([^"]+)"', page))
    answers = [bidder.post(door(tender, "seal/"), fields) for _ in range(3)]
    assert {answer.url for answer in answers} == {answers[0].url}
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_tender_page_leads_to_the_bid(client, tender, seat, language):
    page = f"/{language}/tenders/{tender.reference}/"
    assert door(tender, language=language) in words(client.get(page))
    assert client.get(door(tender)).url.startswith("/ar/account/sign-in/")
    client.force_login(seat.user)
    assert seat.supplier.legal_name_ar in words(client.get(door(tender)))
    begin(client, tender, seat)
    assert {"ar": "مسودة", "en": "Draft"}[language] in words(client.get(page))


def test_whoever_acts_for_no_firm_is_told_how_to_register(client, tender):
    client.force_login(PersonFactory())
    page = words(client.get(door(tender, language="en")))
    assert "/en/suppliers/register/" in page
    assert '<button class="btn btn-primary">Prepare a bid' not in page


def test_a_closed_tender_invites_nobody(client, bidder, tender, seat, behind_the_clock):
    late(tender, behind_the_clock)
    assert bidder.get(door(tender)).url == f"/ar/tenders/{tender.reference}/"
    assert door(tender) not in words(bidder.get(f"/ar/tenders/{tender.reference}/"))
    assert bidder.post(door(tender), {"supplier": str(seat.supplier_id)}).status_code == 409
    assert not Bid.objects.exists()


# --- bad input -------------------------------------------------------------------------------------------------------

EXAMPLE = {"ar": "مثل 12,500.50", "en": "such as 12,500.50"}


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("typed", ["12.500,50", "1e5", "0", "-1", "1234567890123456789", "12,500 USD", "€ 12,500", "x"])
def test_what_is_no_amount_is_told_with_an_example_and_kept(bidder, tender, seat, typed, language):
    begin(bidder, tender, seat)
    answer = send(bidder, tender, "price", language, net=typed)
    assert answer.status_code == 422
    assert EXAMPLE[language] in words(answer)
    assert f'value="{typed}"' in words(answer)
    assert 'value="13,125.53"' in words(answer)


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_amounts_that_do_not_add_up_are_told_with_their_sum(bidder, tender, seat, language):
    begin(bidder, tender, seat)
    answer = send(bidder, tender, "price", language, gross="13125.54")
    assert answer.status_code == 422
    assert "13,125.53" in words(answer)
    assert 'value="13125.54"' in words(answer)


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ("company", {"email": "bids@demo"}),
        ("company", {"phone": "123"}),
        ("company", {"confirmed": ""}),
        ("company", {"contact_name": ""}),
        ("answers", {"approach": ""}),
        ("answers", {"approach": "ن" * 4001}),
        ("answers", {"duration_days": "٠"}),
        ("answers", {"duration_days": "soon"}),
        ("declaration", {"no_conflict": ""}),
        ("declaration", {"wording": "1999-01"}),
    ],
)
def test_bad_answers_are_told_beside_the_field_and_nothing_is_saved(bidder, tender, seat, step, changed, language):
    bid = begin(bidder, tender, seat)
    answer = send(bidder, tender, step, language, **changed)
    assert answer.status_code == 422
    assert {"ar": "يرجى تصحيح ما يلي", "en": "Please correct the following"}[language] in words(answer)
    bid.refresh_from_db()
    assert (bid.read_draft(), bid.completed_steps) == ({}, [])


def test_of_three_sentences_not_confirmed_each_says_which_it_is(bidder, tender, seat):
    begin(bidder, tender, seat)
    answer = words(send(bidder, tender, "declaration", "en", no_collusion="", no_conflict="", correct=""))
    for what in ("the bid was prepared", "there is no conflict of interest", "the data of the bid is correct"):
        assert answer.count(f"Tick the box to confirm that {what}") == 2, "in the summary, and beside the box"


def test_a_time_for_completion_out_of_range_says_the_range(bidder, tender, seat):
    begin(bidder, tender, seat)
    for days in ("0", "3651"):
        assert "from 1 to 3,650" in words(send(bidder, tender, "answers", "en", duration_days=days))


def test_leaving_keeps_what_was_typed_also_where_it_does_not_hold_yet(bidder, tender, seat):
    begin(bidder, tender, seat)
    assert send(bidder, tender, "price", button="leave", net="12.500,50", gross="").url == door(tender)
    page = words(bidder.get(door(tender, "price/")))
    assert 'value="12.500,50"' in page
    tasks = {task.name: task.state for task in bidder.get(door(tender)).context["tasks"]}
    assert tasks["price"] == "in_progress"


@pytest.mark.promise("SUP-1.13")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_refused_file_is_told_beside_its_field_and_the_others_stay(bidder, tender, seat, language):
    bid = begin(bidder, tender, seat)
    address = door(tender, "files/", language)
    good = bidder.post(address, {"version": version_of(tender), "file": upload(pdf(), "العرض الفني.pdf")})
    assert good.status_code == 302
    for content, name in ((b"MZ program", "offer.pdf"), (b"", "empty.pdf"), (pdf(password="x"), "locked.pdf")):
        refused = bidder.post(address, {"version": version_of(tender), "file": upload(content, name)})
        assert refused.status_code == 422
        assert 'id="id_file_error"' in words(refused)
        assert "العرض الفني.pdf" in words(refused)
    assert bidder.post(address, {"version": version_of(tender)}).status_code == 422
    assert bid.files.count() == 1


def test_a_file_is_replaced_and_removed(bidder, tender, seat):
    bid = begin(bidder, tender, seat)
    address = door(tender, "files/")
    bidder.post(address, {"version": version_of(tender), "file": upload(pdf(), "first.pdf")})
    old = bid.files.get()
    bidder.post(
        address, {"version": version_of(tender), "file": upload(pdf(pages=2), "second.pdf"), "replaces": old.pk}
    )
    new = bid.files.select_related("file").get()
    assert new.file.given_name == "second.pdf"
    bidder.post(door(tender, f"files/{new.pk}/remove/"), {"version": version_of(tender)})
    assert not bid.files.exists()


@pytest.mark.parametrize("supplier", ["", "x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_a_firm_that_is_not_ones_own_is_not_found(bidder, tender, supplier):
    assert bidder.post(door(tender), {"supplier": supplier}).status_code == 404


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.promise("SUP-1.11")
def test_a_strangers_bid_is_not_found_at_any_door(bidder, client, tender, seat):
    bid = begin(bidder, tender, seat)
    bidder.post(door(tender, "files/"), {"version": version_of(tender), "file": upload(pdf())})
    attached = bid.files.get()
    strangers = (PersonFactory(), SupplierUserFactory().user, staff("buyer", tender.entity), tender.approver)
    pages = ["company/", "price/", "files/", "check/", "copy/", "seal/", "withdraw/"]
    for stranger in strangers:
        client.force_login(stranger)
        for page in pages:
            assert client.get(door(tender, page)).status_code == 404, page
        for page in ("price/", "files/", "seal/", "withdraw/", f"files/{attached.pk}/remove/"):
            assert client.post(door(tender, page), {"version": "1"}).status_code == 404, page
        assert client.get(f"/ar/files/{attached.file_id}/").status_code == 404
        assert bid.reference not in words(client.get("/ar/account/company/bids/"))
    bid.refresh_from_db()
    assert bid.state == BidState.DRAFT


def test_whoever_only_reads_for_the_firm_cannot_write(client, bidder, tender, seat):
    begin(bidder, tender, seat)
    reader = SupplierUserFactory(supplier=seat.supplier, role="viewer")
    client.force_login(reader.user)
    assert client.get(door(tender)).status_code == 200
    assert client.get(door(tender, "price/")).url == door(tender)
    assert send(client, tender, "price").status_code == 403
    assert client.post(door(tender, "withdraw/")).status_code == 403


# --- time and change -------------------------------------------------------------------------------------------------


@pytest.mark.promise("SUP-1.4")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_too_late_is_told_with_both_instants_and_the_draft_stays_readable(
    bidder, tender, seat, language, behind_the_clock
):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    page = words(bidder.get(door(tender, "seal/", language)))
    fields = dict(re.findall(r'<input type="hidden" name="(idempotency_key|version)" value="([^"]+)"', page))
    late(tender, behind_the_clock)
    answer = bidder.post(door(tender, "seal/", language), fields)
    assert answer.status_code == 409
    assert words(answer).count("<time ") == 2
    assert not Submission.objects.exists()
    kept = words(bidder.get(door(tender, language=language)))
    assert "12,500.50" in kept
    assert "ثلاث فرق عمل" in kept
    assert bidder.get(door(tender, "seal/", language)).status_code == 302


def test_what_was_typed_when_it_got_too_late_is_kept(bidder, tender, seat, behind_the_clock):
    bid = begin(bidder, tender, seat)
    late(tender, behind_the_clock)
    assert send(bidder, tender, "price").status_code == 409
    bid.refresh_from_db()
    assert bid.read_draft()["price"]["gross"] == "13125.53"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_two_tabs_lose_nothing(bidder, tender, seat, language):
    begin(bidder, tender, seat)
    old = version_of(tender)
    send(bidder, tender, "price", language)
    answer = bidder.post(
        door(tender, "price/", language), {"version": old, "net": "99", "vat": "1", "gross": "100", "continue": "1"}
    )
    assert answer.status_code == 409
    for shown in ("12,500.50", "99", "100"):
        assert shown in words(answer)
    assert {"ar": "السعر غير شامل ضريبة القيمة المضافة", "en": "Price excluding VAT"}[language] in words(answer)


def test_a_check_page_of_yesterday_cannot_seal_todays_draft(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    page = words(bidder.get(door(tender, "seal/")))
    fields = dict(re.findall(r'<input type="hidden" name="(idempotency_key|version)" value="([^"]+)"', page))
    send(bidder, tender, "price", net="99", vat="1", gross="100")
    answer = bidder.post(door(tender, "seal/"), fields)
    assert answer.status_code == 409
    assert not Submission.objects.exists()


@pytest.mark.promise("SUP-1.13")
def test_a_lapsed_licence_is_told_and_the_draft_is_kept(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    seat.supplier.licence_expires_on = (database_now() - timedelta(days=2)).date()
    seat.supplier.save()
    answer = seal(bidder, tender, "en")
    assert answer.status_code == 409
    assert "The trade licence expired on" in words(answer)
    assert Bid.objects.get().read_draft()["price"]["net"] == "12500.50"


def test_an_incomplete_bid_is_sent_back_to_its_check(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender, "company", "price")
    assert bidder.get(door(tender, "seal/")).url == door(tender, "check/")
    answer = bidder.post(door(tender, "seal/"), {"version": version_of(tender), "idempotency_key": "k"})
    assert answer.status_code == 409


def test_a_seal_without_a_key_is_no_seal(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    assert bidder.post(door(tender, "seal/"), {"version": version_of(tender)}).status_code == 400
    assert not Submission.objects.exists()


def test_a_new_version_counts_only_once_it_is_sealed(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    first = seal(bidder, tender).url
    assert bidder.get(door(tender)).context["status"].code == "sealed"
    begin(bidder, tender, seat)
    page = bidder.get(door(tender))
    assert page.context["status"].code == "revised"
    assert first in words(page)
    fill(bidder, tender)
    assert seal(bidder, tender).url != first
    assert [each.revision for each in Submission.objects.order_by("revision")] == [1, 2]


def test_withdrawn_and_begun_again(bidder, tender, seat, mailoutbox):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    seal(bidder, tender)
    assert bidder.get(door(tender, "withdraw/")).status_code == 200
    assert bidder.post(door(tender, "withdraw/")).status_code == 302
    outbox.deliver_all()
    assert [letter.to for letter in mailoutbox] == [[seat.user.email], [seat.user.email]]
    assert tender.reference in mailoutbox[1].body
    assert Bid.objects.get().reference in words(bidder.get(door(tender)))
    begin_again = bidder.post(door(tender), {"supplier": str(seat.supplier_id)})
    assert begin_again.url == door(tender)
    assert Bid.objects.live().get().state == BidState.DRAFT


def test_my_copy_holds_what_was_typed(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    answer = bidder.get(door(tender, "copy/"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["answers"]["price"]["gross"] == "13125.53"


# --- pages -----------------------------------------------------------------------------------------------------------

STEPS = ["company/", "price/", "answers/", "files/", "declaration/", "check/", "seal/", "withdraw/"]


@pytest.mark.promise("SUP-1.3")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_answers_lightly_with_few_queries(bidder, tender, seat, language):
    assert bidder.get(door(tender, language=language)).status_code == 200
    begin(bidder, tender, seat)
    bidder.post(door(tender, "files/"), {"version": version_of(tender), "file": upload(pdf())})
    fill(bidder, tender)
    for page in ["", *STEPS]:
        address = door(tender, page, language)
        assert len(queries_of(bidder, address)) <= 20, page
        answer = bidder.get(address)
        assert len(answer.content) <= LIGHT
        assert "no-store" in answer["Cache-Control"], "the way back must not show what the seal destroyed"


def test_the_time_is_on_the_seal_page_in_words(bidder, tender, seat):
    begin(bidder, tender, seat)
    fill(bidder, tender)
    page = words(bidder.get(door(tender, "seal/")))
    assert "لا يُعدّ العرض مُقدَّمًا إلا بعد ظهور الإيصال" in page
    assert page.count("بتوقيت الإمارات") >= 2
    assert "المدة المتبقية" in page


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.promise("SUP-1.11")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_asks_as_often_for_one_as_for_twenty(bidder, seat, language):
    entity = EntityFactory()
    address = f"/{language}/account/company/bids/"

    def sealed():
        tender = published_tender(platform_key=platform_key_id(), entity=entity)
        begin(bidder, tender, seat)
        fill(bidder, tender)
        seal(bidder, tender)

    sealed()
    one = queries_of(bidder, address)
    for _ in range(19):
        sealed()
    twenty = queries_of(bidder, address)
    assert len(bidder.get(address).context["rows"]) == 20
    assert len(one) == len(twenty) <= 12, "\n".join(twenty)
    assert len(bidder.get(address).content) <= LIGHT


def test_the_account_page_says_where_the_bids_stand(bidder, tender, seat):
    begin(bidder, tender, seat)
    assert door(tender) in words(bidder.get("/ar/account/"))


def test_an_empty_list_says_what_to_do(bidder):
    assert "/en/tenders/" in words(bidder.get("/en/account/company/bids/"))
