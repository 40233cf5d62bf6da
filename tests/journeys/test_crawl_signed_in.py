"""What people see once they have signed in: each door of ours that a role is led to, in both languages, from 320 to 1280 px."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.journeys.test_crawl import RULES

pytestmark = pytest.mark.journey
STAFF = "/admin/"
# Who → where he starts. The rest he finds by the links that he is shown.
STARTS = {
    "seeker@demo.example": "/{}/account/",
    "supplier@demo.example": "/{}/account/",
    "recruiter@demo.example": "/admin/recruitment/",
    "recruitment.approver@demo.example": "/admin/recruitment/",
    "buyer@demo.example": "/admin/supply/tenders/",
    "tender.approver@demo.example": "/admin/supply/tenders/",
    "chair@demo.example": "/admin/supply/tenders/",
    "verifier@demo.example": "/admin/supply/suppliers/",
    "entity.admin@demo.example": "/admin/people/",
    "platform.admin@demo.example": "/admin/search/",
}
OURS = {
    "recruitment",
    "recruitment_staff",
    "supply",
    "supply_staff",
    "accounts",
    "entities",
    "entities_staff",
    "receipts",
    "search_staff",
}
WIDTHS = (1280, 390, 320)


def door(path: str, language: str) -> str:
    """The name of our own door behind an address; empty for what others made (Wagtail's own screens) and for files."""
    try:
        with translation.override(language):
            match = resolve(path)
    except Resolver404:
        return ""
    own = match.app_name in OURS or match.view_name.startswith(("account_", "mfa_"))
    return "" if not own or match.view_name.endswith(("json", "_data", "copy", "logout")) else match.view_name


class Crawl:
    """One person's walk: every door once, or once more where it leads to a record in another state."""

    def __init__(self, page, portal: str, language: str) -> None:
        self.page, self.portal, self.language = page, portal, language
        self.axe = Axe()
        self.faults: list[str] = []
        self.visited: dict[str, str] = {}
        page.on("console", lambda said: said.type == "error" and self.fault(f"console: {said.text}"))
        page.on("pageerror", lambda error: self.fault(f"script: {error}"))

    def fault(self, text: str) -> None:
        self.faults.append(f"{urlsplit(self.page.url).path} [{self.language}] {text}")

    def walk(self, start: str) -> None:
        waiting = deque([start])
        while waiting:
            path = waiting.popleft()
            name = door(path, self.language)
            if not name or name in self.visited:
                continue
            self.visited[name] = path
            answer = self.page.goto(self.portal + path)
            if answer.status != 200:
                self.fault(f"answers {answer.status}")
                continue
            self.look()
            links = self.page.eval_on_selector_all("a[href]:not([download])", "all => all.map((a) => a.pathname)")
            waiting += [link for link in links if link.startswith((f"/{self.language}/", STAFF))]

    def look(self) -> None:
        spoken = self.page.locator("html").get_attribute("lang")
        if spoken != self.language:
            self.fault(f"speaks {spoken}")
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                self.fault(f"{width}: {wide} px too wide")
            if width == 1280 or (width == 320 and self.language == "ar"):
                self.judge(width)

    def judge(self, width: int) -> None:
        for violation in self.axe.run(self.page, context=self.context(), options=RULES).response["violations"]:
            self.fault(f"{width} axe {violation['id']}: {[node['target'] for node in violation['nodes']][:3]}")

    def context(self):
        """In the staff area Wagtail's own frame is Wagtail's; what we put into it is ours."""
        return "main" if urlsplit(self.page.url).path.startswith(STAFF) else None


@pytest.mark.promise("REC-1.14", "SUP-1.14")
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("email", STARTS)
def test_every_screen_of_a_role_is_accessible_quiet_and_fits(someone, portal, email, language):
    person = someone(language, scripts=True, email=email)
    crawl = Crawl(person.page, portal, language)
    crawl.walk(STARTS[email].format(language))
    assert len(crawl.visited) >= 2
    assert not crawl.faults, "\n".join(crawl.faults)
