"""Knocks at every door as everybody, twice: to look (GET) and with what the page's own form would send (POST).

Each knock is undone before the next. What came back is kept as a table door → method → role → status, in which 401 means
"was sent to sign in" wherever the redirect led.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID, uuid4

from bs4 import BeautifulSoup
from django.db import models, transaction
from django.test import Client
from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from accounts.models import User
from entities.models import Membership
from recruitment.models import Application, Candidate, Vacancy
from supply.models import Bid, Supplier, Tender
from tests.security.doors import ROLES, WITHOUT_CONTENT, Door
from tests.security.residents import World

Method = Literal["get", "post"]
PACKAGES = ("wagtail", "django.")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# What no form may carry to its record: who it belongs to, how it stands and when that happened.
PROTECTED = (
    "state", "state_before", "submitted_at", "received_at", "published_at", "effective_at", "closes_at", "entity", "owner", "user",
    "candidate", "supplier", "author", "approver", "is_staff", "is_superuser", "is_active", "kind", "score", "receipt", "result",
)  # fmt: skip
RECORDS = (User, Candidate, Vacancy, Application, Supplier, Tender, Bid, Membership)
BY_LOT = {"reference", "ocid", "password"}
# The number of the answer and the token of its forms.
VARIES = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|name="csrfmiddlewaretoken" value="\w+"|(TND|VAC)-\d{4}-\d{6}')
STRANGERS = ("other_seeker", "rival", "staff_b")


@dataclass(frozen=True)
class Route:
    """A door of our own as the URLconf writes it, without the language; `name` may be shared by several."""

    route: str
    name: str
    translated: bool

    def path(self, values: dict[str, Any]) -> str:
        if self.route.startswith("^("):  # Wagtail's own pattern: the home page stands for all pages
            return "/ar/"
        plain = re.sub(r"[\^$\\]", "", self.route)
        filled = PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), plain)
        return f"/ar/{filled}" if self.translated else f"/{filled}"


def routes(*, of_packages: bool = False) -> list[Route]:
    return [
        Route(route, name, translated)
        for route, name, translated, module in _walk(get_resolver().url_patterns)
        if module.startswith(PACKAGES) == of_packages
    ]


def _walk(patterns: Any, before: str = "", space: str = "", translated: bool = False) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            prefix = isinstance(pattern.pattern, LocalePrefixPattern)
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(
                pattern.url_patterns, before + ("" if prefix else str(pattern.pattern)), inside, translated or prefix
            )
        else:
            assert isinstance(pattern, URLPattern)
            yield before + str(pattern.pattern), f"{space}{pattern.name}", translated, pattern.callback.__module__


@dataclass
class Sweep:
    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    answers: dict[tuple[str, Method], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    not_found: dict[str, tuple[str, ...]] = field(default_factory=dict)
    written: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    abused: dict[str, dict[Any, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        with translation.override("ar"):
            self.sign_in = (reverse("account_login"), reverse("staff-door"))
        for role, person in self.world.people.items():
            client = Client(raise_request_exception=False, headers={"accept-language": "ar"})
            if person.is_authenticated:
                client.force_login(person)
            self.clients[role] = client

    def prove(self, route: Route, door: Door) -> None:
        """A record that is not for a stranger, and what a form may not carry: see the two tests that read this."""
        stranger = next((role for role in STRANGERS if door.get[role] == 404), None)
        if stranger and self.world.places[door.place]:
            self.not_found[route.route] = self.ask_for_nothing(route, door.place, stranger)
        writer = next((role for role in ROLES if door.post[role] == 302 and role != "visitor"), None)
        if writer:
            path = route.path(self.world.places[door.place])
            body = {**self.forms.get(path, {}), **door.typed}
            more = {name: "1" for name in PROTECTED if name not in body}
            self.written[route.route] = (self.after(writer, path, body), self.after(writer, path, {**body, **more}))

    def ask_for_nothing(self, route: Route, place: str, role: str) -> tuple[str, ...]:
        """What somebody reads of a record that is not for him, and of one that is not there."""
        values = self.world.places[place]
        absent = {name: uuid4() if isinstance(value, UUID) else value for name, value in values.items()}
        absent |= {name: "TND-2099-999999" for name in values if name == "reference"}
        return tuple(
            VARIES.sub("", self.knock(role, "get", route.path(each)).content.decode()) for each in (values, absent)
        )

    def after(self, role: str, path: str, body: dict[str, Any]) -> Any:
        with transaction.atomic():
            self.knock(role, "post", path, body, keep=True)
            rows = {model._meta.label: sorted(map(str, map(_plain, model._base_manager.all()))) for model in RECORDS}
            transaction.set_rollback(True)
        return rows

    def look(self, route: Route, place: str) -> None:
        path = route.path(self.world.places[place])
        for role in self.clients:
            response = self.knock(role, "get", path)
            self.answers[route.route, "get"][role] = self.status(response)
            if response.status_code == 200 and not response.streaming:
                self.keep_forms(path, response.content)

    def look_at_packages(self) -> None:
        """What came with Wagtail: its doors that take no parameter."""
        for route in routes(of_packages=True):
            if route.route.startswith("admin/") and not PARAMETER.search(route.route):
                for role in WITHOUT_CONTENT:
                    self.answers[route.route, "get"][role] = self.status(self.knock(role, "get", route.path({})))

    def send(self, route: Route, door: Door) -> None:
        path = route.path(self.world.places[door.place])
        body = {**self.forms.get(path, {}), **door.typed}
        for role in self.clients:
            self.answers[route.route, "post"][role] = self.status(self.knock(role, "post", path, body))

    def knock(self, role: str, method: Method, path: str, body: Any = None, *, keep: bool = False, **more: Any) -> Any:
        client = self.clients[role]
        before = {name: morsel.value for name, morsel in client.cookies.items()}
        with (
            transaction.atomic()
        ):  # which releases its savepoint: thousands left behind slow down the reading of every row
            response = getattr(client, method)(path, body or {}, secure=True, **more)
            transaction.set_rollback(not keep)
        client.cookies.load(before)  # whoever signed out is in again
        return response

    def status(self, response: Any) -> int:
        if response.status_code == 302 and response["Location"].startswith(self.sign_in):
            return 401
        return int(response.status_code)

    def keep_forms(self, path: str, content: bytes) -> None:
        """The first form that anybody is shown for an address is the body with which everybody tries it."""
        if b'method="post"' not in content:
            return
        for form in BeautifulSoup(content, "lxml").find_all("form", method="post"):
            action = (form.get("action") or path).partition("?")[0] or path
            self.forms.setdefault(action, dict(_filled_in(form)))


def _plain(record: models.Model) -> dict[str, Any]:
    """Its columns; of instants only whether they are there, and nothing that is drawn by lot."""
    return {
        column.attname: value is not None if isinstance(column, models.DateTimeField) else value
        for column in record._meta.concrete_fields
        if not column.primary_key and not isinstance(column, models.BinaryField) and column.name not in BY_LOT
        for value in [getattr(record, column.attname)]
    }


def _filled_in(form: Any) -> Iterator[tuple[str, str]]:
    """As a browser sends it when nothing is changed; of several buttons the first is pressed."""
    pressed = False
    for control in form.find_all(["input", "select", "textarea", "button"]):
        name, kind = control.get("name"), control.get("type", "")
        if control.name == "button" and name and not pressed:
            pressed = True
            yield name, control.get("value", "")
        elif not name or kind == "file" or (kind in ("checkbox", "radio") and not control.has_attr("checked")):
            continue
        elif control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            yield name, chosen.get("value", "") if chosen else ""
        elif control.name == "textarea":
            yield name, control.text
        elif control.name == "input":
            yield name, control.get("value", "on" if kind == "checkbox" else "")
