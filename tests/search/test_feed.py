"""Any search as an Atom feed (RFC 4287): the same filters, the newest first, in the language of its address."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import indexing
from shared import feeds

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.11")]
ATOM, XML_LANG = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}lang"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
NEW = datetime(2026, 5, 1, tzinfo=UTC)
# How often each may stand there: RFC 4287, 4.1.1 and 4.1.2.
OF_FEED = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "author": (1, 99),
    "link": (1, 99),
    "entry": (0, 99),
    "subtitle": (0, 1),
}
OF_ENTRY = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (0, 1),
    "author": (0, 99),
    "link": (1, 99),
    "summary": (0, 1),
}


@pytest.fixture
def nurses(things):
    for number in range(4):
        things.add(
            number,
            title_ar=f"ممرض {number}",
            title_en=f"Nurse {number}",
            published_at=NEW - timedelta(days=number),
            facets={"entity": "AB"[number % 2]},
        )
        indexing.refresh("thing", str(number), version=number + 1)


def parsed(content: bytes) -> ElementTree.Element:
    """Refuses what is no valid feed."""
    feed = ElementTree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    held(feed, OF_FEED)
    assert {"alternate", "self"} <= {link.get("rel") for link in feed.iter(f"{ATOM}link")}
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        held(entry, OF_ENTRY)
        assert entry.find(f"{ATOM}link").get("href").startswith("http://testserver/")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    for date in (*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")):
        assert DATE.fullmatch(date.text)
    for author in feed.iter(f"{ATOM}author"):
        assert author.findtext(f"{ATOM}name")
    return feed


def held(element, allowed) -> None:
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= set(allowed)
    for name, (least, most) in allowed.items():
        assert least <= names.count(name) <= most, name


def titles(feed) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.fixture
def read(client, nurses):
    def read(query="", language="ar"):
        answer = client.get(f"/{language}/search/feed/?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (200, feeds.CONTENT_TYPE)
        return parsed(answer.content)

    return read


@pytest.mark.usefixtures("engine")
def test_the_newest_come_first_whatever_order_and_page_stand_in_the_address(read, engine):
    if engine == "elasticsearch":
        from search.engines.elasticsearch import writing

        writing.push([("thing", str(number)) for number in range(4)])
    assert titles(read("q=nurse&page=7&sort=closing")) == [f"ممرض {number}" for number in range(4)]
    assert titles(read("q=nurse&entity=B")) == ["ممرض 1", "ممرض 3"]
    assert titles(read("kind=thing")) == [f"ممرض {number}" for number in range(4)]


@pytest.mark.parametrize("nothing", ["q=astronaut", "q=nurse+astronaut", "entity=NOWHERE", "kind=none", "within=3"])
def test_what_does_not_match_whole_is_not_told(read, nothing):
    assert titles(read(nothing)) == []


@pytest.mark.parametrize(("language", "title"), [("ar", "ممرض – بحث – "), ("en", "ممرض – Search – ")])
def test_it_speaks_the_language_of_its_address(read, language, title):
    feed = read("q=ممرض", language)
    assert feed.get(XML_LANG) == language
    assert feed.findtext(f"{ATOM}title").startswith(title)


def test_a_text_in_the_other_language_says_so(client, nurses, things, monkeypatch):
    from search.registry import Shown

    monkeypatch.setattr(
        things, "shown", lambda records, *, now: Shown("Nurse", "/x/", language="en", published_at=NEW), raising=False
    )
    monkeypatch.setattr(things, "by_subjects", lambda subjects: [things.records["1"]])
    entry = parsed(client.get("/ar/search/feed/").content).find(f"{ATOM}entry")
    assert entry.get(XML_LANG) == "en"


def test_a_feed_reader_finds_it_on_the_page_with_the_same_search(client, read):
    page = client.get("/en/search/?q=nurse&entity=B&sort=closing&page=1").content.decode()
    found = re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page)
    path, _, query = unescape(found[1]).partition("?")
    assert path == "/en/search/feed/"
    assert titles(read(query, "en")) == ["ممرض 1", "ممرض 3"]


def test_it_may_be_kept_where_nobody_is_signed_in(client, read, django_user_model):
    assert client.get("/ar/search/feed/")["Cache-Control"] == "public, max-age=300"
    client.force_login(django_user_model.objects.create_user(email="reader@demo.example"))
    assert client.get("/ar/search/feed/")["Cache-Control"] == "private, no-store"


def test_a_nul_is_refused(client, nurses):
    assert client.get("/ar/search/feed/?q=a%00b").status_code == 400


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=220))
def test_whatever_was_asked_the_feed_is_valid(client, nurses, words):
    parsed(client.get("/en/search/feed/", {"q": words}).content)


@given(title=st.text(max_size=40), summary=st.text(max_size=40), author=st.text(max_size=20))
def test_whatever_the_content_is_the_feed_is_valid(title, summary, author):
    entry = feeds.Entry(title, "http://testserver/x/", summary, author, NEW)
    answer = feeds.answer(
        RequestFactory().get("/en/search/feed/"),
        [entry],
        title=title,
        subtitle=summary,
        page="http://testserver/",
        author="City",
        language="en",
    )
    parsed(answer.content)


def test_markup_in_a_text_is_text():
    """A summary of a feed is HTML to its readers."""
    entry = feeds.Entry("<b>", "http://testserver/x/", "<script>alert(1)</script> & more", "", NEW)
    answer = feeds.answer(
        RequestFactory().get("/x/"),
        [entry],
        title="x",
        subtitle="",
        page="http://testserver/",
        author="City",
        language="en",
    )
    summary = parsed(answer.content).find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "html"
    assert summary.text == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"
