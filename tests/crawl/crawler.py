"""Walks the world as a browser would, in both languages, and keeps what was answered."""

import gzip
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import brotli
import html5lib
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.crawl.world import World

STATIC = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|woff2))"')
FONT = re.compile(r'url\("([^"]+)"\)')
HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Visit:
    """One answer. `body` is what went over the wire; `weight` adds the styles, scripts and fonts that it asks for."""

    path: str
    language: str
    who: str
    status: int
    headers: dict[str, str]
    cookies: dict[str, Any]
    page: str
    body: int
    queries: list[str] = field(default_factory=list, repr=False)

    def __str__(self) -> str:
        return f"/{self.language}/{self.path} ({self.who})"

    @property
    def weight(self) -> int:
        asked = {each for name in STATIC.findall(self.page) for each in files_of(name)}
        return self.body + sum(weight_of(name) for name in asked)

    def errors(self) -> list[str]:
        """What a strict HTML parser has to say."""
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(self.page)
        return [f"{code} {place} {facts}" for place, code, facts in parser.errors]

    @property
    def tree(self) -> Any:
        return html5lib.parse(self.page)

    def links(self, relation: str) -> dict[str, str]:
        """hreflang (or "") → address of the head's links."""
        found = [each for each in self.tree.iter(f"{HTML}link") if each.get("rel") == relation]
        return {each.get("hreflang", ""): each.get("href", "") for each in found}


@cache
def files_of(name: str) -> frozenset[str]:
    """A style sheet brings its fonts along."""
    fonts = FONT.findall(_kept(name).read_text()) if name.endswith(".css") else []
    return frozenset([name, *[str(Path(name).parent / font) for font in fonts]])


@cache
def weight_of(name: str) -> int:
    """As the product serves it: fonts as they are, the rest compressed."""
    content = _kept(name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(brotli.compress(content))


def _kept(name: str) -> Path:
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is not there"
    return Path(path)


def walk(world: World) -> list[Visit]:
    visits = []
    for who, person, paths in (
        ("everyone", None, world.everyone),
        ("applicant", *(world.applicant or (None, []))),
        ("supplier", *(world.supplier or (None, []))),
    ):
        for language in ("ar", "en"):
            client = Client(
                raise_request_exception=False, headers={"accept-language": language, "accept-encoding": "gzip"}
            )
            if person is not None:
                client.force_login(person)
            visits += [visit(client, path, language, who) for path in paths]
    return visits


def visit(client: Client, path: str, language: str, who: str = "everyone") -> Visit:
    address = quote(f"/{language}/{path}", safe="/?=&")
    client.get(address, secure=True)  # once for what is learnt only once (sites, content types)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, secure=True)
    content = response.content
    packed = response.headers.get("Content-Encoding") == "gzip"
    return Visit(
        path,
        language,
        who,
        response.status_code,
        dict(response.headers),
        dict(response.cookies),
        (gzip.decompress(content) if packed else content).decode(),
        len(content),
        [query["sql"] for query in captured.captured_queries],
    )
