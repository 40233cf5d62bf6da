"""What not everybody may see is in no result, count or feed; nor is what was withdrawn a moment ago and is still in the index."""

import re
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from content.models import NewsPage
from search import upkeep, vocabulary
from search.models import SearchDocument, SearchTerm
from shared import outbox
from tests.crawl import world
from tests.factories import bids, content
from tests.factories.people import EntityFactory
from tests.factories.recruitment import VacancyFactory, published_vacancy
from tests.factories.supply import TenderFactory

pytestmark = pytest.mark.django_db
WORD = "يعسوب"


@pytest.fixture
def portal():
    """One of each kind that everybody may see, beside drafts and a private page of another entity."""
    content.tree()
    ours, theirs = EntityFactory(), EntityFactory()
    texts = {"title_ar": f"{WORD} عام", "title_en": "Public dragonfly"}
    secret = {"title_ar": f"{WORD} سري", "title_en": "Secret dragonfly"}
    service = content.published_service(entity=ours, **texts)
    tender, vacancy = bids.open_tender(entity=ours, **texts), published_vacancy(entity=ours, **texts)
    content.ServiceFactory(entity=theirs, live=False, **secret)
    VacancyFactory(entity=theirs, **secret)
    TenderFactory(entity=theirs, **secret)
    content.news(1, entity=theirs)
    NewsPage.objects.update(title=f"{WORD} سري")
    for page in NewsPage.objects.all():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    world.index(vacancy, tender)
    outbox.deliver_all()
    return service, tender, vacancy


@pytest.fixture(params=["search/?q=", "search/feed/?q=", "api/search?language=ar&q="])
def ask(request):
    language = "" if request.param.startswith("api") else "ar/"
    return lambda: Client().get(f"/{language}{request.param}{WORD}").content.decode()


@pytest.mark.promise("SEA-2.11")
def test_only_what_everybody_may_see_is_told(portal, ask):
    told = ask()
    assert told.count("/services/") >= 1
    assert "عام" in told
    assert "سري" not in told
    counts = re.search(r'"total": (\d+)', told)
    assert counts is None or counts[1] == "3"


@pytest.mark.promise("SEA-2.11")
def test_what_was_withdrawn_is_not_told_though_the_index_lags_behind(portal, ask):
    service, tender, _vacancy = portal
    type(service).objects.filter(pk=service.pk).update(live=False)
    assert SearchDocument.objects.filter(kind="service", found=True).exists()
    told = ask()
    assert service.slug not in told
    assert tender.reference in told


@pytest.mark.promise("SEA-2.7")
@pytest.mark.promise("SEA-2.11")
def test_neither_suggestions_nor_corrections_say_what_is_not_public(portal):
    """A word that stands in a draft alone is unknown; one that was withdrawn is not suggested, whatever the index still holds."""
    service, _tender, _vacancy = portal
    upkeep.study()
    for typed, most in ((WORD, 3), (f"{WORD} سر", 0), ("dragonf", 3), ("secret dragonf", 0)):
        titles = Client().get("/ar/search/suggest", {"q": typed}).json()["titles"]
        assert len(titles) <= most, typed
        assert not [title for title in titles if "سري" in title or "Secret" in title]
    answer = Client().get("/api/search", {"q": "secrat", "language": "en"}).json()
    assert (answer["did_you_mean"], answer["total"]) == (None, 0)
    assert Client().get("/api/search", {"q": "dragnofly", "language": "en"}).json()["did_you_mean"] == "dragonfly"
    type(service).objects.filter(pk=service.pk).update(live=False, title_en="Withdrawn dragonfly", title_ar="مسحوب")
    assert "Withdrawn dragonfly" not in Client().get("/ar/search/suggest", {"q": "dragonf"}).json()["titles"]
    SearchDocument.objects.update(found=False, tokens=None)
    assert SearchTerm.objects.filter(token="=dragonfly").exists(), "not counted anew yet"
    assert Client().get("/api/search", {"q": "dragnofly", "language": "en"}).json()["did_you_mean"] is None


CHOSEN = ["entity", "life_event", "location", "category", "within"]
CHOICES = [(), *((each,) for each in CHOSEN), ("entity", "within"), ("entity", "location"), tuple(CHOSEN)]
# Nothing but stop words, words of which no document has all, misspelt ones, and both.
FURTHER = ["في", f"licence {WORD}", "يعصوب", f"{WORD} مستحيل", "يعصوب مستحيل", f"«{WORD} في المستحيل»"]


@pytest.fixture
def every_kind(portal, monkeypatch):
    """Of one entity, with the word in each, so that a page shows all kinds whatever is chosen of it."""
    service, tender, vacancy = portal
    # Read again once a minute, by whichever question comes then: not counted with one that happens to.
    monkeypatch.setattr(vocabulary, "KEEP_SECONDS", 3600.0)
    content.news(2, entity=service.entity, ar=f"{WORD} عام")
    outbox.deliver_all()
    upkeep.study()
    return {
        "entity": service.entity.code,
        "life_event": service.life_event,
        "location": vacancy.location,
        "category": tender.category,
        "within": "30",
    }


@pytest.mark.promise("SEA-1.6")
@pytest.mark.parametrize("kind", ["", "service", "tender"])
def test_a_page_asks_twelve_queries_at_most_whatever_is_chosen(every_kind, kind):
    """What words may mean is asked in one go, nearest and next best answer in another, and each table is read once."""
    for names, words in (*product(CHOICES, ["", WORD]), *product([(), ("entity",)], FURTHER)):
        query = {"q": words, "kind": kind, **{name: every_kind[name] for name in names}}
        Client().get("/ar/search/", query)
        with CaptureQueriesContext(connection) as asked:
            shown = Client().get("/ar/search/", query).content.decode()
        assert len(asked) <= 12, (query, [each["sql"][:90] for each in asked.captured_queries])
        if (kind, names, words) == ("", ("entity",), WORD):
            assert all(part in shown for part in ("/services/", "/tenders/", "/jobs/", "/news/"))
            assert "/account/alerts/new/" in shown
