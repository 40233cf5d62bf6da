"""What an editor types, pastes or uploads by mistake has its answer, and nothing of his work is lost."""

import re
import struct
import zlib
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content import slugs
from content.models import InformationPage, NewsIndexPage, NewsPage, SectionPage
from entities.models import Role
from portal.tree import publish_pair
from tests.content.strangers import client_of, picture
from tests.factories import content
from tests.factories.people import EntityFactory, staff
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.12")]
NO_COMMENTS = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    with standing_world(django_db_blocker):
        content.tree()
        yield EntityFactory(code="MUN")


@pytest.fixture
def entity(standing, db):
    return deepcopy(standing)


@pytest.fixture
def editor(entity):
    return client_of(content.editor_of(entity))


@pytest.fixture
def administrator(entity):
    return client_of(staff(Role.PLATFORM_ADMIN))


def write(client, *, follow=False, **changes):
    index = content.in_language(NewsIndexPage, "ar")
    texts = {
        "title": "خبر المدينة",
        "slug": "",
        "summary": "",
        "date": "2026-11-24",
        "searchable": "on",
        "body": streamfield([]),
    }
    form = {**nested_form_data({**texts, **changes}), **NO_COMMENTS, "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk]), form, follow=follow)


def test_a_taken_address_gives_way_to_the_next_and_the_editor_is_told(editor):
    assert write(editor, slug="library").status_code == 302
    answer = write(editor, slug="library", follow=True)
    assert set(NewsPage.objects.values_list("slug", flat=True)) == {"library", "library-2"}
    assert "library-2" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", "khbr-almdyna"),
        ("مَكتبةُ الواحــة", "مكتبة-الواحة"),
        ("New Library 2026", "new-library-2026"),
        ("../../admin", "admin"),
    ],
)
def test_an_address_is_latin_by_default_and_an_arabic_one_has_one_spelling(editor, typed, kept):
    assert write(editor, slug=typed).status_code == 302
    assert NewsPage.objects.get().slug == kept


@pytest.mark.parametrize(("language", "follows"), [("ar", False), ("en", True)])
def test_only_a_latin_title_becomes_the_address_while_it_is_typed(editor, language, follows):
    index = content.in_language(NewsIndexPage, language)
    page = editor.get(reverse("wagtailadmin_pages:add", args=["content", "newspage", index.pk])).content.decode()
    title = re.search(r'<input[^>]*name="title"[^>]*>', page)[0]
    assert ("keyup->w-sync#apply" in title.replace("&gt;", ">")) == follows


def test_an_arabic_address_answers(editor):
    write(editor, slug="مكتبة الواحة")
    assert Client().get("/ar/news/مكتبة-الواحة/").status_code == 200


def test_next_free_counts_on_from_what_is_taken():
    taken = {"news", "news-2", "law-2026"}
    assert slugs.next_free("news", lambda each: each not in taken) == "news-3"
    assert slugs.next_free("law-2026", lambda each: each not in taken) == "law-2026-2"
    assert len(slugs.next_free("n" * 300, lambda each: not each.endswith("n"))) == 255


PASTED = """<p class="MsoNormal" style="margin-left:36pt;color:red"><b><span style="font-family:Calibri">مهم</span></b><o:p></o:p></p>
<h1 onclick="alert(1)">عنوان</h1><script>alert(1)</script><table><tr><td>خلية</td></tr></table><img src="https://elsewhere.example/x.png">
<a href="javascript:alert(1)">رابط</a><p><font color="red">نص</font><iframe src="https://elsewhere.example"></iframe></p>"""


def test_what_comes_from_a_word_processor_is_cleaned(editor):
    assert write(editor, slug="pasted", body=streamfield([("text", rich_text(PASTED))])).status_code == 302
    page = Client().get("/ar/news/pasted/").content.decode()
    main = page.partition("<main")[2].partition("</main")[0]
    assert "<b>مهم</b>" in main
    for trace in (
        "MsoNormal",
        "style=",
        "font",
        "<script",
        "<img",
        "<iframe",
        "javascript:",
        "o:p",
        "<h1 onclick",
    ):
        assert trace not in main, trace


def upload(client, data, name, media_type="image/png"):
    file = SimpleUploadedFile(name, data, content_type=media_type)
    return client.post(
        reverse("wagtailimages:add"), {"title": "صورة", "file": file, "alt_ar": "نخلة", "alt_en": "A palm"}
    )


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header_of(width, height):
    """A PNG of these measures whose pixels nobody ever unpacks."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (header_of(20_000, 10_000), "huge.png", "20"),
        (header_of(6_000, 5_000), "large.png", "20"),
        (SVG, "drawing.svg", "JPG"),
        (SVG, "drawing.png", "svg"),
        (b"%PDF-1.4 not a picture", "scan.png", "JPG"),
        (picture(form="GIF"), "palm.png", "gif"),
        (b"", "empty.png", "فارغ"),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused_in_the_editors_language(editor, data, name, told):
    answer = upload(editor, data, name)
    assert answer.status_code == 200
    assert told in str(answer.context["form"].errors["file"])
    assert not get_image_model().objects.exists()


def test_a_good_picture_is_taken(editor):
    assert upload(editor, picture(), "palm.png").status_code == 302
    assert get_image_model().objects.get().alt_ar == "نخلة"


def test_a_picture_of_a_page_is_served_and_what_was_uploaded_is_not(editor):
    upload(editor, picture(1200, 800), "palm.png")
    image = get_image_model().objects.get()
    write(editor, slug="with-picture", image=image.pk)
    page = Client().get("/ar/news/with-picture/").content.decode()
    address = page.partition('src="/media/')[2].partition('"')[0]
    served = Client().get(f"/media/{address}")
    assert served.status_code == 200
    assert served["Content-Type"] == "image/webp"
    assert Client().get(f"/media/{image.file.name}").status_code == 404
    assert Client().get("/media/images/none.webp").status_code == 404


def test_a_link_to_a_page_that_is_not_published_is_shown_as_text(editor, entity):
    target = NewsPage.objects.get(pk=content.news(7, entity=entity).pk)
    link = rich_text(f'<p>اقرأ <a linktype="page" id="{target.pk}">الخبر السابق</a> أولًا.</p>')
    write(editor, slug="linking", body=streamfield([("text", link)]))
    assert '<a href="/ar/news/news-7/">الخبر السابق</a>' in Client().get("/ar/news/linking/").content.decode()
    target.unpublish()
    without = "اقرأ <a>الخبر السابق</a> أولًا."
    assert without in Client().get("/ar/news/linking/").content.decode()
    Page.objects.get(pk=target.pk).delete()
    assert without in Client().get("/ar/news/linking/").content.decode()


def test_two_editors_on_one_page_see_each_other(editor, entity):
    news = content.news(3, entity=entity)
    pages = [
        each.get(reverse("wagtailadmin_pages:edit", args=[news.pk]))
        for each in (client_of(content.editor_of(entity)), editor)
    ]
    session = re.search(r"/editing-sessions/ping/wagtailcore/page/\d+/(\d+)/", pages[1].content.decode())[1]
    door = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", news.pk, session])
    told = editor.post(door, {"revision_id": news.latest_revision_id}).json()
    assert len(told["other_sessions"]) == 1


def test_a_page_moved_with_all_below_it_is_still_found_at_its_old_addresses(administrator, entity):
    home = content.tree()
    guide = publish_pair(SectionPage, home, "guide", content.texts(1))
    archive = publish_pair(SectionPage, home, "archive", content.texts(2))
    chapter = publish_pair(SectionPage, guide, "chapter", content.texts(3))
    publish_pair(InformationPage, chapter, "detail", content.texts(4))
    for page, target in (
        (guide, archive),
        *[(each.get_translation(content.locale("en")) for each in (guide, archive))],
    ):
        administrator.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    for language in ("ar", "en"):
        for path in ("guide/", "guide/chapter/", "guide/chapter/detail/"):
            answer = Client().get(f"/{language}/{path}")
            assert (answer.status_code, answer["Location"]) == (301, f"/{language}/archive/{path}"), (language, path)
            assert Client().get(answer["Location"]).status_code == 200
    assert Redirect.objects.count() == 6


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_changed_address_leaves_a_redirect(administrator, language, django_capture_on_commit_callbacks):
    page = publish_pair(InformationPage, content.tree(), "about-us", content.texts(1))
    page = page if language == "ar" else page.get_translation(content.locale("en"))
    page = page.specific
    page.slug = "who-we-are"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    answer = Client().get(f"/{language}/about-us/")
    assert (answer.status_code, answer["Location"]) == (301, f"/{language}/who-we-are/")


def test_nothing_is_written_by_a_page_form_that_was_refused(editor):
    answer = write(editor, title="", slug="kept", summary="ملخص كُتب بعناية.")
    assert answer.status_code == 200
    assert "ملخص كُتب بعناية." in answer.content.decode()
    assert not NewsPage.objects.exists()
