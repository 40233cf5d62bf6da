"""Sends to the form of a door what no careful person would send."""

from typing import Any

from django.test import Client

from tests.security.doors import Door
from tests.security.sweep import Route, Sweep

# What people, their programs and their enemies put into a box. Django reads a lone surrogate as three bytes that are no text.
NASTY = {
    "nul": "م\x00رحبا",
    "bidi": "‮gpj.exe‬⁦",
    "long": "س" * 200_000,
    "digits": "٩" * 400,
    "number": "1e999",
    "negative": "-1",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}",
    "json": "[" * 5_000,
    "query": "' OR 1=1 -- %s %(x)s \\",
    "date": "٣١/٠٢/١٩٩٠",
    "year": "0000-00-00T25:61",
    "far": "999999999999-12-31",
    "uuid": "00000000-0000-0000-0000-00000000000g",
    "lines": "\r\nBcc: someone@example.org\r\n\r\n",
    "empty": "   ​ ",
}

RAW = {"no text": b"version=%ff%fe&a=%ff%00&=&%00=1", "too many fields": b"x=1&" * 2_000}
TAKES = (200, 302, 422)  # as whom the form itself, not the question of who may, is tried
KEPT = {"version", "supplier"}  # what leads to the record at all


def abuse(sweep: Sweep, route: Route, door: Door, found: dict[str, dict[Any, int]]) -> None:
    """Each nasty text in all fields at once; bytes that are no text; the form as it is, but without its token."""
    path = route.path(sweep.world.places[door.place])
    role = next((role for role, status in door.post.items() if status in TAKES and role != "visitor"), None)
    body = {**sweep.forms.get(path, {}), **door.typed}
    if role is None or not body or route.name == "account_logout":
        return
    for kind, text in NASTY.items():
        sent = {field: value if field in KEPT else text for field, value in body.items()}
        found["texts"][route.route, kind] = sweep.knock(role, "post", path, sent).status_code
    for kind, raw in RAW.items():
        answer = sweep.knock(role, "post", path, raw, content_type="application/x-www-form-urlencoded")
        found["bytes"][route.route, kind] = answer.status_code
    guarded = Client(enforce_csrf_checks=True, raise_request_exception=False)
    guarded.cookies = sweep.clients[role].cookies
    found["token"][route.route] = guarded.post(path, body, secure=True).status_code
