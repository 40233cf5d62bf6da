"""What may be handed in, as a table: which types and how large, by kind of file."""

from dataclasses import dataclass
from enum import Enum

from babel.lists import format_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shared.numbers import filesize

MEGABYTE = 1_000_000
SEALED = "sealed"  # ciphertext has no type and no limit of its own: whoever sealed it has checked what went in
UNKNOWN_TYPE = "application/octet-stream"


class FileType(Enum):
    """Name, media type, and the endings under which it is known; the first is the usual one."""

    PDF = ("PDF", "application/pdf", (".pdf",))
    DOCX = ("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
    XLSX = ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
    JPG = ("JPG", "image/jpeg", (".jpg", ".jpeg"))
    PNG = ("PNG", "image/png", (".png",))

    def __init__(self, label: str, media_type: str, endings: tuple[str, ...]) -> None:
        self.label, self.media_type, self.endings = label, media_type, endings


@dataclass(frozen=True)
class Kind:
    most_bytes: int
    types: tuple[FileType, ...]

    @property
    def accept(self) -> str:
        """For the `accept` attribute of a file field."""
        return ",".join(ending for each in self.types for ending in each.endings)

    @property
    def type_names(self) -> str:
        """«PDF أو DOCX» / "PDF or DOCX"."""
        return format_list([each.label for each in self.types], style="or", locale=get_language() or "ar")

    @property
    def hint(self) -> str:
        return _("%(types)s, up to %(size)s") % {"types": self.type_names, "size": filesize(self.most_bytes)}


TEXTS = (FileType.PDF, FileType.DOCX)
PAPERS = (FileType.PDF, FileType.DOCX, FileType.XLSX, FileType.JPG, FileType.PNG)
KINDS = {
    "cv": Kind(5 * MEGABYTE, TEXTS),
    "supporting": Kind(10 * MEGABYTE, PAPERS),
    "licence": Kind(10 * MEGABYTE, PAPERS),
    "bid_file": Kind(50 * MEGABYTE, PAPERS),
    "tender_document": Kind(50 * MEGABYTE, PAPERS),
}
MOST_BYTES = max(kind.most_bytes for kind in KINDS.values())
