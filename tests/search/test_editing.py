"""The editors' screens: synonyms with their preview, picks, the way back; for the platform's administrator alone."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

import search
from content.permissions import give_administration
from entities.models import Role
from search import upkeep, vocabulary
from search.editing import changes, groups
from search.models import SearchEdit, SearchPick, SearchSynonym
from search.question import Question
from shared import outbox
from shared.clock import database_now
from shared.models import AuditEntry
from tests.factories.people import EntityFactory, PersonFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.promise("SEA-2.10")]
GROUPS, GROUP, PICKS, PICK, UNFOUND, PLACES, EDITS = (
    reverse(f"search_staff:{name}") for name in ("groups", "group", "picks", "pick", "unfound", "places", "edits")
)


@pytest.fixture
def editor(db):
    give_administration()
    return staff(Role.PLATFORM_ADMIN, full_name_ar="هند الكعبي", full_name_en="Hind Al Kaabi")


@pytest.fixture
def admin(editor) -> Client:
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def visas(things):
    """Found by «تأشيرة» and by "visa"; nobody has told the portal of «فيزا»."""
    SearchSynonym.objects.all().delete()
    vocabulary.forget()
    things.add(1, title_ar="تأشيرة زيارة", title_en="Visit visa")
    things.add(2, title_ar="رخصة قيادة", title_en="Driving licence")
    for number in (1, 2):
        with transaction.atomic():
            outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()
    upkeep.study()
    return things


def found(words: str) -> list[str]:
    result = search.find(Question(words=words))
    assert not result.without_server
    return [] if result.partial else [hit.subject_id for hit in result.hits]


def send(admin, arabic: str, english: str = "", *, name: str = "", **more):
    return admin.post(f"{GROUP}?group={name}" if name else GROUP, {"arabic": arabic, "english": english, **more})


# ---- who may ----


@pytest.mark.parametrize("address", [GROUPS, GROUP, PICKS, PICK, UNFOUND, PLACES, EDITS])
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ENTITY_ADMIN, Role.AUDITOR, Role.RECRUITER])
def test_whoever_does_not_rule_the_platform_learns_of_no_such_screen(client, editor, address, role):
    client.force_login(staff(role, EntityFactory()))
    assert client.get(address).status_code == 404
    assert "/admin/search/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPPLIER_VERIFIER])
def test_nor_does_who_serves_the_platform_otherwise(client, editor, role):
    client.force_login(staff(role))
    assert client.get(GROUPS).status_code == 404
    assert client.post(GROUP, {"arabic": "تأشيرة\nفيزا", "do": "save"}).status_code == 404
    assert not SearchEdit.objects.exists()


def test_a_citizen_is_led_away(client, editor):
    client.force_login(PersonFactory())
    assert client.get(GROUPS).status_code in (302, 403)


def test_the_editor_finds_the_screens_in_the_menu(admin, editor):
    assert GROUPS in admin.get("/admin/").content.decode()
    for address in (GROUPS, GROUP, PICKS, PICK, UNFOUND, PLACES, EDITS):
        assert admin.get(address).status_code == 200


# ---- synonyms ----


@pytest.mark.usefixtures("engine")
def test_a_group_that_is_saved_is_known_to_the_next_search_in_both_languages(admin, visas):
    assert found("فيزا") == []
    assert send(admin, "تأشيرة\nفيزا", "visa\nentry permit", do="save").status_code == 302
    assert (found("فيزا"), found("entry permit")) == (["1"], ["1"])


@pytest.mark.usefixtures("engine")
def test_another_process_that_keeps_its_words_knows_it_too(admin, visas, monkeypatch):
    found("فيزا")
    elsewhere = vocabulary._kept
    send(admin, "تأشيرة\nفيزا", do="save")
    monkeypatch.setattr(vocabulary, "_kept", elsewhere)  # as this process was before
    assert found("فيزا") == ["1"]


@pytest.mark.usefixtures("engine")
def test_a_group_that_is_deleted_stands_for_nothing_and_can_be_brought_back(admin, visas):
    send(admin, "تأشيرة\nفيزا", do="save")
    name = SearchSynonym.objects.first().group
    admin.post(reverse("search_staff:end_group"), {"group": name})
    assert found("فيزا") == []
    admin.post(reverse("search_staff:undo", args=[SearchEdit.objects.latest("pk").pk]))
    assert found("فيزا") == ["1"]


@pytest.mark.usefixtures("engine")
def test_the_preview_shows_both_sides_and_saves_nothing(admin, visas):
    answer = send(admin, "تأشيرة\nفيزا", "visa", tried="فيزا\nvisa", do="preview")
    (arabic, english) = answer.context["compared"]
    assert ([each.title for each in arabic.now], [each.title for each in arabic.then]) == ([], ["تأشيرة زيارة"])
    assert (arabic.total_now, arabic.total_then, arabic.then[0].differs) == (0, 1, True)
    assert english.same
    assert found("فيزا") == []
    assert not SearchEdit.objects.exists()


def test_the_preview_tries_the_first_word_of_each_language_where_none_is_named(admin, visas):
    answer = send(admin, "فيزا\nتأشيرة", "visa", do="preview")
    assert [each.words for each in answer.context["compared"]] == ["فيزا", "visa"]


@pytest.mark.parametrize(
    ("arabic", "english", "said"),
    [
        ("", "", "أدخل كلمات المجموعة"),
        ("تأشيرة", "", "كلمة واحدة وحدها"),
        ("تأشيرة\nتاشيره", "", "كلمة واحدة في نظر البحث"),
        ("", "Visa\nvisa", "كلمة واحدة في نظر البحث"),
        ("تأشيرة\nفيـــزا\nفيزا", "", "كلمة واحدة في نظر البحث"),
        ("تأشيرة\nمن", "", "شائعة"),
        ("تأشيرة", "the", "شائعة"),
        ("تأشيرة\n؟!", "", "حرف أو رقم"),
        ("تأشيرة\n" + "ا" * 61, "", "أطول من 60"),
        ("تأشيرة\nواحد اثنان ثلاثة أربعة خمسة", "", "أكثر من أربع كلمات"),
    ],
)
@pytest.mark.parametrize("do", ["save", "preview"])
def test_what_is_no_group_is_answered_beside_its_field_and_kept_as_typed(admin, arabic, english, said, do):
    answer = send(admin, arabic, english, do=do)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert (arabic or english).split("\n")[0] in shown
    assert not SearchEdit.objects.exists()


def test_a_word_of_another_group_is_refused_saying_which_until_it_has_two_meanings(admin, visas):
    send(admin, "تأشيرة\nفيزا", "visa", do="save")
    answer = send(admin, "تاشيره\nختم", do="save")
    assert answer.status_code == 409
    assert "\u2068تأشيرة\u2069 · \u2068فيزا\u2069 · \u2068visa\u2069" in answer.content.decode()
    assert send(admin, "تاشيره\nختم", do="save", two_meanings="on").status_code == 302
    assert SearchSynonym.objects.values("group").distinct().count() == 2


def test_words_that_stood_in_two_groups_all_along_are_no_reason_to_refuse(admin, visas):
    for name in ("visa", "entry"):
        SearchSynonym.objects.create(group=name, language="ar", term="تأشيرة")
        SearchSynonym.objects.create(group=name, language="en", term=name)
    seen = changes.mark(groups.state("visa"))
    assert send(admin, "تأشيرة\nسمة دخول", "visa", name="visa", do="save", seen=seen).status_code == 302


def test_two_editors_do_not_undo_one_another(admin, visas):
    send(admin, "تأشيرة\nفيزا", do="save")
    name = SearchSynonym.objects.first().group
    seen = changes.mark(groups.state(name))
    send(admin, "تأشيرة\nفيزا\nسمة", name=name, do="save", seen=seen)
    late = send(admin, "تأشيرة\nإذن", name=name, do="save", seen=seen)
    assert late.status_code == 409
    assert "إذن" in late.content.decode()
    assert sorted(term for _language, term in groups.state(name)) == sorted(["تأشيرة", "فيزا", "سمة"])


def test_a_group_that_does_not_exist_is_not_found(admin):
    assert admin.get(GROUP, {"group": "nothing"}).status_code == 404
    assert admin.post(reverse("search_staff:end_group"), {"group": "nothing"}).status_code == 404
    assert admin.get(GROUP, {"group": "a\0b"}).status_code == 404


def test_who_changed_what_and_when_is_kept_and_shown(admin, editor, visas):
    send(admin, "تأشيرة\nفيزا", do="save")
    edit = SearchEdit.objects.get()
    entry = AuditEntry.objects.get(action="search:words:begin")
    assert (entry.actor_id, entry.subject_id, entry.facts) == (editor.pk, str(edit.pk), {})
    shown = admin.get(EDITS).content.decode()
    assert "هند الكعبي" in shown
    assert "فيزا" in shown


def test_what_has_been_changed_since_is_not_undone(admin, editor, visas):
    send(admin, "تأشيرة\nفيزا", do="save")
    first = SearchEdit.objects.get()
    groups.end(first.subject, by=editor, at=database_now())
    answer = admin.post(reverse("search_staff:undo", args=[first.pk]))
    assert answer.status_code == 409
    assert groups.state(first.subject) is None


# ---- picks ----


def chosen(answer) -> list[str]:
    return [each["value"] for each in answer.context["chosen"]]


def test_things_are_chosen_by_buttons_moved_and_taken_out_before_anything_is_saved(admin, visas):
    typed = {"words": "سفر", "language": "ar"}
    offered = admin.post(PICK, {**typed, "look": "visa", "do": "look"})
    assert [each.subject_id for each in offered.context["offered"]] == ["1"]
    answer = admin.post(PICK, {**typed, "thing": ["thing:1"], "add": "thing:2"})
    assert chosen(answer) == ["thing:1", "thing:2"]
    assert answer.context["form"]["words"].value() == "سفر"
    answer = admin.post(PICK, {**typed, "thing": ["thing:1", "thing:2"], "up": "thing:2"})
    assert chosen(answer) == ["thing:2", "thing:1"]
    answer = admin.post(PICK, {**typed, "thing": ["thing:2", "thing:1"], "drop": "thing:2"})
    assert chosen(answer) == ["thing:1"]
    assert not SearchPick.objects.exists()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("language", "reader"), [("ar", "ar"), ("en", "en"), ("both", "ar"), ("both", "en")])
def test_a_pick_that_is_saved_is_on_top_of_the_next_answer(admin, client, visas, language, reader):
    saved = admin.post(PICK, {"words": "رخصه", "language": language, "thing": ["thing:1"], "do": "save"})
    assert saved.status_code == 302
    shown = client.get(f"/{reader}/search/", {"q": "رخصة"}).content.decode()
    assert shown.index("/things/1/") < shown.index("/things/2/")
    admin.post(reverse("search_staff:end_pick", args=[SearchPick.objects.get().pk]))
    assert "/things/1/" not in client.get(f"/{reader}/search/", {"q": "رخصة"}).content.decode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"thing": []}, 422),
        ({"words": ""}, 422),
        ({"words": "من في"}, 422),
        ({"words": "ﷺ" * 20}, 422),
        ({"language": "fr"}, 422),
        ({"last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"}, 422),
        ({"thing": ["thing:9"]}, 409),
        ({"thing": ["nothing:1"]}, 409),
    ],
)
def test_what_is_no_pick_is_refused_and_kept_as_typed(admin, visas, changed, status):
    sent = {"words": "سفر", "language": "ar", "thing": ["thing:1"], "do": "save"} | changed
    answer = admin.post(PICK, sent)
    assert answer.status_code == status
    assert sent["words"] in answer.content.decode()
    assert not SearchPick.objects.exists()


def test_at_most_five_are_picked(admin, visas):
    for number in range(3, 10):
        visas.add(number, title_en=f"Thing {number}")
        with transaction.atomic():
            outbox.post("tests.thing.changed", thing=number)
    outbox.deliver_all()
    admin.post(
        PICK, {"words": "سفر", "language": "ar", "thing": [f"thing:{each}" for each in range(1, 10)], "do": "save"}
    )
    assert len(SearchPick.objects.get().things) == 5


def test_the_same_words_in_another_spelling_are_picked_for_once(admin, visas):
    sent = {"language": "ar", "thing": ["thing:1"], "do": "save"}
    admin.post(PICK, {"words": "إقامة", **sent})
    assert admin.post(PICK, {"words": "اقامه", **sent}).status_code == 409
    assert SearchPick.objects.count() == 1


def test_a_pick_is_changed_and_the_change_undone(admin, visas):
    sent = {
        "words": "سفر",
        "language": "ar",
        "do": "save",
        "last_day_day": "1",
        "last_day_month": "1",
        "last_day_year": "2099",
    }
    admin.post(PICK, {**sent, "thing": ["thing:1"]})
    address = f"{PICK}?pick={SearchPick.objects.get().pk}"
    seen = admin.get(address).context["form"]["seen"].value()
    assert admin.post(address, {**sent, "thing": ["thing:2"], "seen": seen}).status_code == 302
    assert admin.post(address, {**sent, "thing": ["thing:1"], "seen": seen}).status_code == 409, (
        "seen by then was older"
    )
    admin.post(reverse("search_staff:undo", args=[SearchEdit.objects.latest("pk").pk]))
    pick = SearchPick.objects.get()
    assert (pick.things, pick.until.year) == ([["thing", "1"]], 2099)


def test_a_pick_that_does_not_exist_is_not_found(admin):
    assert [admin.get(PICK, {"pick": each}).status_code for each in ("0", "999", "x", "-1", "9" * 40)] == [404] * 5
    assert admin.post(reverse("search_staff:end_pick", args=[999])).status_code == 404


def test_from_words_without_a_result_both_forms_begin_with_the_words(admin):
    assert admin.get(GROUP, {"word": "فيزا"}).context["form"]["arabic"].value() == "فيزا"
    assert admin.get(GROUP, {"word": "visa"}).context["form"]["english"].value() == "visa"
    begun = admin.get(PICK, {"words": "فيزا", "language": "ar"}).context["form"]
    assert (begun["words"].value(), begun["language"].value()) == ("فيزا", "ar")
