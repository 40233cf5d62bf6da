"""Indexes by name: one a build, readers and writers behind aliases, so that a rebuild is a change of an alias."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch

from search.engines.elasticsearch.client import server

LAYOUT = json.loads(Path(__file__).with_name("index.json").read_text(encoding="utf-8"))
KEPT = timedelta(days=1)
NAMED, BUILT = "%Y%m%d%H%M%S%f", re.compile(r"\d{20}")


_scratch = ""


def prefix() -> str:
    return f"{settings.ELASTICSEARCH_PREFIX}{_scratch}"


def readers() -> str:
    return f"{prefix()}-read"


def writers() -> str:
    return f"{prefix()}-write"


@contextmanager
def scratch() -> Iterator[None]:
    """In this process other indexes take the place of the portal's; they are gone afterwards."""
    global _scratch
    before, _scratch = _scratch, f"-scratch-{secrets.token_hex(4)}"
    try:
        yield
    finally:
        for name in server().indices.get(index=f"{prefix()}-*", ignore_unavailable=True):
            server().indices.delete(index=name)
        _scratch = before


def layout_hash() -> str:
    return hashlib.sha256(json.dumps(LAYOUT, sort_keys=True).encode()).hexdigest()


def create() -> str:
    """A new empty index that is written to, but not yet read from."""
    name = f"{prefix()}-{datetime.now(UTC).strftime(NAMED)}"
    mappings = LAYOUT["mappings"] | {"_meta": {"layout": layout_hash()}}
    chosen = LAYOUT["settings"] | {"number_of_replicas": settings.ELASTICSEARCH_REPLICAS}
    server().indices.create(index=name, mappings=mappings, settings=chosen, aliases={writers(): {}})
    return name


def swap(name: str) -> None:
    """From now on this one is read and written alone; those before it are kept a day."""
    actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": readers()}}]
    for alias in (readers(), writers()):
        actions += [{"remove": {"index": each, "alias": alias}} for each in behind(alias) if each != name]
    server().indices.update_aliases(actions=actions)


def behind(alias: str, asked: Elasticsearch | None = None) -> list[str]:
    asked = asked or server()
    return sorted(asked.indices.get_alias(name=alias)) if asked.indices.exists_alias(name=alias) else []


def sweep(*, now: datetime | None = None) -> list[str]:
    """Remove indexes that no alias names and that are older than a day."""
    before = ((now or datetime.now(UTC)) - KEPT).strftime(NAMED)
    every = server().indices.get(index=f"{prefix()}-*", ignore_unavailable=True)
    built = {name: name.removeprefix(f"{prefix()}-") for name, its in every.items() if not its.get("aliases")}
    old = [name for name, at in built.items() if BUILT.fullmatch(at) and at < before]
    for name in old:
        server().indices.delete(index=name, ignore_unavailable=True)
    return old


def as_laid_out(asked: Elasticsearch | None = None) -> bool:
    """Whether what is read was built by the present layout."""
    asked = asked or server()
    names = behind(readers(), asked)
    if not names:
        return False
    known = asked.indices.get_mapping(index=names)
    hashes = {its["mappings"].get("_meta", {}).get("layout") for its in known.values()}
    return hashes == {layout_hash()}
