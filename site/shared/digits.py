"""What people type on an Arabic keyboard, read as numbers: ١٢٬٥٠٠٫٥٠ is 12500.50."""

# Arabic-Indic (U+0660…) and Persian (U+06F0…) digits.
_DIGITS = {ord(digit): str(value) for block in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(block)}
_SEPARATORS = {ord("٫"): ".", ord("٬"): ",", ord("،"): ","}
_SPACES = {ord(space): " " for space in "\u00a0\u202f\u2009\u2007"}
# Tatweel and direction marks: typed or pasted unseen.
_NOTHING = {ord(mark): None for mark in "\u0640\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"}


def plain(text: str) -> str:
    """Latin digits, `.` and `,` as separators, plain spaces, none of the invisible marks; everything else as it was."""
    return text.translate({**_DIGITS, **_SEPARATORS, **_SPACES, **_NOTHING}).strip()
