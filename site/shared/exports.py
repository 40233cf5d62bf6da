"""What leaves the portal for a spreadsheet: a text stays a text there, whatever it begins with."""

import re
import unicodedata

# A spreadsheet would take a cell that begins so for a formula; blanks and marks that nobody sees do not hide it.
UNSEEN = r"\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
FORMULA = re.compile(rf"[\t\r\n]|[{UNSEEN}]*[=+\-@]")

# Spreadsheets read Arabic rightly only after it.
BYTE_ORDER_MARK = "\ufeff"


def cell(text: str) -> str:
    """The text, with an apostrophe before what would be taken for a formula. Full-width signs are read as the plain ones."""
    return f"'{text}" if FORMULA.match(unicodedata.normalize("NFKC", text)) else text
