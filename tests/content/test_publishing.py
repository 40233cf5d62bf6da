"""An editor writes in Arabic, translates, publishes: found in both languages at once; unpublished: gone."""

from datetime import date
from functools import wraps
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation

import search
from catalogue.models import Service, ServiceIndexPage
from content.middleware import AtomicAdmin
from content.models import NewsIndexPage, NewsPage
from search.question import Question
from shared import outbox
from shared.models import AuditEntry, OutboxDelivery, OutboxMessage
from tests.factories import content
from tests.factories.people import EntityFactory

pytestmark = pytest.mark.django_db
ARABIC = {
    "title": "افتتاح مكتبة الواحة العامة",
    "summary": "تستقبل المكتبة زوارها من الأحد.",
    "text": "تضم المكتبة قاعة للأطفال.",
}
ENGLISH = {
    ARABIC["title"]: "Oasis public library opens",
    ARABIC["summary"]: "The library receives visitors from Sunday.",
    ARABIC["text"]: "The library has a hall for children.",
}


@pytest.fixture
def entity(db):
    content.tree()
    outbox.deliver_all()
    return EntityFactory(code="EGV", name_ar="دائرة الحكومة الإلكترونية", name_en="Department of e-Government")


@pytest.fixture
def editor(entity):
    client = Client()
    client.force_login(content.editor_of(entity))
    return client


def found(words, kind="news"):
    return [hit.subject_id for hit in search.find(Question(words=words, kinds=(kind,))).hits]


def write_in_arabic(editor, *, action="action-publish"):
    index = content.in_language(NewsIndexPage, "ar")
    body = streamfield([("text", rich_text(f"<p>{ARABIC['text']}</p>"))])
    form = nested_form_data(
        {
            "title": ARABIC["title"],
            "slug": "oasis-library",
            "summary": ARABIC["summary"],
            "date": "2026-11-24",
            "body": body,
        }
    )
    door = reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk])
    response = editor.post(
        door, {**form, "searchable": "on", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, action: "1"}
    )
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get(slug="oasis-library", locale=content.locale("ar"))


def translate(editor, page):
    """As the editor does: ask for the English version, write each of its sentences, publish it."""
    english = content.locale("en")
    asked = editor.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    assert asked.status_code == 302
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=english)
    for segment in translation.source.stringsegment_set.select_related("string"):
        if said := ENGLISH.get(segment.string.data):
            door = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            answer = editor.put(door, urlencode({"value": said}), content_type="application/x-www-form-urlencoded")
            assert answer.status_code in (200, 201), answer.content
    twin = page.get_translation(english)
    assert not twin.live, "asking for a translation publishes nothing"
    return twin


@pytest.fixture
def publish_translation(editor, django_capture_on_commit_callbacks):
    def publish(twin):
        door = reverse("wagtailadmin_pages:edit", args=[twin.pk])
        with django_capture_on_commit_callbacks(execute=True):  # wagtail-localize publishes after its commit
            assert editor.post(door, {"action": "publish"}).status_code == 302
        twin.refresh_from_db()
        assert twin.live

    return publish


@pytest.mark.promise("CON-1.2")
def test_a_news_item_is_written_translated_published_found_and_gone(editor, publish_translation):
    page = write_in_arabic(editor)
    twin = translate(editor, page)
    publish_translation(twin)
    assert twin.specific.title == "Oasis public library opens"
    assert "hall for children" in str(twin.specific.body)

    outbox.deliver_all()
    subject = [str(page.translation_key)]
    assert found("مكتبات الواحة") == found("public libraries") == subject
    for language, title in {"ar": ARABIC["title"], "en": "Oasis public library opens"}.items():
        shown = Client().get(f"/{language}/search/", {"q": "library"}).content.decode()
        assert f"/{language}/news/oasis-library/" in shown
        assert title in Client().get(f"/{language}/news/oasis-library/").content.decode()

    for each in (page, twin):
        door = reverse("wagtailadmin_pages:unpublish", args=[each.pk])
        assert editor.post(door).status_code == 302
    outbox.deliver_all()
    assert found("مكتبة") == found("library") == []
    assert Client().get("/ar/news/oasis-library/").status_code == 404
    assert Client().get("/en/news/oasis-library/").status_code == 404


@pytest.mark.promise("CON-1.2")
def test_a_draft_is_found_by_nobody(editor):
    write_in_arabic(editor, action="")
    outbox.deliver_all()
    assert found("مكتبة") == []
    assert Client().get("/ar/news/oasis-library/").status_code == 404


@pytest.mark.promise("CON-1.2")
def test_one_language_alone_is_found_in_both_and_marked(editor):
    write_in_arabic(editor)
    outbox.deliver_all()
    page = Client().get("/en/search/", {"q": "مكتبة"}).content.decode()
    assert '<li lang="ar" dir="rtl">' in page
    shown = Client().get("/en/news/oasis-library/").content.decode()
    assert "This page is available in Arabic only" in shown
    assert '<div lang="ar" dir="rtl">' in shown
    assert "الثلاثاء 24 نوفمبر 2026" in shown, "what stands around the text there speaks its language"
    assert "24 November 2026" not in shown
    assert 'name="robots" content="noindex"' in shown


@pytest.mark.promise("CON-1.1")
@pytest.mark.parametrize("section", [NewsIndexPage, ServiceIndexPage])
def test_a_section_whose_other_language_is_unpublished_says_there_where_it_can_be_read(entity, section):
    english = section.objects.get(locale__language_code="en")
    section.objects.get(locale__language_code="ar").unpublish()
    answer = Client().get(f"/ar/{english.slug}/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "هذه الصفحة متاحة باللغة الإنجليزية فقط" in shown
    assert f'href="/en/{english.slug}/" hreflang="en"' in shown
    assert 'name="robots" content="noindex"' in shown
    for below in ("feed/", "no-such-thing/"):
        assert Client().get(f"/ar/{english.slug}/{below}").status_code == 404


@pytest.mark.promise("CON-1.3", "SEA-1.3")
def test_publishing_works_while_search_and_broker_are_down(editor, settings, monkeypatch):
    """Nobody listens at the broker, and every write to the index fails: the page is live all the same, and found later."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    page = write_in_arabic(editor)
    assert Client().get("/ar/news/oasis-library/").status_code == 200

    waiting = OutboxDelivery.objects.filter(done_at=None, handler__contains="index_news")
    assert waiting.count() == 1, "the index is told by a row, nothing was sent"
    with monkeypatch.context() as broken:
        broken.setattr("search.indexing.write", lambda *document, **facts: 1 / 0)
        assert not outbox.deliver(waiting.get().pk)
    assert Client().get("/ar/news/oasis-library/").status_code == 200
    assert found("مكتبة") == []

    waiting.update(next_try_at=page.first_published_at)
    assert outbox.deliver(waiting.get().pk)
    assert found("مكتبة") == [str(page.translation_key)]


@pytest.mark.promise("SEA-1.3")
def test_publishing_a_service_writes_no_index(db, entity):
    service = content.published_service(entity=entity)
    assert found("رخصة", "service") == []
    outbox.deliver_all()
    assert found("رخصة", "service") == [str(service.pk)]
    Service.objects.get(pk=service.pk).unpublish()
    assert found("رخصة", "service") == [str(service.pk)], "the index is a copy and follows later"
    page = Client().get("/ar/search/", {"q": "رخصة"}).content.decode()
    assert service.title_ar not in page, "but each hit is read again before it is shown"


@pytest.mark.django_db(transaction=True)
def test_a_changed_slug_is_told_though_wagtail_tells_it_after_its_commit(transactional_db):
    arabic, _made = Locale.objects.get_or_create(language_code="ar")  # others that commit leave the tables empty
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=arabic)
    page = root.add_child(instance=NewsPage(title="خبر", slug="first-slug", date=date(2026, 11, 24), locale=arabic))
    page.slug = "another-slug"
    page.save_revision().publish()
    assert OutboxMessage.objects.filter(event="content.page.moved", payload__page=page.pk).exists()


def test_what_failed_after_publishing_leaves_neither_a_live_page_nor_a_message(editor, monkeypatch):
    """The live page, its audit entry and its message stand or fall together."""
    monkeypatch.setattr("content.publishing.outbox.post", lambda *args, **ids: 1 / 0)
    editor.raise_request_exception = False
    index = content.in_language(NewsIndexPage, "ar")
    before = AuditEntry.objects.count(), OutboxMessage.objects.count()
    door = reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk])
    form = nested_form_data(
        {"title": "خبر", "slug": "fails", "summary": "", "date": "2026-11-24", "body": streamfield([])}
    )
    answer = editor.post(door, {**form, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "action-publish": "1"})
    assert answer.status_code == 500
    assert not Page.objects.filter(slug="fails").exists()
    assert (AuditEntry.objects.count(), OutboxMessage.objects.count()) == before


def test_a_door_that_grew_out_of_wagtails_is_one_transaction_like_it(rf):
    door = resolve(reverse(Service.snippet_viewset.get_url_name("edit"), args=[1])).func
    assert not door.view_class.__module__.startswith("wagtail")
    within = []

    @wraps(door)
    def sent(request):
        within.append(len(connection.savepoint_ids))
        return HttpResponse()

    outside = len(connection.savepoint_ids)
    AtomicAdmin(sent).process_view(rf.post("/admin/snippets/catalogue/service/edit/1/"), sent, (), {})
    assert within == [outside + 1]


@pytest.mark.parametrize("path", ["services/?page=x", "services/?page=99999", "services/no-such-service/"])
def test_what_a_section_does_not_have_is_not_looked_for_in_its_other_language(path):
    content.tree()
    for language in ("ar", "en"):
        assert Client().get(f"/{language}/{path}").status_code == 404
