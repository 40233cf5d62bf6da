"""Before the session nobody reads a bid, and nobody learns how many there are or whose."""

import logging
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from entities.models import Role
from shared import outbox
from shared.clock import database_now
from shared.files import opened as opened_file
from shared.models import AuditEntry
from shared.receipt_keys import signing_key
from supply import bidding, queries, unsealing
from supply.bid_keys import place_of, platform_key
from supply.models import Bid, Envelope, OpenedBid, Submission
from supply.sealing import envelope as sealing
from supply.sealing.keys import OpeningKeyMissing
from supply.states import Office
from tests.factories import files
from tests.factories.bids import ANSWERS, attended, close, drafted, member, open_tender, opened, person_of, seal, sealed
from tests.factories.people import staff

pytestmark = pytest.mark.django_db
CANARY = "ZZ-CANARY-7319"
PRICE = {"net": "7654321.09", "vat": "0.00", "gross": "7654321.09"}
SECRETS = (CANARY, "7654321.09", "7,654,321.09")


def forms_of(secret: str) -> list[bytes]:
    """As text, and as the hex in which a dump writes binary columns."""
    return [secret.encode(), secret.encode().hex().encode()]


def dump() -> bytes:
    """Every row of every table, as the database prints it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows).encode()


def files_under(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def letters() -> bytes:
    return "\n".join(str(each.message()) + each.body + each.subject for each in mail.outbox).encode()


def log(caplog) -> bytes:
    """Every message with its facts, but those of the factories of these tests."""
    records = [record for record in caplog.get_records("setup") if not record.name.startswith("factory")]
    return "\n".join(record.getMessage() + str(vars(record)) for record in records).encode()


@pytest.fixture
def store(settings, tmp_path):
    """Private files of this test alone."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path / "private"


@pytest.fixture
def canary(store, caplog, django_capture_on_commit_callbacks):
    """A sealed bid whose price, answer and file hold what must be nowhere; what was logged meanwhile."""
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        bid = drafted(price=PRICE, answers={**ANSWERS, "approach": f"فريقان {CANARY}"})
        paper = files.pdf() + f"\n% {CANARY}\n".encode()
        bidding.add_file(bid.pk, files.upload(paper, "offer.pdf"), by=person_of(bid.supplier), version=bid.row_version)
        bid.refresh_from_db()
        assert not [secret for secret in SECRETS for form in forms_of(secret) if form in dump()], "nor in the draft"
        seal(bid)
        outbox.deliver_all()
    bid.refresh_from_db()
    return bid


@pytest.mark.promise("SUP-1.7")
@pytest.mark.parametrize("secret", SECRETS)
def test_the_canary_is_in_no_table_file_letter_or_log(canary, store, caplog, secret):
    places = {
        "database": dump(),
        "stored files": files_under(store),
        "letters": letters(),
        "log": log(caplog),
    }
    assert all(places[place] for place in ("database", "stored files", "letters"))
    assert [place for place, content in places.items() if any(form in content for form in forms_of(secret))] == []


@pytest.mark.promise("SUP-1.7")
def test_the_canary_was_there_to_be_found(canary, store, behind_the_clock):
    """The same search finds it once the session has opened the bid: so it was not blind."""
    opened(canary.tender, behind_the_clock)
    assert CANARY.encode() in dump()
    assert CANARY.encode() in files_under(store)


@pytest.mark.promise("SUP-1.7")
def test_the_canary_is_on_no_page_of_staff_or_committee(canary, behind_the_clock, client):
    tender = canary.tender
    close(tender, behind_the_clock)
    attended(tender)
    for reader in (tender.author, tender.approver, staff(Role.AUDITOR, tender.entity), *committee(tender)):
        client.force_login(reader)
        for address in staff_pages(tender):
            page = client.get(address).content.decode()
            for secret in (*SECRETS, canary.reference, canary.supplier.legal_name_ar, canary.supplier.reference):
                assert secret not in page, address


@pytest.mark.promise("SUP-1.7")
def test_web_and_ordinary_worker_have_no_key_to_try(canary):
    assert settings.OPENING_KEY_PATH == ""
    with pytest.raises(OpeningKeyMissing):
        unsealing.unseal(list(Submission.objects.all()), not_before=database_now())


@pytest.mark.promise("SUP-1.7")
def test_none_of_the_keys_that_the_web_holds_opens_an_envelope(canary, tmp_path):
    submission = Submission.objects.get()
    envelope = submission.envelopes.get()
    place = place_of(canary, revision=1, plan_sha256=submission.plan_sha256, kind=envelope.kind, lot=envelope.lot)
    for raw in (signing_key().private_bytes_raw(), platform_key().public_bytes_raw()):
        with opened_file(envelope.file) as source, pytest.raises(sealing.SealFault):
            key = X25519PrivateKey.from_private_bytes(raw)
            sealing.open(source, private_key=key, context=place, into=tmp_path / "out")


@pytest.mark.promise("SUP-1.7")
def test_the_bid_holds_no_draft_that_could_be_read(canary):
    assert Bid.objects.get().read_draft() == {}
    assert Bid.objects.get().files.count() == 0


@pytest.mark.promise("SUP-1.7")
def test_a_draft_cannot_be_read_with_its_half_of_the_key_alone(settings):
    bid = drafted()
    settings.SECRET_KEY = "another portal's secret " + "x" * 40
    with pytest.raises(InvalidTag):
        bid.read_draft()


@pytest.mark.promise("SUP-1.7")
def test_a_draft_goes_on_after_the_portals_secret_was_changed(settings):
    bid = drafted()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new secret " + "x" * 40
    assert bid.read_draft()["answers"] == ANSWERS


def committee(tender):
    return [member(tender, office) for office in Office]


def staff_pages(tender):
    return [
        reverse("wagtailadmin_home"),
        reverse("supply_staff:tenders"),
        reverse("supply_staff:tender", args=[tender.pk]),
        reverse("supply_staff:openings"),
        reverse("supply_staff:opening", args=[tender.pk]),
    ]


def public_pages(tender):
    return [
        f"/{language}{path}"
        for language in ("ar", "en")
        for path in ("/tenders/", f"/tenders/{tender.reference}/", "/search/?q=صيانة")
    ] + ["/readyz"]


def readable(response) -> str:
    """Without what is new in every answer, whoever asks and whatever there is."""
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"CSRF_TOKEN": "[^"]+"|nonce="[^"]+"', "", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+|\d+ (?:ms|s)\b", "", text)


def everything_shown(tender, readers, client):
    """What each of them sees, and what a visitor sees."""
    shown = {}
    client.logout()
    for address in public_pages(tender):
        shown["visitor", address] = readable(client.get(address))
    for reader in readers:
        client.force_login(reader)
        for address in staff_pages(tender):
            shown[str(reader), address] = readable(client.get(address))
    return shown


@pytest.mark.promise("SUP-1.12")
def test_pages_are_the_same_with_no_bid_and_with_three(client):
    tender = open_tender()
    readers = [tender.author, tender.approver, staff(Role.AUDITOR, tender.entity), *committee(tender)]
    bids = [drafted(tender) for _ in range(3)]
    before = everything_shown(tender, readers, client)
    for bid in bids:
        seal(bid)
    outbox.deliver_all()
    after = everything_shown(tender, readers, client)
    assert [page for page in before if before[page] != after[page]] == []
    assert {page: len(text) for page, text in before.items()} == {page: len(text) for page, text in after.items()}


@pytest.mark.promise("SUP-1.12")
def test_the_opening_room_is_the_same_until_the_session_starts(behind_the_clock, client):
    """Two tenders past their deadline that differ in nothing but three bids."""
    text = {"title_ar": "صيانة الحدائق", "title_en": "Care of gardens"}
    with_three = open_tender(**text)
    without = open_tender(**text)
    for _ in range(3):
        sealed(with_three)
    rooms = []
    for tender in (with_three, without):
        close(tender, behind_the_clock)
        attended(tender)
        client.force_login(member(tender))
        page = client.get(reverse("supply_staff:opening", args=[tender.pk]))
        rooms.append(neutral(readable(page), tender))
    assert rooms[0] == rooms[1]


def neutral(text: str, tender) -> str:
    """Without the numbers and names in which any two tenders differ."""
    names = [tender.entity.name_ar, tender.entity.name_en, tender.reference, str(tender.pk)]
    for seat in tender.opening_plan.members.select_related("user"):
        names += [seat.user.full_name_ar, seat.user.full_name_en, seat.user.email, str(seat.user.pk)]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "…")
    return re.sub(r"\d+", "0", text)


@pytest.mark.promise("SUP-1.12")
def test_the_audit_of_the_entity_says_nothing_of_bids():
    bid = sealed()
    of_entity = AuditEntry.objects.filter(entity_id=str(bid.tender.entity_id))
    assert not of_entity.filter(action__startswith="supply:bid:").exists()
    assert not [act for act in queries.history(bid.tender) if "bid" in act.action]


@pytest.mark.promise("SUP-1.12")
def test_letters_about_bids_go_to_the_firm_alone():
    bid = sealed()
    outbox.deliver_all()
    assert {address for letter in mail.outbox for address in letter.to} == {person_of(bid.supplier).email}


@pytest.mark.promise("SUP-1.12")
def test_numbers_of_bids_and_receipts_tell_no_count():
    tender = open_tender()
    references = [sealed(tender).reference for _ in range(3)]
    assert all(re.fullmatch(r"BID-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", reference) for reference in references)
    assert len({reference[:8] for reference in references}) == 3


@pytest.mark.promise("SUP-1.12")
def test_the_health_command_is_the_same_with_no_bid_and_with_three(capsys):
    def said() -> str:
        with pytest.raises(SystemExit):
            call_command("health")
        return re.sub(r"\d+", "0", capsys.readouterr().out)

    tender = open_tender()
    before = said()
    for _ in range(3):
        sealed(tender)
    outbox.deliver_all()
    assert said() == before


@pytest.mark.promise("SUP-1.12")
def test_an_envelope_of_a_dear_bid_is_as_long_as_one_of_a_cheap_bid():
    tender = open_tender()
    cheap = sealed(tender, price={"net": "1.00", "vat": "0.00", "gross": "1.00"})
    dear = sealed(tender, price={"net": "999999999.00", "vat": "0.00", "gross": "999999999.00"})
    sizes = {Envelope.objects.get(submission__bid=bid).size for bid in (cheap, dear)}
    assert len(sizes) == 1
    assert not OpenedBid.objects.exists()
