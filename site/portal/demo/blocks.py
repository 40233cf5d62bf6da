"""Bodies of pages as the files of the demo world have them, made into the blocks of a page."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from content.blocks import BodyBlock

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
BLOCKS = BodyBlock().child_blocks


def body(parts: list[Any], language: str) -> list[tuple[str, Any]]:
    return [_block(part, language) for part in parts]


def _block(part: Any, language: str) -> tuple[str, Any]:
    """A paragraph, a bulleted list, or a table with one key that names what it is: heading, steps, note, questions, table, quote."""
    if isinstance(part, str):
        return "text", _paragraph(part, language)
    if isinstance(part, list):
        return "text", format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(line, language),) for line in part))
        )
    kind = next(iter(part))
    return MAKERS[kind](part, language)


def _steps(part: dict[str, Any], language: str) -> tuple[str, Any]:
    return "steps", {"steps": [_rich(line, language) for line in part["steps"]]}


def _note(part: dict[str, Any], language: str) -> tuple[str, Any]:
    return "callout", {"title": part["title"], "text": _rich(part["note"], language)}


def _questions(part: dict[str, Any], language: str) -> tuple[str, Any]:
    return "accordion", {
        "items": [{"title": title, "text": _rich(text, language)} for title, text in part["questions"]]
    }


def _table(part: dict[str, Any], language: str) -> tuple[str, Any]:
    heads, *rows = part["table"]
    columns = [{"type": "text", "heading": head} for head in heads]
    stored = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": part["caption"]}
    return "table", BLOCKS["table"].to_python(stored)


def _quote(part: dict[str, Any], language: str) -> tuple[str, Any]:
    return "quote", {"text": part["quote"], "source": part["source"]}


MAKERS: dict[str, Callable[[dict[str, Any], str], tuple[str, Any]]] = {
    "heading": lambda part, language: ("heading", part["heading"]),
    "steps": _steps,
    "note": _note,
    "questions": _questions,
    "table": _table,
    "quote": _quote,
}


def _rich(text: str, language: str) -> RichText:
    return RichText(_paragraph(text, language))


def _paragraph(text: str, language: str) -> SafeString:
    return format_html("<p>{}</p>", _linked(text, language))


def _linked(text: str, language: str) -> SafeString:
    """[words](address) as a link; an address without a slash or a scheme in front lies below the language."""
    words = LINK.split(text)  # text, words, address, text, words, address, …, text
    pieces = [format_html("{}", words[0])]
    for label, address, after in zip(words[1::3], words[2::3], words[3::3], strict=True):
        whole = address if address.startswith(("/", "https://")) else f"/{language}/{address}"
        pieces.append(format_html('<a href="{}">{}</a>{}', whole, label, after))
    return format_html_join("", "{}", ((piece,) for piece in pieces))
