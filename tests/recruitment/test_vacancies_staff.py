"""«التوظيف» inside the Wagtail admin: who sees which vacancies, and the way from draft to publication by its doors."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment import publishing
from recruitment.models import Vacancy
from recruitment.states import VacancyState
from shared import outbox
from shared.clock import database_now
from tests.factories.people import EntityFactory, also, staff
from tests.factories.recruitment import VacancyFactory, published_vacancy

pytestmark = pytest.mark.django_db
DOORS = "/admin/recruitment/"
PAGES = ("", "edit/")
ACTS = ("send/", "return/", "publish/")


def door(vacancy, act=""):
    return f"{DOORS}vacancies/{vacancy.pk}/{act}"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def entity():
    return EntityFactory()


@pytest.fixture
def enter(client):
    def sign_in(role, entity, **fields):
        person = staff(role, entity, **fields)
        client.force_login(person)
        client.person = person
        return client

    return sign_in


def written(**changes):
    """What the form posts."""
    return {
        "title_ar": "محلل بيانات",
        "title_en": "Data analyst",
        "summary_ar": "تحليل بيانات الخدمات.",
        "summary_en": "Analyse service data.",
        "duties_ar": "إعداد التقارير",
        "duties_en": "Prepare reports",
        "requirements_ar": "بكالوريوس إحصاء",
        "requirements_en": "Degree in statistics",
        "legal_basis_ar": "",
        "legal_basis_en": "",
        "policy": "open",
        "occupation": "21",
        "employment_type": "full_time",
        "location": "CENTRE",
        "openings": "٢",
        "grade": "6",
        "salary_from": "١٢٬٥٠٠",
        "salary_to": "16,000.50",
        "salary_shown": "on",
        "closes_at": f"{database_now() + timedelta(days=30):%Y-%m-%d}T14:00",
        **changes,
    }


def latest():
    return Vacancy.objects.latest("created_at")


@pytest.mark.promise("REC-1.1")
def test_from_draft_to_publication_by_two_people(client, entity):
    recruiter, approver = staff("recruiter", entity), staff("recruitment_approver", entity, language="en")
    client.force_login(recruiter)
    client.post(f"{DOORS}vacancies/new/", {**written(), "entity": entity.pk})
    vacancy = latest()
    assert (vacancy.openings, str(vacancy.salary_from), str(vacancy.salary_to)) == (2, "12500.00", "16000.50")
    client.post(door(vacancy, "send/"), {"version": vacancy.row_version})
    outbox.deliver_all()
    assert [letter.to for letter in mail.outbox] == [[approver.email]]
    client.force_login(approver)
    page = client.get(door(vacancy)).content.decode()
    assert "محلل بيانات" in page
    assert "Data analyst" in page
    answer = client.post(door(vacancy, "publish/"), {"approved": vacancy.versions.get().sha256})
    assert answer.status_code == 302
    outbox.deliver_all()
    assert "Data analyst" in client.get("/en/jobs/?q=analyst").content.decode()
    assert [letter.to for letter in mail.outbox[1:]] == [[recruiter.email]]


@pytest.mark.promise("REC-1.1")
def test_what_is_missing_is_listed_with_links_to_the_fields(enter, entity):
    client = enter("recruiter", entity)
    client.post(f"{DOORS}vacancies/new/", {**written(duties_en="", location=""), "entity": entity.pk})
    vacancy = latest()
    page = client.get(door(vacancy)).content.decode()
    edit = door(vacancy, "edit/")
    assert f'href="{edit}#id_duties_en"' in page
    assert f'href="{edit}#id_location"' in page
    assert "Send for approval" not in page
    refused = client.post(door(vacancy, "send/"), {"version": vacancy.row_version})
    assert refused.status_code == 409
    assert f'href="{edit}#id_duties_en"' in refused.content.decode()
    form = client.get(edit).content.decode()
    assert 'id="id_duties_en"' in form
    assert 'href="#id_duties_en"' in form


def test_each_text_has_its_own_direction(enter, entity):
    client = enter("recruiter", entity)
    form = client.get(f"{DOORS}vacancies/new/").context["form"]
    for name, field in form.fields.items():
        if name.endswith(("_ar", "_en")):
            assert field.widget.attrs["dir"] == ("rtl" if name.endswith("_ar") else "ltr")


@pytest.mark.promise("REC-1.1")
def test_author_and_editor_are_told_that_they_cannot_approve(client, entity):
    author = also("recruitment_approver", staff("recruiter", entity), entity)
    vacancy = VacancyFactory(entity=entity, author=author)
    frozen = publishing.send_for_approval(vacancy.pk, by=author, at=database_now(), version=0)
    client.force_login(author)
    page = client.get(door(vacancy)).content.decode()
    assert "may not approve it" in page
    assert "Approve and publish" not in page
    assert client.post(door(vacancy, "publish/"), {"approved": frozen.sha256}).status_code == 403
    assert Vacancy.objects.get(pk=vacancy.pk).state == VacancyState.IN_REVIEW


@pytest.mark.promise("REC-1.1")
def test_an_approvers_old_page_approves_nothing_newer(client, entity):
    vacancy = VacancyFactory(entity=entity)
    old = publishing.send_for_approval(vacancy.pk, by=vacancy.author, at=database_now(), version=0)
    publishing.edit_vacancy(vacancy.pk, by=vacancy.author, at=database_now(), version=1, title_en="Chief")
    publishing.send_for_approval(vacancy.pk, by=vacancy.author, at=database_now(), version=2)
    client.force_login(staff("recruitment_approver", entity))
    assert client.post(door(vacancy, "publish/"), {"approved": old.sha256}).status_code == 409
    assert Vacancy.objects.get(pk=vacancy.pk).state == VacancyState.IN_REVIEW


def test_returned_with_a_reason_that_the_author_reads(client, entity):
    vacancy = VacancyFactory(entity=entity)
    publishing.send_for_approval(vacancy.pk, by=vacancy.author, at=database_now(), version=0)
    client.force_login(staff("recruitment_approver", entity))
    empty = client.post(door(vacancy, "return/"), {"reason": " "})
    assert empty.status_code == 422
    assert "Enter the reason" in empty.content.decode()
    client.post(door(vacancy, "return/"), {"reason": "يُذكر عدد سنوات الخبرة"})
    outbox.deliver_all()
    assert "يُذكر عدد سنوات الخبرة" in next(letter for letter in mail.outbox if vacancy.author.email in letter.to).body
    client.force_login(vacancy.author)
    assert "يُذكر عدد سنوات الخبرة" in client.get(door(vacancy)).content.decode()
    assert vacancy in client.get(DOORS).context["waiting"]


@pytest.mark.promise("REC-1.10")
@pytest.mark.parametrize("role", ["recruiter", "recruitment_approver", "auditor"])
def test_another_entitys_staff_find_nothing(enter, role):
    foreign = [VacancyFactory(), published_vacancy(), published_vacancy()]
    sent = VacancyFactory()
    publishing.send_for_approval(sent.pk, by=sent.author, at=database_now(), version=0)
    client = enter(role, EntityFactory())
    page = client.get(DOORS)
    assert page.status_code == 200
    assert (list(page.context["page"]), page.context["waiting"]) == ([], [])
    assert {group.size for group in page.context["groups"]} == {0}
    for vacancy in (*foreign, sent):
        assert [client.get(door(vacancy, act), follow=True).status_code for act in PAGES] == [404, 404]
        assert [client.post(door(vacancy, act), follow=True).status_code for act in ACTS] == [404, 404, 404]
    assert not Vacancy.objects.exclude(pk=sent.pk).filter(row_version__gt=1).exists()


@pytest.mark.promise("REC-1.10")
@pytest.mark.parametrize("role", ["buyer", "editor"])
def test_staff_who_do_not_recruit_have_no_door(enter, entity, role):
    vacancy = VacancyFactory(entity=entity)
    client = enter(role, entity)
    assert [
        client.get(address, follow=True).status_code for address in (DOORS, f"{DOORS}vacancies/new/", door(vacancy))
    ] == [404] * 3
    assert f'href="{DOORS}"' not in client.get("/admin/").content.decode()


def test_visitors_and_job_seekers_are_kept_out(client, entity):
    vacancy = VacancyFactory(entity=entity)
    assert client.get(door(vacancy)).status_code == 302
    client.force_login(staff("recruiter", EntityFactory()))
    assert client.get(door(vacancy), follow=True).status_code == 404


def test_an_auditor_reads_and_changes_nothing(enter, entity):
    vacancy = VacancyFactory(entity=entity)
    client = enter("auditor", entity)
    assert client.get(door(vacancy)).status_code == 200
    assert client.get(door(vacancy, "edit/")).status_code == 403
    assert client.post(door(vacancy, "send/"), {"version": 0}).status_code == 403
    assert client.get(f"{DOORS}vacancies/new/", follow=True).status_code == 404


def test_counts_by_state_follow_the_clock(enter, entity, behind_the_clock):
    VacancyFactory(entity=entity)
    VacancyFactory(entity=entity, return_reason="سبب")
    for closes in (timedelta(days=1), timedelta(days=9), timedelta(seconds=-1)):
        behind_the_clock(published_vacancy(entity=entity), closes_at=closes)
    client = enter("recruiter", entity)
    page = client.get(DOORS)
    counts = {group.status.code: group.size for group in page.context["groups"]}
    some = {"returned": 1, "draft": 1, "closing_soon": 1, "open": 1, "closed": 1}
    assert counts == {"in_review": 0, "filled": 0, "none_suitable": 0, "cancelled": 0, **some}
    for code, count in counts.items():
        assert len(client.get(f"{DOORS}?state={code}").context["page"].object_list) == count


def test_the_list_asks_as_often_for_one_as_for_twenty(enter, entity):
    client = enter("recruiter", entity)
    published_vacancy(entity=entity)
    one = asked(client)
    for _ in range(10):
        published_vacancy(entity=entity)
        VacancyFactory(entity=entity, author=client.person, return_reason="سبب")
    assert len(one) == len(asked(client))


def asked(client):
    """Our own questions, without those of the admin's frame."""
    client.get(DOORS)
    with CaptureQueriesContext(connection) as captured:
        client.get(DOORS)
    found = [
        query["sql"]
        for query in captured.captured_queries
        if "recruitment_" in query["sql"]  # what the menu asks of other areas is the same on every page
    ]
    assert len(found) <= 12, "\n".join(found)
    return found


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_ar": "", "title_en": ""}, "title_ar"),
        ({"title_en": "x" * 201}, "title_en"),
        ({"salary_from": "16,000", "salary_to": "12,000"}, "salary_to"),
        ({"salary_from": ""}, "salary_from"),
        ({"salary_from": "12.500,50"}, "salary_from"),
        ({"salary_to": "-5"}, "salary_to"),
        ({"openings": "0"}, "openings"),
        ({"openings": "كثير"}, "openings"),
        ({"openings": "1e3"}, "openings"),
        ({"policy": "friends_only"}, "policy"),
        ({"occupation": "999"}, "occupation"),
        ({"location": "MOON"}, "location"),
        ({"closes_at": "٣١/٠٢/٢٠٢٧ ١٤:٠٠"}, "closes_at"),
        ({"closes_at": "soon"}, "closes_at"),
        ({"duties_en": "a\x00b"}, "duties_en"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(enter, entity, change, field):
    client = enter("recruiter", entity)
    answer = client.post(f"{DOORS}vacancies/new/", {**written(**change), "entity": entity.pk})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form["summary_ar"].value() == "تحليل بيانات الخدمات."
    assert f'href="#id_{field}' in answer.content.decode()
    assert not Vacancy.objects.exists()


def test_arabic_digits_are_read_in_the_deadline(enter, entity):
    client = enter("recruiter", entity)
    client.post(f"{DOORS}vacancies/new/", {**written(closes_at="٢٠٢٧-٠٣-١٠ ١٤:٣٠"), "entity": entity.pk})
    assert latest().closes_at.isoformat() == "2027-03-10T10:30:00+00:00"


def test_protected_fields_in_the_post_are_ignored(enter, entity):
    client = enter("recruiter", entity)
    vacancy = VacancyFactory(entity=entity)
    forged = {
        "state": "published",
        "approver": vacancy.author_id,
        "published_at": "2026-01-01",
        "reference": "VAC-1",
        "author": "x",
    }
    client.post(door(vacancy, "edit/"), {**written(), **forged, "entity": EntityFactory().pk, "version": 0})
    after = Vacancy.objects.get(pk=vacancy.pk)
    assert after.title_en == "Data analyst"
    for name in ("state", "approver_id", "published_at", "reference", "author_id", "entity_id"):
        assert getattr(after, name) == getattr(vacancy, name)


def test_another_entity_cannot_be_chosen_for_a_new_vacancy(enter, entity):
    client = enter("recruiter", entity)
    answer = client.post(f"{DOORS}vacancies/new/", {**written(), "entity": EntityFactory().pk})
    assert answer.status_code == 422
    assert not Vacancy.objects.exists()


def test_two_tabs_lose_nothing(enter, entity):
    client = enter("recruiter", entity)
    vacancy = VacancyFactory(entity=entity)
    publishing.edit_vacancy(
        vacancy.pk, by=vacancy.author, at=database_now(), version=0, title_en="Saved by a colleague"
    )
    answer = client.post(door(vacancy, "edit/"), {**written(), "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved by a colleague" in page
    assert answer.context["form"]["title_en"].value() == "Data analyst"
    assert Vacancy.objects.get(pk=vacancy.pk).title_en == "Saved by a colleague"
    client.post(door(vacancy, "edit/"), {**written(), "version": 1})
    assert Vacancy.objects.get(pk=vacancy.pk).title_en == "Data analyst"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999", "١"])
def test_an_unreadable_version_counts_as_stale(enter, entity, version):
    client = enter("recruiter", entity)
    vacancy = VacancyFactory(entity=entity)
    assert client.post(door(vacancy, "send/"), {"version": version}).status_code == 409
    assert Vacancy.objects.get(pk=vacancy.pk).state == VacancyState.DRAFT


@pytest.mark.promise("REC-1.8")
def test_a_forbidden_move_by_the_door_is_a_409(enter, entity):
    vacancy = published_vacancy(entity=entity)
    recruiter = enter("recruiter", entity)
    assert recruiter.post(door(vacancy, "send/"), {"version": vacancy.row_version}).status_code == 409
    assert recruiter.post(door(vacancy, "edit/"), {**written(), "version": vacancy.row_version}).status_code == 403
    approver = enter("recruitment_approver", entity)
    assert approver.post(door(vacancy, "return/"), {"reason": "سبب"}).status_code == 409
    assert Vacancy.objects.get(pk=vacancy.pk).row_version == vacancy.row_version


def test_the_doors_of_acts_take_no_get(enter, entity):
    vacancy = VacancyFactory(entity=entity)
    client = enter("recruiter", entity)
    assert [client.get(door(vacancy, act)).status_code for act in ACTS] == [405] * 3


def test_the_menu_leads_recruiters_to_their_vacancies(enter, entity):
    assert DOORS in enter("recruiter", entity).get("/admin/").content.decode()
