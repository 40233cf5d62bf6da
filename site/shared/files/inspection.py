"""A file is what its first bytes *and* its parser say, never what its name or the browser says."""

import struct
import warnings
import zipfile
from typing import BinaryIO

import pikepdf
import puremagic
from PIL import Image

from shared.files.kinds import FileType, Kind
from shared.files.office import UNREADABLE, check_list, office_type
from shared.files.refusals import (
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    HoldsFiles,
    PasswordNeeded,
    TooManyPixels,
    WrongType,
)

MOST_PIXELS = 20_000_000
MAGIC_BYTES = 4096
ARCHIVES = (FileType.DOCX, FileType.XLSX)


def inspect_stream(stream: BinaryIO, *, size: int, kind: Kind) -> FileType:
    """The type of what is in the stream, which must be seekable. Raises FileRefused."""
    if not size:
        raise FileEmpty
    if size > kind.most_bytes:
        raise FileTooLarge(kind.most_bytes)
    found = _by_magic(stream, kind)
    if found in ARCHIVES:
        found = office_type(stream)
    elif found is FileType.PDF:
        _check_pdf(stream)
    elif found is not None:
        _check_picture(stream, found)
    if found not in kind.types or found is None:
        raise WrongType(kind)
    if found not in ARCHIVES and _is_archive_too(stream):
        raise HoldsFiles
    return found


def _by_magic(stream: BinaryIO, kind: Kind) -> FileType | None:
    """What the very first bytes say: a script before `%PDF` satisfies lenient readers of PDF, and browsers otherwise."""
    stream.seek(0)
    try:
        matches = puremagic.magic_string(stream.read(MAGIC_BYTES))
    except puremagic.PureError:
        return None
    finally:
        stream.seek(0)
    endings = {match.extension for match in matches if match.offset == 0}
    return next((each for each in kind.types if not endings.isdisjoint(each.endings)), None)


def _is_archive_too(stream: BinaryIO) -> bool:
    """An archive is read from its end, so it may lie behind a sound picture or PDF: one file, two programs, two contents."""
    try:
        check_list(stream)
        with zipfile.ZipFile(stream) as archive:
            return bool(archive.namelist())
    except UNREADABLE:
        return False


def _check_pdf(stream: BinaryIO) -> None:
    """A PDF that opens without a password is readable for everyone, whatever its author forbade (printing, say)."""
    try:
        with pikepdf.open(stream) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise PasswordNeeded from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileDamaged from error
    if not pages:
        raise FileDamaged


def _check_picture(stream: BinaryIO, found: FileType) -> None:
    """The announced size is looked at before a single pixel is unpacked; of a PNG that moves, that of all its frames."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=["PNG" if found is FileType.PNG else "JPEG"]) as picture:
                frames = getattr(picture, "n_frames", 1) if found is FileType.PNG else 1
                if picture.width * picture.height * frames > MOST_PIXELS:
                    raise TooManyPixels(MOST_PIXELS)
                picture.verify()
    except Image.DecompressionBombError as error:
        raise TooManyPixels(MOST_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise FileDamaged from error
