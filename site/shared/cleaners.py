"""One cleaner for what people type. Bidi controls could make a name read as another; NUL and lone surrogates break stores.

Source: Unicode Technical Report 36, section 3; ZWNJ and ZWJ stay, Persian and Arabic names need them.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
UNREADABLE = re.compile("[\x00\ud800-\udfff]")
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def line(text: str) -> str:
    """A name or title: one line, single spaces, no controls. Raises ValidationError for NUL and lone surrogates."""
    return " ".join(paragraph(text).split())


def paragraph(text: str) -> str:
    """Free text: line ends kept as \\n, controls and direction overrides out. Raises ValidationError as `line`."""
    if UNREADABLE.search(text):
        raise ValidationError(_("This text holds characters that cannot be read."), code="unreadable")
    text = BIDI_CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", CONTROLS.sub("", text)).strip()


def email(text: str) -> str:
    """Canonical form of an address: NFKC, lower case, domain in IDNA. Raises ValidationError where letters deceive."""
    text = unicodedata.normalize("NFKC", text.strip())
    if UNREADABLE.search(text) or BIDI_CONTROLS.search(text) or re.search(r"[\s\u200b-\u200d\ufeff]", text):
        raise ValidationError(_("Enter a valid e-mail address, such as name@example.com"), code="invalid")
    local, _at, domain = text.rpartition("@")
    if not local.isascii() or any(_mixed(label) for label in domain.split(".")):
        raise ValidationError(_("Enter a valid e-mail address, such as name@example.com"), code="invalid")
    try:
        return f"{local.lower()}@{domain.lower().encode('idna').decode()}" if domain else text.lower()
    except UnicodeError:
        raise ValidationError(_("Enter a valid e-mail address, such as name@example.com"), code="invalid") from None


def _mixed(label: str) -> bool:
    """Latin and Cyrillic (or Greek …) letters in one label look alike and are not."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    return len(scripts) > 1
