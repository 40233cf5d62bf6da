"""Addresses of pages and services: Latin by default in both languages; Arabic ones are possible and are written one way only."""

import unicodedata
from collections.abc import Callable

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

# Letter by letter, as far as an address needs it; vowels that Arabic does not write are not guessed.
LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ء": "", "ؤ": "w", "ئ": "y", "ب": "b", "ت": "t", "ة": "a", "ث": "th", "ج": "j",
    "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
    "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ى": "a", "ي": "y",
}  # fmt: skip
TATWEEL = "\u0640"


def normalised(text: str) -> str:
    """One spelling: no tatweel, no vowel signs, compatible forms folded (ﻻ is لا), words joined by hyphens."""
    folded = unicodedata.normalize("NFKC", text).replace(TATWEEL, "")
    bare = "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")
    return slugify(bare, allow_unicode=True).strip("-_")


def latin(title: str) -> str:
    """What an address is made of where nobody wrote one: «افتتاح مكتبة» gives "aftatah-mktba"."""
    return slugify("".join(LATIN.get(letter, letter) for letter in normalised(title))).strip("-_")


def next_free(slug: str, is_free: Callable[[str], bool], *, most: int = 255) -> str:
    """The slug itself, or with the next number behind it: news, news-2, news-3 …"""
    number, free = 1, slug[:most]
    while not is_free(free):
        number += 1
        ending = f"-{number}"
        free = f"{slug[: most - len(ending)]}{ending}"
    return free


class SlugField(forms.SlugField):
    """Takes what people write – with spaces, vowel signs, capitals – and makes an address of it; may be left empty."""

    def to_python(self, value: object) -> str:
        return normalised(str(super().to_python(value) or ""))


def slug_field(before: forms.Field, *, unicode: bool) -> SlugField:
    """In place of a form's own field, with its label, widget and length."""
    field = SlugField(
        label=before.label,
        help_text=before.help_text,
        widget=before.widget,
        max_length=getattr(before, "max_length", None),
        required=False,
        allow_unicode=unicode,
    )
    field.error_messages["invalid"] = _("Write letters, digits and hyphens only.")
    return field
