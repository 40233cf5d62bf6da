"""Every page that people expect of a portal is there in both languages, led to, and says what is true."""

import json
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.robotparser import RobotFileParser

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import Page, Site

from content.models import NewsPage, SiteSettings
from portal.demo import pages
from portal.standing_files import SECURITY_FILE_HOLDS
from shared.clock import database_now
from tests.crawl.crawler import HTML
from tests.factories import content
from tests.factories.people import EntityFactory
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.9")]
WRITTEN = pages.written()
LANGUAGES = ("ar", "en")
# Everything of the list that is a page; the account's own doors are walked signed in by the crawl.
EXPECTED = [
    "", "services/", "jobs/", "tenders/", "news/", "about/", "contact/", "search/", "account/sign-in/", "site-map/",
    "accessibility/", "privacy/", "terms/", "help/", "help/guide/", "help/faq/", "open-data/",
]  # fmt: skip
FOOTER = ["about/", "contact/", "help/", "accessibility/", "privacy/", "terms/", "open-data/", "site-map/", "verify/"]
MAIN = ["services/", "jobs/", "tenders/", "news/", "search/"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    codes = ("CSC", "EGV", "FIN", "HLT", "MUN", "TRN")
    with standing_world(django_db_blocker):
        entities = {code: EntityFactory(code=code) for code in codes}
        pages.build(SimpleNamespace(at=database_now(), entities=entities, say=print))
        content.published_service(entity=entities["EGV"], slug="open-data-request")
        Site.clear_site_root_paths_cache()
        yield


@pytest.fixture
def portal(world, db):
    return Client()


def tree_of(answer):
    return html5lib.parse(answer.content.decode())


def links(element):
    return [each.get("href") for each in element.iter(f"{HTML}a")]


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def main_of(answer):
    return next(tree_of(answer).iter(f"{HTML}main"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expected_page_answers_in_its_language_and_each_link_on_it_leads_somewhere(portal, language):
    asked, broken = {}, {}
    for path in EXPECTED:
        answer = portal.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        root = tree_of(answer)
        assert root.get("lang") == language
        for address in links(root):
            address = address.split("#")[0]
            if address.startswith("/") and address not in asked:
                asked[address] = portal.get(address).status_code
        broken |= {address: status for address, status in asked.items() if status not in (200, 302)}
    assert broken == {}
    assert len(asked) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_navigation_and_footer_lead_to_them(portal, language):
    root = tree_of(portal.get(f"/{language}/"))
    header, footer = next(root.iter(f"{HTML}header")), next(root.iter(f"{HTML}footer"))
    assert [path for path in MAIN if f"/{language}/{path}" not in links(header)] == []
    assert [path for path in FOOTER if f"/{language}/{path}" not in links(footer)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contact_page_says_phones_hours_address_and_accounts(portal, language):
    said, facts = main_of(portal.get(f"/{language}/contact/")), WRITTEN["settings"]
    for wanted in (facts[f"hours_{language}"], facts[f"address_{language}"], facts["email"], facts["security_email"]):
        assert " ".join(wanted.split()) in text_of(said)
    expected = {f"tel:{facts['phone']}", f"tel:{facts['phone_abroad']}", *(link["url"] for link in facts["social"])}
    assert expected <= set(links(said))


def test_the_demo_does_not_overwrite_what_an_administrator_said(portal):
    told = SiteSettings.objects.get()
    SiteSettings.objects.update(phone="", email="own@oasis.example")
    pages._settings(WRITTEN["settings"])
    assert (SiteSettings.objects.get().email, told.social_links.count()) == ("own@oasis.example", 2)


@pytest.mark.parametrize("facts", WRITTEN["page"], ids=lambda facts: facts["slug"])
def test_both_languages_of_a_page_say_as_much_and_lead_to_the_same_places(facts):
    def shape(part):
        if isinstance(part, dict):
            return [(name, shape(value)) for name, value in part.items() if name != "title"]
        return [shape(each) for each in part] if isinstance(part, list) else re.findall(r"\]\(([^)]+)\)", part)

    def numbers(part):
        return sorted(re.findall(r"\d+", re.sub(r"\]\([^)]+\)", "]", str(part))))

    ar, en = facts["body_ar"], facts["body_en"]
    same = str(shape(en)).replace("by/4.0/'", "by/4.0/deed.ar'")
    assert str(shape(ar)) == same
    assert numbers(ar) == numbers(en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_explains_each_thing_step_by_step_with_the_words_of_the_buttons(portal, language):
    said = main_of(portal.get(f"/{language}/help/guide/"))
    buttons = {
        "ar": ["ابدأ الخدمة", "بدء الطلب", "تقديم الطلب", "حفظ والعودة لاحقًا", "إعداد عرض", "ختم المظروف وتقديم العرض"],
        "en": ["Start the service", "Start the application", "Submit the application", "Save and come back later", "Prepare a bid", "Seal the envelope and submit the bid"],
    }  # fmt: skip
    assert [each for each in buttons[language] if each not in text_of(said)] == []
    assert len([each for each in said.iter(f"{HTML}ol") if each.get("class") == "number-list"]) == 5
    contents = [each.get("href") for each in said.iter(f"{HTML}a") if (each.get("href") or "").startswith("#")]
    ids = {each.get("id") for each in said.iter(f"{HTML}h2")}
    assert len(contents) == 6
    assert {each.removeprefix("#") for each in contents} <= ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_map_names_every_page(portal, language):
    shown = set(links(main_of(portal.get(f"/{language}/site-map/"))))
    live = Page.objects.live().filter(locale__language_code=language, depth__gt=2).not_type(NewsPage)
    assert [page.url for page in live if page.url not in shown] == []
    assert any(address.startswith(f"/{language}/news/?year=") for address in shown)
    assert {
        f"/{language}/{path}" for path in ("jobs/", "tenders/", "search/", "verify/", "suppliers/register/")
    } <= shown


def test_privacy_names_the_cookies_that_there_are(portal):
    """A reader gets none; a form that sends data sets the one against forgery; signing in sets the session's."""
    reader = Client()
    for path in EXPECTED:
        if path != "account/sign-in/":
            reader.get(f"/ar/{path}")
    assert dict(reader.cookies) == {}
    reader.get("/ar/account/sign-in/")
    assert len(reader.cookies) == 1


def test_robots_may_read_what_is_public_and_are_shown_the_site_map(portal):
    answer = portal.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = RobotFileParser()
    told.parse(answer.content.decode().splitlines())
    for language in LANGUAGES:
        assert all(
            told.can_fetch("*", f"/{language}/{path}") for path in ("", "jobs/", "tenders/", "news/", "services/")
        )
        assert not any(
            told.can_fetch("*", f"/{language}/{path}") for path in ("account/", "receipts/x/", "search/?q=a")
        )
    assert not told.can_fetch("*", "/admin/")
    assert told.site_maps() == ["http://testserver/sitemap.xml"]


def test_security_txt_keeps_to_its_standard(portal):
    answer = portal.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == f"mailto:{WRITTEN['settings']['security_email']}"
    assert fields["Preferred-Languages"] == "ar, en"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert database_now() + SECURITY_FILE_HOLDS - timedelta(days=1) <= expires < database_now() + timedelta(days=365)


def test_without_an_address_there_is_no_security_txt(portal):
    SiteSettings.objects.update(security_email="")
    assert (
        f"Contact: mailto:{WRITTEN['settings']['email']}\n" in portal.get("/.well-known/security.txt").content.decode()
    )
    SiteSettings.objects.update(email="")
    assert portal.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("language", "name", "direction"), [("ar", "مدينة الواحة", "rtl"), ("en", "Oasis City", "ltr")]
)
def test_the_manifest_speaks_the_language_of_the_page_that_names_it(portal, language, name, direction):
    heads = [
        each.get("href")
        for each in tree_of(portal.get(f"/{language}/")).iter(f"{HTML}link")
        if each.get("rel") == "manifest"
    ]
    answer = portal.get(heads[0])
    assert answer["Content-Type"] == "application/manifest+json"
    facts = json.loads(answer.content)
    assert (facts["lang"], facts["dir"], facts["short_name"]) == (language, direction, name)
    assert facts["start_url"] == f"/{language}/"
    for icon in facts["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_whoever_looks_for_a_favicon_finds_one(portal):
    answer = portal.get("/favicon.ico")
    assert answer.status_code == 302
    assert finders.find(answer["Location"].removeprefix("/static/"))
