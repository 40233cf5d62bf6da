"""A file is what its first bytes *and* its parser say, never what its name or the browser says."""

import struct
import warnings
from typing import BinaryIO

import pikepdf
import puremagic
from PIL import Image

from shared.files.kinds import FileType, Kind
from shared.files.office import office_type
from shared.files.refusals import FileDamaged, FileEmpty, FileTooLarge, PasswordNeeded, TooManyPixels, WrongType

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
    """The announced size is looked at before a single pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=["PNG" if found is FileType.PNG else "JPEG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise TooManyPixels(MOST_PIXELS)
                picture.verify()
    except Image.DecompressionBombError as error:
        raise TooManyPixels(MOST_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise FileDamaged from error
