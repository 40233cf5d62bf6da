"""Word and Excel files are ZIP archives; what they would unpack to is counted before anything is unpacked."""

import struct
import zipfile
import zlib
from os import SEEK_END
from typing import BinaryIO

from defusedxml import DefusedXmlException, ElementTree

from shared.files.kinds import FileType
from shared.files.refusals import FileDamaged, HoldsFiles, HoldsMacros, UnpacksTooFar

MOST_UNPACKED = 200_000_000
MOST_RATIO = 100
MOST_ENTRIES = 1_000
MOST_CONTENT_TYPES = 1_000_000
MOST_LIST_BYTES = 1_000_000
# The record at the end of an archive, alone or with a comment; one for lists beyond 4 GB may stand before it.
END, LARGE, END_BYTES, LONGEST_END = b"PK\x05\x06", b"PK\x06\x07", 22, 22 + 65_535
CHUNK = 64 * 1024
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileType.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileType.XLSX,
}
ACTIVE = ("macroenabled", "vbaproject", "macrosheet", "activex")
# zip (and its empty and split forms), rar, 7z, gzip, bzip2, xz, OLE (objects, old Office files), programs.
NESTED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
    *(b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF"),
)
XML, DECLARATION = (".xml", ".rels", ".vml"), b"<!DOCTYPE"  # in UTF-16 with NULs between
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def office_type(stream: BinaryIO) -> FileType | None:
    """DOCX or XLSX, or None for any other archive. Raises FileRefused for what is no sound and quiet office file."""
    try:
        check_list(stream)
        with zipfile.ZipFile(stream) as archive:
            _check_sizes(archive.infolist())
            if CONTENT_TYPES not in archive.namelist():
                return None
            types = _content_types(archive)
            _check_active(archive, types)
            _check_entries(archive)
    except UNREADABLE as error:
        raise FileDamaged from error
    found = {MAIN_PARTS[name] for name in types if name in MAIN_PARTS}
    return found.pop() if len(found) == 1 else None


def check_list(stream: BinaryIO) -> None:
    """How long its list of entries is, before each of them becomes an object: ten megabytes of list hold 200,000."""
    stream.seek(0, SEEK_END)
    stream.seek(max(0, stream.tell() - LONGEST_END))
    end = stream.read()
    stream.seek(0)
    start = len(end) - END_BYTES if end[-END_BYTES:].startswith(END) else end.rfind(END)
    if start < 0:
        return  # no archive at all: whoever opens it will say so
    length = int.from_bytes(end[start + 12 : start + 16], "little")
    if length > MOST_LIST_BYTES or end[max(0, start - 20) : start].startswith(LARGE):
        raise UnpacksTooFar


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise UnpacksTooFar
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise FileDamaged  # two entries of one name: programs differ in which they show


def _content_types(archive: zipfile.ZipFile) -> list[str]:
    if archive.getinfo(CONTENT_TYPES).file_size > MOST_CONTENT_TYPES:
        raise UnpacksTooFar
    try:
        root = ElementTree.fromstring(archive.read(CONTENT_TYPES), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise FileDamaged from error
    return [element.get("ContentType", "") for element in root]


def _check_active(archive: zipfile.ZipFile, types: list[str]) -> None:
    words = " ".join((*types, *archive.namelist())).lower()
    if any(word in words for word in ACTIVE):
        raise HoldsMacros


def _check_entries(archive: zipfile.ZipFile) -> None:
    """Read all of it once: nothing nested, sizes as announced, each entry's checksum right (zipfile compares it).

    No office program writes a document type declaration, and the standard forbids it: entities would be its only use.
    """
    for entry in archive.infolist():
        with archive.open(entry) as part:
            beginning = part.read(1_024)
            if beginning.startswith(NESTED):
                raise HoldsFiles
            if entry.filename.lower().endswith(XML) and DECLARATION in beginning.replace(b"\0", b""):
                raise FileDamaged
            while part.read(CHUNK):
                pass
