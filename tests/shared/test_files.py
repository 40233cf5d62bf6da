"""REL-1.7: what is handed in is counted, inspected, kept privately, and read only by whom the record's rule lets."""

import hashlib
import io
import os
import random
import re
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import override

from entities.models import Entity
from shared import files
from shared.clock import database_now
from shared.files import guards
from shared.files.inspection import inspect_stream
from shared.files.kinds import FileType
from shared.files.names import clean_name
from shared.files.uploads import TooLargeUpload
from shared.models import Scan, StoredFile
from tests.factories import files as made
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.7")]
SCRIPT = b"#!/bin/sh\necho nothing good\n"
MACRO_TYPES = made.DOCX_TYPES.replace(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"
)

SLIDES = made.DOCX_TYPES.replace("wordprocessingml.document.main", "presentationml.presentation.main")
BOTH = made.DOCX_TYPES.replace(
    "</Types>",
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'

GOOD = {
    "pdf": (made.pdf, "سيرتي الذاتية.pdf", "application/pdf"),
    "pdf that forbids printing": (lambda: made.pdf(owner_password="owner"), "statement.pdf", "application/pdf"),
    "docx": (made.docx, "offer.docx", FileType.DOCX.media_type),
    "xlsx": (made.xlsx, "prices.xlsx", FileType.XLSX.media_type),
    "jpg": (lambda: made.picture("JPEG"), "copy.jpeg", "image/jpeg"),
    "png": (made.picture, "copy.png", "image/png"),
    # As the browser of whoever reads it must not run it, it is taken: what is read is a cleaned copy (reliability, U6).
    "pdf with a script inside": (lambda: made.pdf(script="app.alert(1)"), "form.pdf", "application/pdf"),
}
TYPES = "Attach the file as PDF, DOCX, XLSX, JPG, or PNG."
DAMAGED = "The file cannot be read. Save it again in its own program, then attach it."
NESTED = "The file holds other files inside it. Remove them, or attach the file as PDF."
MACROS = "The file holds macros. Save it without macros, or attach it as PDF."
TOO_FAR = "The contents of the file are too large. Make it smaller, or attach it as PDF."
PIXELS = "The picture must not have more than 20 million pixels. Attach a smaller copy."
BAD = {
    "nothing in it": (lambda: b"", "The file is empty. Choose another file."),
    "script before a pdf": (lambda: SCRIPT + made.pdf(), TYPES),
    "line break before a pdf": (lambda: b"\n" + made.pdf(), TYPES),
    "program called pdf": (lambda: b"MZ\x90\x00" + bytes(2000), TYPES),
    "web page": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", TYPES),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", TYPES),
    "gif": (lambda: made.picture("GIF"), TYPES),
    "plain archive": (lambda: made.archive({"a.txt": "a"}), TYPES),
    "pdf in name only": (lambda: b"%PDF-1.7\nnothing more", DAMAGED),
    "pdf without a page": (lambda: made.pdf(pages=0), DAMAGED),
    "pdf with a password": (
        lambda: made.pdf(password="secret"),
        "The file is protected by a password. Attach a copy without a password.",
    ),
    "png of 900 million pixels": (lambda: made.announced_png(30_000, 30_000), PIXELS),
    "png of 25 million pixels": (lambda: made.announced_png(5_000, 5_000), PIXELS),
    "half a png": (lambda: made.picture()[:-40], DAMAGED),
    "docx that unpacks a thousandfold": (lambda: made.docx({"word/media/image1.png": bytes(40_000_000)}), TOO_FAR),
    "docx that unpacks to 220 MB": (
        lambda: made.docx({f"word/media/{n}.png": os.urandom(300_000) + bytes(22_000_000) for n in range(10)}),
        TOO_FAR,
    ),
    "docx of 1,001 entries": (lambda: made.docx({f"word/{n}.xml": "<a/>" for n in range(1_000)}), TOO_FAR),
    "docx that lists 50,000 entries": (lambda: listing(made.docx(), 50_000), TOO_FAR),
    "docx that lists more than it says": (lambda: listing(made.docx(), 50_000, comment=b"x" * 9), TOO_FAR),
    "docx with a list for more than 4 GB": (lambda: large_list(made.docx()), TOO_FAR),
    "png behind which 50,000 entries are listed": (lambda: made.picture() + listing(made.docx(), 50_000), TOO_FAR),
    "docx with an archive inside": (lambda: made.docx({"word/media/image1.png": made.archive({"a": "a"})}), NESTED),
    "docx with an object inside": (lambda: made.docx({"word/embeddings/o.bin": b"\xd0\xcf\x11\xe0" + SCRIPT}), NESTED),
    "docx with macros": (lambda: made.docx({"word/vbaProject.bin": b"macro"}), MACROS),
    "docx of the macro type": (lambda: made.docx(types=MACRO_TYPES), MACROS),
    "docx without its table of types": (lambda: made.archive({"word/document.xml": made.DOCX_TEXT}), TYPES),
    "docx whose table of types is an entity bomb": (
        lambda: made.docx(types='<!DOCTYPE t [<!ENTITY a "aaaa">]><Types>&a;</Types>'),
        DAMAGED,
    ),
    "docx whose table of types comes from elsewhere": (
        lambda: made.docx(types=made.DOCX_TYPES.replace("<Types", '<!DOCTYPE Types SYSTEM "file:///etc/passwd"><Types', 1)),
        DAMAGED,
    ),
    "docx whose text reads files": (lambda: made.docx({"word/notes.xml": EXTERNAL}), DAMAGED),
    "docx whose text reads files in utf-16": (lambda: made.docx({"word/notes.xml": EXTERNAL.encode("utf-16")}), DAMAGED),
    "docx with two texts of one name": (lambda: made.docx({"Word/document.xml": "<a/>"}), DAMAGED),
    "docx that is a slide show": (lambda: made.docx(types=SLIDES), TYPES),
    "docx that is word and excel": (lambda: made.docx(types=BOTH), TYPES),
    "docx behind a script": (lambda: SCRIPT + made.docx(), TYPES),
    "docx with a locked entry": (lambda: locked(made.docx()), DAMAGED),
    "docx that announces less than it unpacks": (lambda: understated(made.docx({"word/a.png": bytes(9_000)})), DAMAGED),
    "open document text": (
        lambda: made.archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        TYPES,
    ),
    "old word file or one with a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), TYPES),
    "pdf that is an archive too": (lambda: made.pdf() + made.archive({"run.class": "x"}), NESTED),
    "png that is an archive too": (lambda: made.picture() + made.archive({"run.class": "x"}), NESTED),
    "jpg that is an archive too": (lambda: made.picture("JPEG") + made.archive({"run.class": "x"}), NESTED),
    "half a jpg": (lambda: made.picture("JPEG")[:300], DAMAGED),
    "png whose frames are 40 million pixels": (made.moving_png, PIXELS),
    "png whose text unpacks a thousandfold": (made.wordy_png, DAMAGED),
    "half a docx": (lambda: made.docx({"word/media/a.png": os.urandom(9_000)})[:-4_000], DAMAGED),
    "docx with a wrong byte": (lambda: flipped(made.docx({"word/media/a.png": os.urandom(9_000)})), DAMAGED),
}  # fmt: skip


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def locked(packed: bytes) -> bytes:
    """Its first entry says that it is encrypted, here and in the table at the end."""
    first, listed = packed.index(b"PK\x03\x04"), packed.index(b"PK\x01\x02")
    changed = bytearray(packed)
    changed[first + 6] |= 1
    changed[listed + 8] |= 1
    return bytes(changed)


def listing(packed: bytes, count: int, comment: bytes = b"") -> bytes:
    """Its list names the first entry again and again."""
    start = packed.index(b"PK\x01\x02")
    listed = packed[start : packed.index(b"PK\x01\x02", start + 1)] * count
    numbers = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), start, len(comment))
    return packed[:start] + listed + numbers + comment


def large_list(packed: bytes) -> bytes:
    end = packed.rindex(b"PK\x05\x06")
    return packed[:end] + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + packed[end:]


def understated(packed: bytes) -> bytes:
    """The last entry announces ten bytes."""
    listed = packed.rindex(b"PK\x01\x02")
    return packed[: listed + 24] + (10).to_bytes(4, "little") + packed[listed + 28 :]


@pytest.fixture
def person() -> Any:
    return PersonFactory()


@pytest.fixture
def record() -> Entity:
    return Entity.objects.create(code="TST", name_ar="جهة", name_en="Entity")


@pytest.fixture
def rules(monkeypatch) -> dict[str, Any]:
    """Rules of this test alone."""
    monkeypatch.setattr(guards, "_guards", {})
    monkeypatch.setattr(guards, "_readings", {})
    return guards._guards


def received(content: bytes | None = None, *, by: Any, name: str = "file.pdf", kind: str = "supporting") -> StoredFile:
    upload = made.upload(made.pdf() if content is None else content, name)
    return files.receive(upload, kind=kind, by=by, at=database_now())


def stored_objects() -> set[Path]:
    root = Path(storages["private"].location)
    return {path for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", GOOD)
def test_a_good_file_comes_back_byte_by_byte_with_its_digest(person, case):
    make, name, media_type = GOOD[case]
    content = make()
    file = received(content, by=person, name=name)
    with files.opened(file) as stream:
        assert stream.read() == content
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (file.given_name, file.media_type, file.owner) == (name, media_type, person)
    files.inspect(file)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_kept(person, case):
    make, sentence = BAD[case]
    before = stored_objects()
    with override("en"), pytest.raises(files.FileRefused) as refused:
        received(make(), by=person)
    assert refused.value.message == sentence
    assert (refused.value.status, refused.value.field) == (400, "file")
    assert stored_objects() == before
    assert not StoredFile.objects.exists()


def test_the_corpus_has_the_twenty_bad_files_and_more():
    assert len(BAD) >= 40


def test_a_long_list_is_refused_before_it_is_read(monkeypatch):
    contents = [listing(made.docx(), 50_000), made.picture() + listing(made.docx(), 50_000)]
    monkeypatch.setattr("zipfile.ZipFile", lambda stream: pytest.fail("it was read"))
    for content in contents:
        with pytest.raises(files.FileRefused):
            inspect_stream(io.BytesIO(content), size=len(content), kind=files.KINDS["bid_file"])


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_out_of_an_envelope_is_kept_for_its_receipt_and_read_by_nobody(tmp_path, case):
    (tmp_path / "plain").write_bytes(BAD[case][0]())
    file = files.receive_unseen(tmp_path / "plain", kind="bid_file", given_name="offer.pdf", at=database_now())
    assert (file.scan, file.media_type) == (Scan.FAILED, "application/octet-stream")
    assert not files.may_read(None, file)


@pytest.mark.parametrize(
    ("kind", "size", "said"),
    [("cv", 6_000_000, "5 MB"), ("supporting", 10_000_001, "10 MB"), ("bid_file", 50_000_001, "50 MB")],
)
def test_each_kind_has_its_limit_by_our_own_count(person, kind, size, said):
    upload = made.upload(made.pdf() + bytes(size))
    for announced in (upload.size, None, 10):
        upload.size = announced
        with override("en"), pytest.raises(files.FileRefused) as refused:
            files.receive(upload, kind=kind, by=person, at=database_now())
        assert refused.value.message == f"The file must not be larger than {said}."


def test_a_cv_is_a_text_not_a_picture(person):
    with override("en"), pytest.raises(files.FileRefused) as refused:
        received(made.picture(), by=person, kind="cv")
    assert refused.value.message == "Attach the file as PDF or DOCX."
    assert files.KINDS["cv"].accept == ".pdf,.docx"


@pytest.mark.parametrize("make", [made.pdf, made.docx, made.xlsx, made.picture, lambda: made.picture("JPEG")])
def test_a_file_cut_anywhere_is_taken_or_refused_but_never_an_error(person, make):
    whole = make()
    for length in range(0, len(whole), max(1, len(whole) // 25)):
        try:
            received(whole[:length], by=person)
        except files.FileRefused:
            continue


@pytest.mark.parametrize("make", [made.pdf, made.docx, made.xlsx, made.picture, lambda: made.picture("JPEG")])
def test_a_file_with_wrong_bytes_is_taken_or_refused_but_never_an_error(make):
    whole, lot = make(), random.Random(1)
    for _each in range(150):
        changed = bytearray(whole)
        for _byte in range(lot.choice((1, 2, 5, 20))):
            changed[lot.randrange(len(changed))] = lot.randrange(256)
        with suppress(files.FileRefused):
            inspect_stream(io.BytesIO(changed), size=len(changed), kind=files.KINDS["bid_file"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe.pdf"),
        ("cv.exe", "cv.exe.pdf"),
        ("CV.PDF", "CV.pdf"),
        ("cv.pdf.exe", "cv.pdf.exe.pdf"),
        ("cv.pdf.pdf", "cv.pdf.pdf"),
        ("cv.svg", "cv.svg.pdf"),
        ("cv.pdf\u200b", "cv.pdf\u200b.pdf"),
        ("con.pdf:stream.exe", "con.pdf_stream.exe.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("a\x00b\r\nSet-Cookie: x\ud800.pdf", "ab Set-Cookie_ x.pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ("...", "file.pdf"),
        (".pdf", "file.pdf"),
        ("a" * 400 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_the_given_name_is_data_without_path_or_tricks(given, kept):
    assert clean_name(given, FileType.PDF) == kept


def test_the_stored_object_lies_apart_and_bears_no_name(person, settings):
    file = received(by=person, name="salma.pdf")
    assert file.key == f"{file.pk.hex[-2:]}/{file.pk}"
    path = Path(storages["private"].path(file.key))
    assert Path(settings.MEDIA_ROOT) not in path.parents
    assert path.stat().st_mode & 0o077 == 0


def test_a_row_that_fails_leaves_no_object(person, monkeypatch):
    def fail(**facts: Any) -> None:
        raise DatabaseError

    before = stored_objects()
    monkeypatch.setattr(StoredFile.objects, "create", fail)
    with pytest.raises(DatabaseError):
        received(by=person)
    assert stored_objects() == before


def test_without_a_scanner_files_are_unscanned_with_one_they_wait_unread(person, record, rules, settings):
    rules["entities.entity"] = lambda user, file: True
    settings.CLAMAV_ADDRESS = ""
    free = received(by=person)
    settings.CLAMAV_ADDRESS = "127.0.0.1:3310"
    waiting = received(by=person)
    for file in (free, waiting):
        files.attach(file, to=record)
    assert (free.scan, waiting.scan) == (Scan.UNSCANNED, Scan.PENDING)
    assert files.may_read(person, free)
    assert not files.may_read(person, waiting)


def test_the_rule_of_the_record_decides_and_the_reading_is_noted(client, person, record, rules):
    readings = []
    rules["entities.entity"] = lambda user, file: user == person and file.subject_id == str(record.pk)
    files.on_read("entities.entity")(lambda user, file: readings.append((user, file.pk)))
    content = made.pdf()
    file = received(content, by=PersonFactory(), name="السيرة الذاتية.pdf")
    files.attach(file, to=record)
    client.force_login(person)
    answer = client.get(reverse("files:detail", args=[file.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == content
    assert readings == [(person, file.pk)]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%A7%D9%84")
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_a_stranger_gets_the_answer_of_an_id_that_does_not_exist(client, person, record, rules):
    readings = []
    rules["entities.entity"] = lambda user, file: False
    files.on_read("entities.entity")(lambda user, file: readings.append(user))
    file = received(by=person)
    files.attach(file, to=record)
    absent = "0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3"
    for visitor in (None, PersonFactory(), person):
        if visitor:
            client.force_login(visitor)
        private, missing = (client.get(reverse("files:detail", args=[pk])) for pk in (file.pk, absent))
        assert (private.status_code, missing.status_code) == (404, 404)
        assert told(private, str(file.pk)) == told(missing, absent)
    assert readings == []


def told(answer: Any, pk: str) -> str:
    """The page without what every page differs in."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", answer.content.decode())
    return page.replace(pk, "").replace(answer.get("X-Request-ID", "\0"), "")


def test_a_file_of_no_record_or_without_a_rule_is_nobodys(client, person, record, rules):
    file = received(by=person)
    client.force_login(person)
    address = reverse("files:detail", args=[file.pk])
    assert client.get(address).status_code == 404
    files.attach(file, to=record)
    assert client.get(address).status_code == 404
    rules["entities.entity"] = lambda user, file: True
    answer = client.head(address)
    assert (answer.status_code, b"".join(answer)) == (200, b"")
    assert client.post(address).status_code == 405


def test_an_envelope_is_stored_unread_and_given_to_nobody(tmp_path, person, record, rules):
    rules["entities.entity"] = lambda user, file: True
    (tmp_path / "sealed").write_bytes(os.urandom(5_000))
    file = files.store_sealed(tmp_path / "sealed", by=person, at=database_now())
    files.attach(file, to=record)
    assert (file.kind, file.scan, file.size) == ("sealed", Scan.SEALED, 5_000)
    assert not files.may_read(person, file)


@pytest.mark.parametrize(("make", "scan"), [(made.pdf, Scan.UNSCANNED), (lambda: SCRIPT + made.pdf(), Scan.FAILED)])
def test_what_comes_out_of_an_envelope_is_kept_but_a_bad_file_is_read_by_nobody(tmp_path, record, rules, make, scan):
    rules["entities.entity"] = lambda user, file: True
    (tmp_path / "plain").write_bytes(make())
    file = files.receive_unseen(tmp_path / "plain", kind="bid_file", given_name="../offer.pdf", at=database_now())
    files.attach(file, to=record)
    with files.opened(file) as stream:
        assert stream.read() == (tmp_path / "plain").read_bytes()
    assert (file.scan, file.given_name, file.owner) == (scan, "offer.pdf", None)
    assert files.may_read(None, file) is (scan == Scan.UNSCANNED)


def test_a_deleted_file_loses_its_object_once_that_is_committed(person, django_capture_on_commit_callbacks):
    file = received(by=person)
    with django_capture_on_commit_callbacks(execute=True):
        files.delete(file)
        assert storages["private"].exists(file.key)
    assert not storages["private"].exists(file.key)


def test_a_draft_takes_thirty_files_and_a_hundred_megabytes():
    small, large = StoredFile(size=1), StoredFile(size=60_000_000)
    files.check_room([small] * 29, 1)
    files.check_room([large], 40_000_000)
    for existing, new in (([small] * 30, 1), ([large], 40_000_001)):
        with override("en"), pytest.raises(files.FileRefused) as refused:
            files.check_room(existing, new)
        assert (
            refused.value.message
            == "You can attach up to 30 files, 100 MB in all. Remove a file to attach another one."
        )


def test_bytes_beyond_every_limit_are_dropped_while_the_request_arrives(rf, person, settings, monkeypatch):
    monkeypatch.setattr("shared.files.uploads.MOST_BYTES", 200_000)
    settings.FILE_UPLOAD_HANDLERS = [
        "shared.files.uploads.CountingUploadHandler",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]
    small, large = (made.upload(bytes(size), "a.pdf") for size in (200_000, 200_001))
    taken = rf.post("/", {"small": small, "large": large}).FILES
    assert (taken["small"].size, taken["small"].read()) == (200_000, bytes(200_000))
    assert isinstance(taken["large"], TooLargeUpload)
    assert taken["large"].size == 200_001
    with pytest.raises(files.FileRefused):
        files.receive(taken["large"], kind="bid_file", by=person, at=database_now())
