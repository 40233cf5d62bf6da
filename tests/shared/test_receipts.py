import base64
import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.urls import reverse

from entities.models import Entity
from shared import receipt_keys, receipts
from shared.clock import database_now
from shared.models import Receipt
from shared.receipts import Outcome

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "verify_receipt.py"


@pytest.fixture
def receipt() -> Receipt:
    entity = Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity")
    return receipts.issue(
        "application", {"reference": "APP-2026-000001", "sha256": "ab" * 32}, subject=entity, at=database_now()
    )


def altered(receipt: Receipt) -> dict:
    document = copy.deepcopy(receipt.document())
    document["facts"]["reference"] = "APP-2026-000002"
    return document


def signed_by_another(receipt: Receipt) -> dict:
    document, key = receipt.document(), Ed25519PrivateKey.generate()
    document["key_id"] = receipt_keys.key_id(key.public_key())
    document["signature"] = base64.b64encode(key.sign(b"anything")).decode()
    return document


@pytest.mark.promise("FND-1.8")
def test_a_receipt_verifies_and_each_kind_of_forgery_has_its_own_answer(receipt):
    assert receipts.verify(json.dumps(receipt.document())).outcome is Outcome.VALID
    assert receipts.verify(altered(receipt)).outcome is Outcome.ALTERED
    assert receipts.verify(signed_by_another(receipt)).outcome is Outcome.FOREIGN
    assert receipts.find("RCP-0000-0000-0") is None


@pytest.mark.promise("FND-1.8")
@pytest.mark.parametrize("nonsense", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"number": 1}', b"[" * 100_000, b'"text"'])
def test_what_is_no_receipt_is_unknown_and_never_an_error(receipt, nonsense):
    assert receipts.verify(nonsense).outcome is Outcome.UNKNOWN


@pytest.mark.promise("FND-1.8")
@pytest.mark.parametrize(
    ("language", "valid", "changed", "unknown"),
    [
        ("ar", "الإيصال صحيح", "تغيّر محتوى الإيصال", "الإيصال غير معروف"),
        ("en", "The receipt is valid", "The receipt has been altered", "The receipt is not known"),
    ],
)
def test_the_page_says_in_words_what_it_found(client, receipt, language, valid, changed, unknown):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def page(document: dict) -> str:
        upload = SimpleUploadedFile("receipt.json", json.dumps(document).encode(), "application/json")
        return client.post(f"/{language}/verify/", {"document": upload}).content.decode()

    assert valid in page(receipt.document())
    assert changed in page(altered(receipt))
    assert valid in client.get(f"/{language}/verify/", {"number": receipt.number.lower()}).content.decode()
    assert unknown in client.get(f"/{language}/verify/", {"number": "RCP-0000-0000-0"}).content.decode()


def test_a_missing_or_huge_file_is_told_beside_the_field(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert client.post("/en/verify/", {}).status_code == 422
    huge = SimpleUploadedFile("receipt.json", b"x" * 70_000)
    assert "never larger" in client.post("/en/verify/", {"document": huge}).content.decode()


@pytest.mark.promise("FND-1.8")
def test_the_stand_alone_script_agrees(receipt, tmp_path, client):
    keys = tmp_path / "keys.json"
    keys.write_bytes(client.get("/.well-known/receipt-keys.json").content)

    def run(document: dict) -> tuple[int, str]:
        path = tmp_path / "receipt.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, SCRIPT, path, "--keys", keys], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    assert run(receipt.document())[0] == 0
    assert run(altered(receipt)) == (1, "altered: the content does not match its signature\n")
    assert run(signed_by_another(receipt)) == (1, "unknown key: not signed with a key of this portal\n")
    assert run({"number": "RCP"})[0] == 2


@pytest.mark.promise("FND-1.8")
def test_the_receipt_page_shows_number_and_digest_to_whoever_has_the_link(client, receipt):
    for language in ("ar", "en"):
        page = client.get(f"/{language}/receipts/{receipt.pk}/").content.decode()
        assert receipt.number in page
        assert receipt.sha256 in page
    downloaded = json.loads(client.get(reverse("receipts:json", args=[receipt.pk])).content)
    assert receipts.verify(downloaded).outcome is Outcome.VALID
