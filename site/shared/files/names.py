"""The name that a person gave is data only: shown, and offered again at download, but never a path."""

import re

from shared import cleaners
from shared.files.kinds import FileType

MOST_LETTERS = 120  # file systems count bytes, 255 at most, and an Arabic letter has two
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')  # refused by some system on which the file will be saved
NAMELESS = "file"


def clean_name(given: str, file_type: FileType | None) -> str:
    """One line without path, controls and direction overrides, ending as its true type does."""
    name = re.split(r"[/\\]", given)[-1]
    name = cleaners.line(cleaners.UNREADABLE.sub("", name))
    name = NOT_IN_NAMES.sub("_", name)
    stem, ending = name, ""
    if file_type:
        ending = next((each for each in file_type.endings if name.lower().endswith(each)), "")
        stem = name[: -len(ending)] if ending else name
        ending = ending or file_type.endings[0]
    return (stem[:MOST_LETTERS].strip(". ") or NAMELESS) + ending
