"""Files that people hand in, good and bad, made anew for each test."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

DOCX_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
DOCX_TEXT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


def upload(content: bytes, name: str = "file.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(*, password: str = "", owner_password: str = "", pages: int = 1, script: str = "") -> bytes:
    document, written = pikepdf.new(), io.BytesIO()
    for _page in range(pages):
        document.add_blank_page()
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
    locked = pikepdf.Encryption(user=password, owner=owner_password or password)
    document.save(written, encryption=locked if password or owner_password else False)
    return written.getvalue()


def archive(entries: dict[str, bytes | str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return written.getvalue()


def docx(more: dict[str, bytes | str] | None = None, *, types: str = DOCX_TYPES) -> bytes:
    return archive({"[Content_Types].xml": types, "word/document.xml": DOCX_TEXT, **(more or {})})


def xlsx() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["كراسة الشروط", 12])
    book.save(written)
    return written.getvalue()


def picture(kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, kind)
    return written.getvalue()


def announced_png(width: int, height: int, more: tuple[bytes, bytes] | None = None) -> bytes:
    """A sound PNG of few bytes whose header announces this many pixels, with one more chunk before its picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    before = chunk(b"IHDR", header) + (chunk(*more) if more else b"")
    return b"\x89PNG\r\n\x1a\n" + before + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def moving_png() -> bytes:
    """Forty frames of a million pixels each."""
    return announced_png(1_000, 1_000, (b"acTL", struct.pack(">II", 40, 0)))


def wordy_png() -> bytes:
    """A comment of twenty million letters."""
    return announced_png(10, 10, (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(20_000_000))))
