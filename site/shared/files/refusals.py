"""Why a file is not taken. Each sentence says what to do, in the reader's language."""

from django.utils.translation import gettext as _

from shared.files.kinds import Kind
from shared.numbers import filesize, number
from shared.refusals import Refused


class FileRefused(Refused):
    def __init__(self, message: str) -> None:
        super().__init__(message, status=400, field="file")


class FileEmpty(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is empty. Choose another file."))


class FileTooLarge(FileRefused):
    def __init__(self, most_bytes: int) -> None:
        super().__init__(_("The file must not be larger than %(size)s.") % {"size": filesize(most_bytes)})


class WrongType(FileRefused):
    def __init__(self, kind: Kind) -> None:
        super().__init__(_("Attach the file as %(types)s.") % {"types": kind.type_names})


class FileDamaged(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file cannot be read. Save it again in its own program, then attach it."))


class PasswordNeeded(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is protected by a password. Attach a copy without a password."))


class TooManyPixels(FileRefused):
    def __init__(self, most: int) -> None:
        sentence = _("The picture must not have more than %(count)s million pixels. Attach a smaller copy.")
        super().__init__(sentence % {"count": number(most // 1_000_000)})


class HoldsFiles(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file holds other files inside it. Remove them, or attach the file as PDF."))


class HoldsMacros(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file holds macros. Save it without macros, or attach it as PDF."))


class UnpacksTooFar(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The contents of the file are too large. Make it smaller, or attach it as PDF."))


class NoRoom(FileRefused):
    def __init__(self, *, most_files: int, most_bytes: int) -> None:
        sentence = _("You can attach up to %(count)s files, %(size)s in all. Remove a file to attach another one.")
        super().__init__(sentence % {"count": number(most_files), "size": filesize(most_bytes)})
