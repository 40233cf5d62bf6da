"""An editor of one entity neither sees, changes, chooses nor publishes what belongs to another."""

import json
from copy import deepcopy
from urllib.parse import quote

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import OverridableSegment, Translation, TranslationSource

from catalogue.models import Service
from content.models import InformationPage, NewsIndexPage, NewsPage, PortalDocument
from entities.models import Role
from tests.content.strangers import MARK, belongings, client_of, doors, picture
from tests.factories import content
from tests.factories.people import also, staff
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.7")]
NO_COMMENTS = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker):
    with standing_world(django_db_blocker):
        content.tree()
        yield belongings("BBB", MARK), belongings("AAA", "أخبارنا")


@pytest.fixture
def theirs(both, db):
    return deepcopy(both[0])


@pytest.fixture
def ours(both, db):
    return deepcopy(both[1])


@pytest.fixture(params=[Role.EDITOR, Role.ENTITY_ADMIN])
def editor(request, ours):
    return client_of(staff(request.param, ours.entity))


@pytest.fixture
def writer(ours):
    return client_of(staff(Role.EDITOR, ours.entity))


def all_of(its):
    """Everything they have, as it stands in the database."""
    pages = Page.objects.filter(pk__in=[its.section.pk, its.news.pk, its.draft.pk])
    records = [*pages, *NewsPage.objects.filter(entity=its.entity), *Service.objects.filter(entity=its.entity)]
    records += [*get_image_model().objects.filter(pk=its.image.pk), *PortalDocument.objects.filter(pk=its.document.pk)]
    return serializers.serialize("json", records), Page.objects.count(), Service.objects.count()


def news_form(**changes):
    texts = {"title": "خبر", "slug": "our-news", "summary": "", "date": "2026-11-24", "searchable": "on"}
    return {**nested_form_data({**texts, "body": streamfield([]), **changes}), **NO_COMMENTS, "action-publish": "1"}


def test_no_door_knows_the_numbers_of_another_entity(editor, theirs):
    editor.raise_request_exception = False
    walked = list(doors(theirs))
    assert len(walked) > 60
    before = all_of(theirs)
    for name, address in walked:
        for method in (editor.get, editor.post):
            answer = method(address)
            assert answer.status_code in (302, 400, 403, 404, 405), (name, address, answer.status_code)
            body = b"" if getattr(answer, "streaming", False) else answer.content
            assert MARK not in body.decode(), (name, address)
        assert all_of(theirs) == before, (name, address)


LISTS = [
    "/admin/", "/admin/pages/", "/admin/pages/search/?q={mark}", "/admin/images/", "/admin/images/?q={mark}", "/admin/documents/",
    "/admin/snippets/catalogue/service/", "/admin/snippets/", "/admin/choose-page/search/?q={mark}", "/admin/images/chooser/",
    "/admin/documents/chooser/", "/admin/snippets/choose/catalogue/service/", "/admin/snippets/choose/catalogue/service/results/?q={mark}",
    "/admin/reports/site-history/", "/admin/reports/locked/", "/admin/reports/workflow/", "/admin/reports/workflow_tasks/",
    "/admin/reports/aging-pages/", "/admin/reports/page-types-usage/", "/admin/localize/reports/translations/",
    "/admin/localize/api/snippets/catalogue/service/", "/admin/api/main/pages/?fields=*", "/admin/api/main/images/",
    "/admin/api/main/documents/", "/admin/pages/usage/content/newspage/", "/admin/users/", "/admin/groups/", "/admin/collections/",
]  # fmt: skip


# Doors that an editor may not enter at all.
CLOSED = {"/admin/localize/reports/translations/", "/admin/localize/api/snippets/catalogue/service/"}


@pytest.mark.parametrize("address", LISTS)
def test_no_list_names_what_is_another_entitys(editor, theirs, address):
    editor.raise_request_exception = False
    answer = editor.get(address.format(mark=MARK), follow=True)
    assert answer.status_code == 200 or address in CLOSED, answer.status_code
    body = answer.content.decode()
    for typed in (f'value="{MARK}"', f"<em>{MARK}</em>", f"q={MARK}"):
        body = body.replace(typed, "")
    assert MARK not in body


@pytest.mark.parametrize("place", ["explorer", "chooser"])
def test_the_shared_news_section_shows_only_own_news(editor, theirs, ours, place):
    index = content.in_language(NewsIndexPage, "ar")
    name = {"explorer": "wagtailadmin_explore", "chooser": "wagtailadmin_choose_page_child"}[place]
    answer = editor.get(reverse(name, args=[index.pk]))
    shown = answer.json()["html"] if place == "chooser" else answer.content.decode()
    assert ours.news.title in shown
    assert MARK not in shown


def test_colleagues_work_on_each_others_news(writer, ours):
    shown = writer.get(reverse("wagtailadmin_pages:edit", args=[ours.news.pk]))
    assert shown.status_code == 200
    answer = writer.post(reverse("wagtailadmin_pages:unpublish", args=[ours.news.pk]))
    assert answer.status_code == 302
    ours.news.refresh_from_db()
    assert not ours.news.live


def test_the_section_that_all_share_is_nobodys_to_take_down(editor):
    index = content.in_language(NewsIndexPage, "ar")
    for action in ("unpublish", "delete", "edit", "set_privacy"):
        editor.post(reverse(f"wagtailadmin_pages:{action}", args=[index.pk]), {"title": "لنا"})
    index.refresh_from_db()
    assert index.live
    assert index.title == "الأخبار"


def test_nobody_deletes_or_moves_the_page_his_branch_stands_on(editor, ours):
    editor.post(reverse("wagtailadmin_pages:delete", args=[ours.section.pk]))
    assert Page.objects.filter(pk=ours.section.pk, live=True).exists()


def test_news_is_its_authors_entitys_by_itself_and_never_anothers(writer, ours, theirs):
    door = reverse("wagtailadmin_pages:add", args=["content", "newspage", content.in_language(NewsIndexPage, "ar").pk])
    assert writer.post(door, news_form()).status_code == 302
    assert NewsPage.objects.get(slug="our-news").entity == ours.entity
    refused = writer.post(door, news_form(entity=theirs.entity.pk, slug="forged"))
    assert refused.status_code == 200
    assert "entity" in refused.context["form"].errors
    assert not Page.objects.filter(slug="forged").exists()


def test_who_writes_for_two_entities_says_for_which(writer, ours, theirs):
    person = staff(Role.EDITOR, ours.entity)
    also(Role.EDITOR, person, theirs.entity)
    door = reverse("wagtailadmin_pages:add", args=["content", "newspage", content.in_language(NewsIndexPage, "ar").pk])
    assert list(client_of(person).post(door, news_form()).context["form"].errors) == ["entity"]
    assert client_of(person).post(door, news_form(entity=theirs.entity.pk)).status_code == 302


def test_no_page_is_made_in_moved_to_or_copied_into_anothers_branch(writer, ours, theirs):
    own = ours.section.add_child(instance=InformationPage(title="صفحتنا", slug="our-page"))
    before = all_of(theirs)
    add = reverse("wagtailadmin_pages:add", args=["content", "informationpage", theirs.section.pk])
    move = reverse("wagtailadmin_pages:move_confirm", args=[own.pk, theirs.section.pk])
    copy = reverse("wagtailadmin_pages:copy", args=[own.pk])
    choose = reverse("wagtailadmin_pages:move", args=[own.pk])
    forms = [
        (add, news_form(slug="intruder")),
        (move, {}),
        (choose, {"new_parent_page": theirs.section.pk}),
        (copy, {"new_title": "نسخة", "new_slug": "copy", "new_parent_page": theirs.section.pk, "alias": "on"}),
    ]
    for door, form in forms:
        writer.post(door, form)
        assert all_of(theirs) == before, door
    own.refresh_from_db()
    assert own.get_parent().pk == ours.section.pk


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_acts_reach_only_own_pages(editor, ours, theirs, action):
    before = all_of(theirs)
    door = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = [theirs.draft.pk if action == "publish" else theirs.news.pk, theirs.section.pk]
    query = "?" + "&".join(f"id={each}" for each in ids)
    shown = editor.get(door + query)
    assert f"/admin/pages/{ids[0]}/edit/" not in shown.content.decode()
    editor.post(door + query, {"chooser": ours.section.pk, "move_applicable": "on"})
    assert all_of(theirs) == before


@pytest.mark.parametrize("kind", ["image", "document", "service"])
def test_bulk_deletion_reaches_no_others_files_and_services(editor, theirs, kind):
    before = all_of(theirs)
    model = {"image": "content/portalimage", "document": "content/portaldocument", "service": "catalogue/service"}[kind]
    door = f"/admin/bulk/{model}/delete/?id={getattr(theirs, kind).pk}"
    editor.raise_request_exception = False
    editor.get(door)
    editor.post(door)
    assert all_of(theirs) == before


ACTS = [
    *[("wagtailcore/page", each, "draft") for each in ("publish", "unpublish", "delete", "move")],
    *[("content/portalimage", each, "image") for each in ("add_tags", "add_to_collection", "delete")],
    *[("content/portaldocument", each, "document") for each in ("add_tags", "add_to_collection", "delete")],
    ("catalogue/service", "delete", "service"),
]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.RECRUITER])
@pytest.mark.parametrize(("model", "action", "kind"), ACTS)
def test_a_bulk_act_names_nothing_of_others(ours, theirs, model, action, kind, role):
    """Neither what is asked for by its number nor, of a list, all that there is."""
    person = client_of(staff(role, ours.entity))
    door, other = f"/admin/bulk/{model}/{action}/", getattr(theirs, kind).pk
    for query in (f"id={other}", f"id={getattr(ours, kind).pk}&id={other}", "id=all"):
        assert MARK not in person.get(f"{door}?{query}").content.decode(), query
    assert person.get(f"{door}?id={other}").status_code == 404
    assert person.post(f"{door}?id={other}").status_code == 404


def test_of_many_pages_an_editor_still_reads_which_are_not_his_to_publish(writer, ours):
    shared = NewsIndexPage.objects.first()
    shown = writer.get(f"/admin/bulk/wagtailcore/page/publish/?id={shared.pk}&id={ours.draft.pk}").content.decode()
    assert shared.title in shown
    assert ours.draft.title in shown


@pytest.mark.parametrize(
    ("chooser", "kind"),
    [
        ("/admin/snippets/choose/catalogue/service", "service"),
        ("/admin/images/chooser", "image"),
        ("/admin/documents/chooser", "document"),
    ],
)
def test_choosers_hand_over_only_own_things(writer, ours, theirs, chooser, kind):
    own, other = getattr(ours, kind).pk, getattr(theirs, kind).pk
    chosen = writer.get(f"{chooser}/chosen-multiple/?id={own}&id={other}").json()["result"]
    assert [str(each["id"]) for each in chosen] == [str(own)]


def test_a_page_is_handed_over_only_where_it_is_nobody_elses(writer, ours, theirs):
    door = reverse("wagtailadmin_choose_page_chosen_multiple")
    assert writer.get(door, {"id": [ours.draft.pk]}).json()["result"][0]["id"] == ours.draft.pk
    assert writer.get(door, {"id": [ours.draft.pk, theirs.draft.pk]}).status_code == 404


def body_with(its):
    link = f'<p><a linktype="page" id="{its.news.pk}">خبر</a> <a linktype="document" id="{its.document.pk}">ملف</a></p>'
    return {
        "picture": [("picture", {"image": its.image.pk, "decorative": "on", "alt_text": ""})],
        "document": [("document", its.document.pk)],
        "link": [("text", rich_text(link))],
    }


@pytest.mark.parametrize("block", ["picture", "document", "link"])
def test_what_is_anothers_is_not_chosen_by_its_number(writer, ours, theirs, block):
    door = reverse("wagtailadmin_pages:add", args=["content", "newspage", content.in_language(NewsIndexPage, "ar").pk])
    refused = writer.post(door, news_form(body=streamfield(body_with(theirs)[block]), slug=f"with-{block}"))
    assert refused.status_code == 200
    assert "body" in refused.context["form"].errors
    taken = writer.post(door, news_form(body=streamfield(body_with(ours)[block]), slug=f"with-{block}"))
    assert taken.status_code == 302


def test_the_picture_of_a_page_is_an_own_one(writer, ours, theirs):
    door = reverse("wagtailadmin_pages:add", args=["content", "newspage", content.in_language(NewsIndexPage, "ar").pk])
    assert "image" in writer.post(door, news_form(image=theirs.image.pk)).context["form"].errors
    assert writer.post(door, news_form(image=ours.image.pk)).status_code == 302


def test_what_an_administrator_put_there_stays_when_an_editor_saves(writer, ours, theirs):
    ours.news.image = theirs.image
    ours.news.save_revision().publish()
    door = reverse("wagtailadmin_pages:edit", args=[ours.news.pk])
    answer = writer.post(door, news_form(image=theirs.image.pk, title="عنوان جديد", slug=ours.news.slug))
    assert answer.status_code == 302
    ours.news.refresh_from_db()
    assert ours.news.title == "عنوان جديد"


def test_pictures_go_into_the_own_collection_only(writer, ours, theirs):
    def add(collection):
        file = SimpleUploadedFile("palm.png", picture(), content_type="image/png")
        return writer.post(reverse("wagtailimages:add"), {"title": "نخلة", "file": file, "collection": collection})

    add(theirs.image.collection_id)
    assert get_image_model().objects.filter(collection=theirs.image.collection_id).count() == 1
    add(ours.image.collection_id)
    assert get_image_model().objects.filter(collection=ours.image.collection_id).count() == 3, "wherever it was to go"


def test_the_administrator_of_the_platform_works_on_all(ours, theirs):
    administrator = client_of(staff(Role.PLATFORM_ADMIN))
    for name, key in (
        ("wagtailadmin_pages:edit", theirs.news.pk),
        ("wagtailsnippets_catalogue_service:edit", theirs.service.pk),
        ("wagtailimages:edit", theirs.image.pk),
    ):
        assert administrator.get(reverse(name, args=[key])).status_code == 200


@pytest.fixture
def override(writer, ours):
    """Put a value where the translation of our page takes over what it does not translate; the status of the answer."""
    page, link = ours.news, "https://example.org/"
    page.image = ours.image
    page.body = json.dumps(
        [
            {"type": "picture", "value": {"image": ours.image.pk, "decorative": True, "alt_text": ""}, "id": "P"},
            {"type": "document", "value": ours.document.pk, "id": "D"},
            {"type": "service", "value": ours.service.pk, "id": "S"},
            {"type": "text", "value": f'<p>See <a href="{link}">there</a></p>', "id": "T"},
        ]
    )
    page.save_revision().publish()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=content.locale("en"))

    def put(place, value):
        found = OverridableSegment.objects.filter(source=source).select_related("context")
        [segment] = [each for each in found if each.context.path.startswith(place)]
        door = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
        sent = f"value={quote(str(value))}"
        return writer.put(door, sent, content_type="application/x-www-form-urlencoded").status_code

    return put


PLACES = [("entity", "entity"), ("image", "image"), ("body.P", "image"), ("body.D", "document"), ("body.S", "service")]


@pytest.mark.parametrize(("place", "kind"), PLACES)
def test_a_translation_takes_over_nothing_of_others(override, ours, theirs, place, kind):
    assert override(place, getattr(theirs, kind).pk) == 403
    assert override(place, "no number") == 403
    assert override(place, getattr(ours, kind).pk) == 201


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "java\tscript:a"]
)
def test_a_translation_takes_over_no_link_that_runs_a_script(override, address):
    assert override("body.T", address) == 403
    assert override("body.T", "https://example.org/en/") == 201


@pytest.mark.promise("REL-1.2")
def test_a_draft_shown_in_the_staff_area_keeps_the_policy_of_public_pages(writer, ours):
    shown = writer.get(reverse("wagtailadmin_pages:view_draft", args=[ours.draft.pk]))
    assert ours.draft.title in shown.content.decode()
    policy = shown["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'self' 'unsafe-inline'" in writer.get("/admin/")["Content-Security-Policy"]
