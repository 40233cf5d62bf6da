"""Every text in both languages: nothing left to extract, nothing untranslated or fuzzy, the same placeholders, six plurals."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def catalogue(folder: Path, language: str) -> Catalog:
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale=language)


def texts(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def placeholders(text: str) -> set[str]:
    return {found.group(1) or found.group(2) or found.group() for found in PLACEHOLDER.finditer(text)}


def faults_of(message: Message) -> list[str]:
    shown = message.id[0] if isinstance(message.id, tuple) else message.id
    written = texts(message)
    if not all(written):
        return [f"untranslated: {shown!r}"]
    wrong = [f"fuzzy: {shown!r}"] if message.fuzzy else []
    if isinstance(message.id, tuple):
        wrong += [f"needs six plural forms: {shown!r}"] if len(written) != 6 else []
        allowed = placeholders(message.id[0]) | placeholders(message.id[1])
        # One and two are words without a digit in Arabic, so a plural form may leave the number out, never add one.
        return wrong + [f"unknown placeholder in {text!r}" for text in written if placeholders(text) - allowed]
    if placeholders(shown) != placeholders(written[0]):
        wrong.append(f"placeholders differ: {shown!r} and {written[0]!r}")
    return wrong


def faults() -> list[str]:
    return [fault for message in catalogue(ROOT / "locale", "ar") if message.id for fault in faults_of(message)]


def not_extracted() -> list[str]:
    """Texts in the code that locale/ does not know yet, and texts in locale/ that the code no longer has."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "locale"
        shutil.copytree(ROOT / "locale", kept)
        try:
            subprocess.run(["make", "-s", "messages"], cwd=ROOT, check=True, capture_output=True)
            before, after = ({m.id for m in catalogue(where, "ar") if m.id} for where in (kept, ROOT / "locale"))
        finally:
            for po in kept.rglob("*.po"):
                shutil.copy(po, ROOT / "locale" / po.relative_to(kept))
    return [f"not extracted: {text!r}" for text in after - before] + [
        f"no longer used: {text!r}" for text in before - after
    ]


if __name__ == "__main__":
    wrong = faults()
    if shutil.which("xgettext"):
        wrong += not_extracted()
    else:
        print("GNU gettext is not installed: the extraction is not compared")
    print("\n".join(wrong))
    sys.exit(bool(wrong))
