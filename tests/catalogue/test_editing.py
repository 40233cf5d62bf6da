"""A service is written side by side, previewed, sent to the entity's administrator, and live when he approves it."""

import re
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from catalogue.models import Service
from catalogue.workflow import ensure_workflow
from entities.models import Role
from shared import outbox
from shared.models import AuditEntry, OutboxMessage
from tests.catalogue.service_form import CHANNEL, FEE, service_form
from tests.content.strangers import client_of
from tests.factories import content
from tests.factories.people import EntityFactory, also, staff
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.4")]
ADD = "wagtailsnippets_catalogue_service:add"
EDIT = "wagtailsnippets_catalogue_service:edit"


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    with standing_world(django_db_blocker):
        content.tree()
        yield EntityFactory(code="MUN", name_ar="بلدية الواحة", name_en="Oasis Municipality")


@pytest.fixture
def entity(standing, db):
    return deepcopy(standing)


@pytest.fixture
def editor(entity):
    return client_of(staff(Role.EDITOR, entity))


@pytest.fixture
def administrator(entity):
    return client_of(staff(Role.ENTITY_ADMIN, entity))


def write(client, entity, *, action=None, **changes):
    answer = client.post(reverse(ADD), {**service_form(entity, **changes), **({action: "1"} if action else {})})
    assert answer.status_code == 302, [
        answer.context["form"].errors,
        *[each.errors for each in answer.context["form"].formsets.values()],
    ]
    return Service.objects.latest("pk")


def send(client, service, entity, **changes):
    return client.post(
        reverse(EDIT, args=[service.pk]),
        {**service_form(entity, of=service, slug=service.slug, **changes), "action-submit": "1"},
    )


def decide(client, service, name, comment=""):
    task = service.current_workflow_task_state
    door = reverse("wagtailsnippets_catalogue_service:workflow_action", args=[service.pk, name, task.pk])
    return client.post(door, {"comment": comment})


def test_both_languages_stand_side_by_side_in_their_own_direction(editor):
    page = editor.get(reverse(ADD)).content.decode()
    for name in ("title", "summary", "description", "outcome", "legal_basis"):
        ar, en = (
            re.search(rf'<(?:input|textarea)[^>]*name="{name}_{language}"[^>]*>', page) for language in ("ar", "en")
        )
        assert 'dir="rtl"' in ar[0]
        assert 'lang="ar"' in ar[0]
        assert 'dir="ltr"' in en[0]
        between = page[ar.end() : en.start()]
        assert between.count("<input") == between.count("<textarea") == 0, "nothing stands between the two"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_service_is_headed_in_the_readers_language_whatever_it_was_last_saved_in(editor, entity, language):
    service = write(editor, entity)
    page = editor.get(reverse(EDIT, args=[service.pk]), headers={"accept-language": language})
    assert page.context["page_subtitle"] == getattr(service, f"title_{language}")


def test_the_facts_of_each_line_run_as_their_language_does(editor):
    """Lines of fees, steps and channels too, those that the script adds among them."""
    page = editor.get(reverse(ADD)).content.decode().replace("&quot;", '"')
    for name in (
        "fees-__prefix__-for",
        "steps-__prefix__-text",
        "requirements-__prefix__-text",
        "channels-__prefix__-place",
    ):
        for language, direction in (("ar", "rtl"), ("en", "ltr")):
            assert (
                f'dir="{direction}"' in re.search(rf'<(?:input|textarea)[^>]*name="{name}_{language}"[^>]*>', page)[0]
            )


def test_what_an_editor_saves_is_a_draft_until_an_administrator_of_the_entity_approves_it(
    editor, administrator, entity
):
    service = write(editor, entity)
    assert not service.live
    assert Client().get(f"/ar/services/{service.slug}/").status_code == 404

    send(editor, service, entity)
    service.refresh_from_db()
    assert service.workflow_in_progress
    assert not service.live

    assert decide(administrator, service, "approve").status_code == 302
    service.refresh_from_db()
    assert service.live
    assert AuditEntry.objects.filter(action="catalogue:service:published", subject_id=str(service.pk)).count() == 1
    assert OutboxMessage.objects.filter(event="catalogue.service.published", payload__service=service.pk).count() == 1


def test_the_editor_alone_publishes_nothing_and_takes_nothing_down(editor, entity):
    service = write(editor, entity, action="action-publish")
    assert not service.live
    live = content.published_service(entity=entity)
    editor.post(reverse("wagtailsnippets_catalogue_service:unpublish", args=[live.pk]))
    editor.post(reverse("wagtailsnippets_catalogue_service:delete", args=[live.pk]))
    assert Service.objects.filter(pk=live.pk, live=True).exists()
    page = editor.get(reverse(EDIT, args=[service.pk])).content.decode()
    assert "action-submit" in page
    assert "action-publish" not in page


def test_an_administrator_of_another_entity_approves_nothing(editor, entity):
    service = write(editor, entity)
    send(editor, service, entity)
    stranger = client_of(staff(Role.ENTITY_ADMIN, EntityFactory()))
    assert decide(stranger, service, "approve").status_code == 404
    assert decide(editor, service, "approve").status_code in (302, 403)
    service.refresh_from_db()
    assert not service.live
    assert service.workflow_in_progress


@pytest.mark.promise("CON-1.7")
def test_who_publishes_for_one_entity_does_not_publish_for_another_that_he_writes_for(entity):
    person = staff(Role.EDITOR, entity)
    other = EntityFactory(code="HLT")
    client = client_of(also(Role.ENTITY_ADMIN, person, other))
    client.post(reverse(ADD), {**service_form(entity), "action-publish": "1"})
    assert not Service.objects.filter(live=True).exists()
    own = write(client, other, action="action-publish", slug="own")
    assert own.live
    client.post(reverse(EDIT, args=[own.pk]), {**service_form(entity, of=own, slug="own"), "action-publish": "1"})
    own.refresh_from_db()
    assert own.entity == other, "nor by handing its record over while publishing it"


def test_what_is_returned_comes_back_with_its_reason_and_can_be_sent_again(editor, administrator, entity):
    service = write(editor, entity)
    send(editor, service, entity)
    locked = editor.get(reverse(EDIT, args=[service.pk])).content.decode()
    assert "action-submit" not in locked, "what is being looked at stays as it was sent"
    decide(administrator, service, "reject", "يرجى ذكر الرسوم.")
    service.refresh_from_db()
    assert service.current_workflow_state.status == "needs_changes"
    history = editor.get(reverse("wagtailsnippets_catalogue_service:history", args=[service.pk])).content.decode()
    assert "يرجى ذكر الرسوم." in history
    send(editor, service, entity, summary_ar="رخصة لبناء مسكن أو توسعته.")
    decide(administrator, service, "approve")
    assert "أو توسعته" in Client().get(f"/ar/services/{service.slug}/").content.decode()


def test_letters_ask_for_approval_and_tell_how_it_ended(entity, settings, mailoutbox):
    """One to each administrator of the entity, then one to the author; the door itself speaks to no mail server."""
    author = staff(Role.EDITOR, entity, email="author@example.org", language="ar")
    approver = staff(Role.ENTITY_ADMIN, entity, email="approver@example.org", language="en")
    staff(Role.ENTITY_ADMIN, EntityFactory(), email="stranger@example.org")
    editor, administrator = client_of(author), client_of(approver)
    outbox.deliver_all()
    settings.EMAIL_BACKEND = "no.such.backend"
    service = write(editor, entity)
    send(editor, service, entity)
    decide(administrator, service, "reject", "يرجى ذكر الرسوم.")
    send(editor, service, entity)
    assert decide(administrator, service, "approve").status_code == 302
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.deliver_all()
    told = [(letter.to[0], letter.subject) for letter in mailoutbox]
    assert sorted(told) == [
        ("approver@example.org", "A service awaits your approval"),
        ("approver@example.org", "A service awaits your approval"),
        ("author@example.org", "أُعيدت إليك خدمة للتعديل"),
        ("author@example.org", "اعتُمدت خدمتك ونُشرت"),
    ]
    returned = next(letter.body for letter in mailoutbox if letter.subject == "أُعيدت إليك خدمة للتعديل")
    assert "يرجى ذكر الرسوم." in returned
    assert f"/admin/snippets/catalogue/service/edit/{service.pk}/" in returned


def test_who_may_publish_may_do_so_at_once(administrator, entity):
    assert write(administrator, entity, action="action-publish").live


def test_a_change_is_seen_by_nobody_before_it_is_approved(editor, administrator, entity):
    service = write(administrator, entity, action="action-publish")
    send(editor, service, entity, fees=[{**FEE, "amount": "900"}])
    assert "750" in Client().get(f"/en/services/{service.slug}/").content.decode()
    decide(administrator, service, "approve")
    page = Client().get(f"/en/services/{service.slug}/").content.decode()
    assert "900" in page
    assert "750" not in page


def test_the_preview_shows_what_is_typed_without_saving_it(editor, entity):
    service = write(editor, entity)
    door = reverse("wagtailsnippets_catalogue_service:preview_on_edit", args=[service.pk])
    typed = service_form(
        entity, of=service, slug=service.slug, title_ar="رخصة هدم", fees=[{**FEE, "amount": "1234.50"}]
    )
    assert editor.post(door, typed).json()["is_valid"]
    for mode, title, amount in (("ar", "رخصة هدم", "1,234.50 درهم"), ("en", "Issue a building permit", "AED 1,234.50")):
        shown = editor.get(door, {"mode": mode}).content.decode()
        assert title in shown
        assert amount in shown
        assert f'<html lang="{mode}"' in shown
    service.refresh_from_db()
    assert service.title_ar == "إصدار رخصة بناء"


def test_the_page_shows_its_facts_shared_by_both_languages(administrator, entity):
    centre = {**CHANNEL, "kind": "centre", "url": "", "place_ar": "مبنى البلدية", "place_en": "Municipality building"}
    service = write(administrator, entity, action="action-publish", channels=[CHANNEL, centre])
    told = {
        "ar": ("إصدار رخصة بناء", "750 درهم", "رسم الإصدار", "3 أيام عمل", "مخطط الأرض", "تعبئة الطلب", "مبنى البلدية", "رخصة بناء"),
        "en": ("Issue a building permit", "AED 750", "Issuing fee", "3 working days", "Plan of the plot", "Fill in the application",
               "Municipality building", "A building permit"),
    }  # fmt: skip
    for language, facts in told.items():
        page = Client().get(f"/{language}/services/{service.slug}/").content.decode()
        assert [fact for fact in facts if fact not in page] == []
        assert 'href="https://services.oasis.example/permit"' in page


def test_the_workflow_is_made_once_whatever_it_is_called_later(db):
    workflow = ensure_workflow()
    workflow.name = "اعتماد الخدمات"
    workflow.save()
    assert ensure_workflow().pk == workflow.pk


SAME_DAYS = [FEE, {**FEE, "amount": "900", "valid_from": "2026-01-01"}]


@pytest.mark.promise("CON-1.12")
@pytest.mark.parametrize(
    ("fees", "number", "beside"),
    [
        ([{**FEE, "amount": "-5"}], 0, "amount"),
        (SAME_DAYS, 1, "amount"),
        ([{**FEE, "valid_from": "2026-06-01", "valid_to": "2026-05-01"}], 0, "valid_to"),
        ([{**FEE, "for_en": ""}], 0, "for_en"),
    ],
)
def test_a_wrong_fee_is_told_beside_its_field(administrator, entity, fees, number, beside):
    answer = administrator.post(reverse(ADD), {**service_form(entity, fees=fees), "action-publish": "1"})
    assert answer.status_code == 200
    assert list(answer.context["form"].formsets["fees"].forms[number].errors) == [beside]
    assert not Service.objects.exists()


@pytest.mark.promise("CON-1.12")
def test_fees_may_follow_each_other_and_stand_for_different_things(administrator, entity):
    until = {**FEE, "valid_to": "2026-12-31"}
    then = {**FEE, "amount": "900", "valid_from": "2027-01-01"}
    other = {**FEE, "for_ar": "رسم التفتيش", "for_en": "Inspection fee"}
    assert write(administrator, entity, fees=[until, then, other], action="action-publish").fees.count() == 3


@pytest.mark.promise("CON-1.12")
def test_a_taken_address_gives_way_to_the_next_and_the_editor_is_told(editor, entity):
    content.published_service(entity=entity, slug="issue-a-building-permit")
    answer = editor.post(reverse(ADD), service_form(entity), follow=True)
    assert Service.objects.latest("pk").slug == "issue-a-building-permit-2"
    assert "issue-a-building-permit-2" in answer.content.decode()


@pytest.mark.promise("CON-1.12")
def test_a_text_in_one_language_only_is_told_beside_the_gap(editor, entity):
    answer = editor.post(reverse(ADD), {**service_form(entity, description_ar="شرح طويل."), "action-submit": "1"})
    assert list(answer.context["form"].errors) == ["description_en"]
