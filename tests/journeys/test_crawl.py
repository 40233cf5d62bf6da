"""Every public page × Arabic and English × three widths in Chromium: no fault for axe, no word on the console, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journey
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
HEIGHTS = {320: 640, 390: 844, 1280: 900}
LISTS = {
    "services/": ".cards a",
    "news/": ".hits a",
    "entities/": ".cards a",
    "jobs/": ".hits a",
    "tenders/": ".hits a",
}
PAGES = [
    "", *LISTS, "search/", "search/?q=رخصة", "search/?q=licence&kind=service", "search/?q=xyzzy", "jobs/?q=xyzzy", "verify/",
    "verify/?number=RCP-0000-0000-0", "account/sign-in/", "account/sign-up/", "account/password/reset/", "suppliers/register/",
    "help/guide/", "help/faq/", "news/?year=2025", "no-such-page/",
]  # fmt: skip


@pytest.fixture(scope="module")
def pages(browser, portal):
    """All of them, with the first page that each list leads to and what the footer leads to."""
    page = browser.new_page()
    found = list(PAGES)
    for path, link in LISTS.items():
        page.goto(f"{portal}/ar/{path}")
        found.append(page.locator(f"main {link}").first.get_attribute("href").removeprefix("/ar/"))
    page.goto(f"{portal}/ar/")
    for link in page.locator("footer nav a").all():
        found.append(link.get_attribute("href").removeprefix("/ar/"))
    page.close()
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def axe():
    return Axe()


# Buttons, boxes and links that stand alone are 44 px high on the phone; links inside a sentence are not judged.
SMALL_TARGETS = """() => [...document.querySelectorAll("button, input:not([type=hidden],[type=checkbox],[type=radio],[type=file]), select, summary, header a, footer a, .pages a, .chips a, .tabs a")]
    .filter((each) => each.checkVisibility() && !each.closest(".vh, .skip") && each.getBoundingClientRect().height < 44)
    .map((each) => each.outerHTML.slice(0, 80) + " " + each.getBoundingClientRect().height)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.promise("REL-1.14", "CON-1.1", "CON-1.11")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_is_accessible_quiet_and_fits(browser, portal, pages, axe, language):
    context = browser.new_context(locale=language)
    page = context.new_page()
    faults = []
    page.on("console", lambda said: faults.append(f"{page.url} console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"{page.url} script: {error}"))
    for path in pages:
        answer = page.goto(f"{portal}/{language}/{path}")
        assert answer.status == (404 if path == "no-such-page/" else 200), path
        if answer.status == 404:  # the browser itself notes a 404 on its console
            faults = [fault for fault in faults if "404" not in fault]
        for width, height in HEIGHTS.items():
            page.set_viewport_size({"width": width, "height": height})
            faults += [f"/{language}/{path} {width}: {fault}" for fault in judge(page, axe, width)]
    context.close()
    assert faults == []


def judge(page, axe, width):
    for violation in axe.run(page, options=RULES).response["violations"]:
        yield f"axe {violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"
    if (wide := page.evaluate(TOO_WIDE)) > 0:
        yield f"{wide} px too wide"
    if width == 390:
        yield from page.evaluate(SMALL_TARGETS)
