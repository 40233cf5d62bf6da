"""Journeys walk through a whole portal with its demo world, in Chromium, as people do."""

import os
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.walker import PASSWORD, Walker

SIZES = {1280: 900, 390: 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not os.environ.get("CHROMIUM"):
        for item in items:
            if item.get_closest_marker("journey"):
                item.add_marker(pytest.mark.skip(reason="CHROMIUM does not name a browser"))
    # Whoever waits for a real closing begins first: the others fill the time.
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def portal() -> str:
    """The address of the portal: one that runs already, or the one of tests/journeys/sharing.py."""
    return os.environ["JOURNEY_PORTAL"]


@pytest.fixture
def someone(browser: Browser, portal: str) -> Iterator[Callable[..., Walker]]:
    """`someone("ar")`: a person with a browser of his own. Without JavaScript unless he works in the staff area."""
    contexts = []
    faults: list[str] = []

    def arrive(language: str, *, width: int = 1280, scripts: bool = False, email: str = "") -> Walker:
        context = browser.new_context(
            viewport={"width": width, "height": SIZES[width]}, java_script_enabled=scripts, locale=language
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("response", lambda answer: _note(answer, faults))
        if scripts:
            page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        walker = Walker(page, portal, language)
        if email:
            walker.sign_in(email, PASSWORD)
        return walker

    yield arrive
    for context in contexts:
        context.close()
    assert faults == []


def _note(answer: Any, faults: list[str]) -> None:
    if answer.status >= 500:
        faults.append(f"{answer.status} {answer.url}")


@pytest.fixture
def until() -> Callable[..., Any]:
    """Ask again until the answer is true: for what a worker does a moment later."""

    def ask(question: Callable[[], Any], *, seconds: float = 20) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if answer := question():
                return answer
        raise AssertionError(f"not within {seconds} s")

    return ask


@pytest.fixture
def code_for(browser: Browser, portal: str, until: Callable[..., Any]) -> Callable[[str], str]:
    """The newest code that was mailed to an address, read at /dev/letters/ as a newcomer reads it."""

    def read(email: str) -> str:
        page = browser.new_page()
        try:
            return until(lambda: _code(page, portal, email))
        finally:
            page.close()

    return read


def _code(page: Page, portal: str, email: str) -> str:
    page.goto(f"{portal}/dev/letters/")
    letters = page.locator("article").filter(has_text=email)
    found = re.search(r"\b(\d{6})\b", letters.first.inner_text()) if letters.count() else None
    return found[1] if found else ""
