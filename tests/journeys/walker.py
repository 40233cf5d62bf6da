"""A person with a browser: finds things by the words on the page, in his language."""

from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from playwright.sync_api import Locator, Page

PASSWORD = "oasis-city-2026"
LOCALE = Path(__file__).resolve().parents[2] / "locale"


@cache
def _catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale=language)


class Walker:
    def __init__(self, page: Page, portal: str, language: str) -> None:
        self.page, self.portal, self.language = page, portal, language

    def say(self, text: str, context: str | None = None, **values: Any) -> str:
        """The English text in this person's language."""
        message = _catalogue(self.language).get(text, context=context)
        said = (message.string if message is not None else "") or text
        assert isinstance(said, str)
        return said % values if values else said

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.portal}/{self.language}/{path}")

    def link(self, text: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(text), exact=True)

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(text), exact=True)

    def follow(self, text: str) -> None:
        self.link(text).first.click()

    def press(self, text: str) -> None:
        self.button(text).first.click()

    def field(self, label: str, context: str | None = None) -> Locator:
        return self.page.get_by_label(self.say(label, context))

    def fill(self, label: str, value: str) -> None:
        self.field(label).first.fill(value)

    def sees(self, text: str) -> bool:
        return self.page.get_by_text(text).count() > 0

    @property
    def main(self) -> str:
        return self.page.locator("main").inner_text()

    def sign_in(self, email: str, password: str) -> None:
        self.go("account/sign-in/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main form button").first.click()
        assert "sign-in" not in self.page.url, f"{email} cannot sign in"
