"""What the domain apps show on "Where do I stand?" and in the account menu, registered by name from their `ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

Line = tuple[str, str, str]  # title, address, state in words


@dataclass(frozen=True)
class Block:
    """`lines(user)` gives at most a handful of (title, url, state); `url_name` is the page with all of them."""

    title: "str | Promise"
    url_name: str
    lines: Callable[[Any], Iterable[Line]]
    empty: "str | Promise" = ""
    order: int = 50


@dataclass
class ShownBlock:
    title: "str | Promise"
    url: str
    empty: "str | Promise"
    lines: list[Line] = field(default_factory=list)


_blocks: dict[str, Block] = {}


def register(block: Block) -> None:
    _blocks[block.url_name] = block


def for_user(user: Any) -> list[ShownBlock]:
    return [ShownBlock(each.title, reverse(each.url_name), each.empty, list(each.lines(user))) for each in _ordered()]


def menu() -> list[dict[str, Any]]:
    return [{"title": each.title, "url": reverse(each.url_name)} for each in _ordered()]


def _ordered() -> list[Block]:
    return sorted(_blocks.values(), key=lambda block: block.order)
