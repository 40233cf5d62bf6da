"""The applicant's doors: filled over sessions, checked, submitted, followed and withdrawn, without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entities.models import Role
from recruitment import applying
from recruitment.models import Application, Candidate
from shared import audit, outbox
from shared.models import Receipt
from tests.factories import applications as made
from tests.factories.files import pdf, upload
from tests.factories.people import EntityFactory, PersonFactory, staff
from tests.factories.recruitment import VacancyFactory, published_vacancy

pytestmark = pytest.mark.django_db
BIRTHDAY = {"date_of_birth_day": "٢٣", "date_of_birth_month": "11", "date_of_birth_year": "1996"}
PERSONAL = {**{name: value for name, value in made.PERSONAL.items() if name != "date_of_birth"}, **BIRTHDAY}
PERSONAL["phone"] = "٠٥٠ ١٢٣ ٤٥٦٧"
EXPERIENCE = {
    **{name: made.EXPERIENCE[name] for name in ("position", "employer", "country", "duties")},
    **dict(zip(("started_on_day", "started_on_month", "started_on_year"), ("1", "2", "2019"), strict=True)),
    **dict(zip(("ended_on_day", "ended_on_month", "ended_on_year"), ("31", "1", "2023"), strict=True)),
}


class Applicant:
    """A person in a browser: every form is sent with the version that its page carried."""

    def __init__(self, person, vacancy, language="ar"):
        self.person, self.vacancy, self.language, self.client = person, vacancy, language, Client()
        self.client.force_login(person)

    def url(self, page=""):
        return f"/{self.language}/jobs/{self.vacancy.reference}/apply/{page}"

    def get(self, page="", **more):
        return self.client.get(self.url(page), **more)

    def post(self, page="", data=None, *, version=None, **more):
        application = Application.objects.filter(candidate__user=self.person, vacancy=self.vacancy).last()
        seen = version if version is not None else (application.row_version if application else 0)
        return self.client.post(self.url(page), {"version": seen, **(data or {})}, **more)

    def upload(self, content=None, name="cv.pdf", kind="cv"):
        return self.post("documents/", {"kind": kind, "file": upload(pdf() if content is None else content, name)})

    def on_another_device(self):
        return Applicant(self.person, self.vacancy, self.language)

    @property
    def application(self):
        return Application.objects.get(candidate__user=self.person, vacancy=self.vacancy)


@pytest.fixture
def applicant():
    return Applicant(PersonFactory(), published_vacancy())


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)  # read to its end, so that the file is closed
    return answer.status_code


def errors(response):
    return set(response.context["form"].errors)


@pytest.mark.promise("REC-1.2", "FND-1.9")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_the_vacancy_to_the_receipt_over_two_devices(language):
    applicant = Applicant(PersonFactory(), published_vacancy(), language)
    assert applicant.url() in applicant.client.get(f"/{language}/jobs/{applicant.vacancy.reference}/").content.decode()
    assert applicant.post().url == applicant.url()
    assert applicant.post("personal/", {**PERSONAL, "continue": "1"}).url == applicant.url("education/")
    left = applicant.post("education/new/", {**made.EDUCATION, "leave": "1"})
    assert left.url == f"/{language}/account/applications/"

    applicant = applicant.on_another_device()
    assert applicant.vacancy.reference in applicant.client.get(left.url).content.decode()
    assert applicant.post("education/", {"continue": "1"}).url == applicant.url("experience/")
    assert applicant.post("experience/new/", EXPERIENCE).url == applicant.url("experience/")
    assert applicant.post("experience/", {"continue": "1"}).url == applicant.url("documents/")
    assert applicant.upload().url == applicant.url("documents/")
    assert applicant.post("documents/", {"continue": "1"}).url == applicant.url("declaration/")
    assert applicant.post("declaration/", {"confirmed": "on"}).url == applicant.url("check/")

    page = applicant.get("check/")
    key = page.context["key"]
    assert key in page.content.decode()
    answer = applicant.post("check/", {"idempotency_key": key})
    receipt = Receipt.objects.get()
    assert answer.url == f"/{language}/receipts/{receipt.pk}/"
    shown = text(applicant.client.get(answer.url))
    assert applicant.application.reference in shown
    assert receipt.facts["snapshot_sha256"] in shown
    own_page = f"/{language}/account/applications/{applicant.application.pk}/"
    assert own_page in applicant.client.get(answer.url).content.decode()


def test_the_check_page_shows_every_answer_with_the_way_back():
    application = made.filled()
    applicant = Applicant(made.owner(application), application.vacancy, "en")
    page = applicant.get("check/").content.decode()
    for words in ("Salma Ahmed Al Mansoori", "+971 50 123 4567", "هندسة مدنية", "31 January 2023", "Bachelor"):
        assert words in page
    for way in (
        "personal/#id_name_ar",
        "personal/#id_date_of_birth_day",
        "documents/#kind-cv",
        "declaration/#id_confirmed",
    ):
        assert applicant.url(way) in page
    entry_id = application.draft_data["experience"]["entries"][0]["id"]
    assert applicant.url(f"experience/{entry_id}/#id_employer") in page
    assert "counts as submitted only once the receipt is shown" in page


def test_sign_in_leads_back_to_the_start(client):
    vacancy = published_vacancy()
    start = f"/ar/jobs/{vacancy.reference}/apply/"
    assert f"/ar/account/sign-in/?next={start}" in client.get(start).content.decode()
    assert client.post(start).url.startswith("/ar/account/sign-in/?next=")
    assert client.get(f"{start}education/").url == f"/ar/account/sign-in/?next={start}education/"


@pytest.mark.promise("FND-1.9")
def test_a_sign_in_that_ran_out_returns_to_the_step_with_the_typed_text(applicant):
    applicant.post()
    applicant.client.logout()
    answer = applicant.client.post(applicant.url("experience/new/"), {**EXPERIENCE, "version": "0"})
    assert answer.url.startswith("/ar/account/sign-in/?next=")
    applicant.client.force_login(applicant.person)
    page = applicant.get("experience/new/").content.decode()
    for typed in (EXPERIENCE["position"], EXPERIENCE["duties"], 'value="2019"'):
        assert typed in page
    assert "experience" not in applicant.application.draft_data, "saved only when he says so"


@pytest.mark.parametrize("page", ["personal/", "education/", "documents/", "check/", "nonsense/"])
def test_who_has_not_begun_is_led_to_the_beginning(applicant, page):
    assert applicant.get(page).url == applicant.url()
    assert applicant.post(page).url == applicant.url()


@pytest.mark.parametrize(
    "page", ["nonsense/", "documents/new/", "personal/abc/", "education/abc/", "education/abc/remove/"]
)
def test_a_page_that_is_none_is_not_found(applicant, page):
    applicant.post()
    assert applicant.get(page).status_code == 404


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_an_unpublished_vacancy_has_no_application(applicant, state):
    applicant.vacancy = VacancyFactory(state=state)
    for page in ("", "personal/", "check/"):
        assert applicant.get(page).status_code == 404
        assert applicant.post(page).status_code == 404


@pytest.mark.promise("REC-1.11")
def test_bad_input_is_said_beside_its_field_and_kept(applicant):
    applicant.post()
    bad = {**PERSONAL, "date_of_birth_day": "٣١", "date_of_birth_month": "٠٢", "phone": "123"}
    answer = applicant.post("personal/", bad)
    assert (answer.status_code, errors(answer)) == (422, {"date_of_birth", "phone"})
    page = answer.content.decode()
    for kept in ('value="٣١"', 'value="123"', made.PERSONAL["name_ar"]):
        assert kept in page
    assert "<title>خطأ:" in page
    assert 'href="#id_date_of_birth_day"' in page


@pytest.mark.promise("REC-1.11")
def test_leaving_keeps_bad_input_too_and_the_task_list_says_so(applicant):
    applicant.post()
    answer = applicant.post("personal/", {**PERSONAL, "phone": "123", "leave": "1"})
    assert answer.url == "/ar/account/applications/"
    assert 'value="123"' in applicant.get("personal/").content.decode()
    first, *_others = applicant.get().context["tasks"]
    assert first.state == "in_progress"


@pytest.mark.promise("REC-1.11", "FND-1.9")
def test_two_tabs_both_texts_are_shown_and_either_may_stay(applicant):
    applicant.post()
    seen = applicant.application.row_version
    applicant.post("personal/", {**PERSONAL, "name_en": "Salma First"}, version=seen)
    conflict = applicant.post("personal/", {**PERSONAL, "name_en": "Salma Second"}, version=seen)
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Salma First" in page
    assert "Salma Second" in page
    assert "الاسم الكامل بالإنجليزية" in text(conflict)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split("<main")[1]))
    hidden.pop("csrfmiddlewaretoken")
    assert applicant.client.post(applicant.url("personal/"), hidden).status_code == 302
    assert applicant.application.draft_data["personal"]["name_en"] == "Salma Second"


@pytest.mark.promise("REC-1.11")
def test_two_tabs_that_both_add_an_entry_lose_none(applicant):
    applicant.post()
    seen = applicant.application.row_version
    applicant.post("experience/new/", {**EXPERIENCE, "position": "محاسب"}, version=seen)
    conflict = applicant.post("experience/new/", EXPERIENCE, version=seen)
    assert conflict.status_code == 409
    assert applicant.post("experience/new/", EXPERIENCE).status_code == 302
    kept = [entry["position"] for entry in applicant.application.draft_data["experience"]["entries"]]
    assert kept == ["محاسب", made.EXPERIENCE["position"]]


@pytest.mark.promise("REC-1.11", "REC-1.4")
def test_a_double_click_and_a_later_try_lead_to_the_same_receipt():
    application = made.filled()
    applicant = Applicant(made.owner(application), application.vacancy)
    version = application.row_version
    sent = {"version": version, "idempotency_key": f"{application.pk}:{version}"}
    answers = {applicant.client.post(applicant.url("check/"), sent).url for _ in range(3)}
    answers.add(applicant.post("check/", {"idempotency_key": "another"}).url)
    assert answers == {f"/ar/receipts/{Receipt.objects.get().pk}/"}


@pytest.mark.promise("REC-1.11")
def test_the_key_of_another_application_brings_no_receipt_of_that_one():
    """Else he would hold a receipt in his hands and believe that this one is submitted too."""
    person = PersonFactory()
    first, second = made.filled(by=person), made.filled(by=person)
    Applicant(person, first.vacancy).post("check/", {"idempotency_key": "mine"}, version=first.row_version)
    receipt = Receipt.objects.get()
    assert first.row_version == second.row_version
    answer = Applicant(person, second.vacancy).post("check/", {"idempotency_key": "mine"}, version=second.row_version)
    assert answer.status_code == 409
    assert Receipt.objects.get() == receipt
    second.refresh_from_db()
    assert second.state == "draft"


def test_a_submission_without_a_key_is_refused(applicant):
    applicant.post()
    assert applicant.post("check/").status_code == 400


@pytest.mark.promise("REC-1.11")
def test_an_incomplete_application_is_told_what_is_missing(applicant):
    applicant.post()
    answer = applicant.post("check/", {"idempotency_key": "k"})
    assert answer.status_code == 409
    assert [task.name for task in answer.context["waiting"]] == [
        "personal", "education", "experience", "documents", "declaration",
    ]  # fmt: skip
    assert 'name="idempotency_key"' not in answer.content.decode(), "what cannot be submitted has no button"


@pytest.mark.promise("REC-1.11")
def test_what_changed_after_the_check_is_shown_again_before_it_counts():
    application = made.filled()
    applicant = Applicant(made.owner(application), application.vacancy)
    made.save(application, "personal", {**made.PERSONAL, "phone": "+971559876543"})
    answer = applicant.post("check/", {"idempotency_key": "k"}, version=application.row_version)
    assert answer.status_code == 409
    assert "+971 55 987 6543" in answer.content.decode()
    assert not Receipt.objects.exists()


@pytest.mark.promise("REC-1.11", "REC-1.3")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_closing_during_a_step_the_next_save_says_so_and_keeps_it(language, behind_the_clock):
    applicant = Applicant(PersonFactory(), published_vacancy(), language)
    applicant.post()
    behind_the_clock(applicant.vacancy, closes_at=timedelta(seconds=-1))
    answer = applicant.post("personal/", PERSONAL)
    assert answer.status_code == 409
    assert {"ar": "مسودتك محفوظة للاطلاع", "en": "Your draft is kept"}[language] in text(answer)
    application = applicant.application
    assert application.draft_data["personal"]["phone"] == made.PERSONAL["phone"]
    assert len(re.findall(r"\d\d:\d\d:\d\d<", answer.content.decode())) == 2, "both instants, to the second"
    detail = f"/{language}/account/applications/{application.pk}/"
    assert detail in answer.content.decode()
    assert made.PERSONAL["name_ar"] in applicant.client.get(detail).content.decode()
    for page in ("", "personal/", "check/"):
        assert applicant.get(page).url == detail


@pytest.mark.promise("REC-1.3")
def test_a_submission_after_the_closing_gets_the_late_page(behind_the_clock):
    application = made.filled()
    applicant = Applicant(made.owner(application), application.vacancy, "en")
    behind_the_clock(application.vacancy, closes_at=timedelta(seconds=-1))
    answer = applicant.post("check/", {"idempotency_key": "k"})
    assert (answer.status_code, answer.templates[0].name) == (409, "recruitment/closed.html")
    assert not Receipt.objects.exists()


@pytest.mark.promise("REC-1.11", "REC-1.18")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_who_is_not_eligible_learns_the_rule_and_the_way_to_correct_it(language):
    vacancy = published_vacancy(policy="nationals_only", legal_basis_ar="قرار رقم 5", legal_basis_en="Resolution no. 5")
    applicant = Applicant(PersonFactory(), vacancy, language)
    applicant.post()
    answer = applicant.post("personal/", {**PERSONAL, "nationality": "JO"})
    assert answer.status_code == 409
    assert {"ar": "قرار رقم 5", "en": "Resolution no. 5"}[language] in text(answer)
    assert applicant.url("personal/") in answer.content.decode()

    stranger = Applicant(PersonFactory(), vacancy, language)
    Candidate.objects.create(user=stranger.person, nationality="JO")
    refused = stranger.post()
    assert refused.status_code == 409
    way = f"/{language}/account/applications/profile/?vacancy={vacancy.reference}"
    assert f'href="{way}"' in refused.content.decode()
    assert stranger.client.post(way, {**PERSONAL, "phone": ""}).status_code == 422
    assert stranger.client.post(way, PERSONAL).url == stranger.url()
    assert stranger.post().url == stranger.url(), "what was corrected lets him begin"


def test_employees_are_told_to_use_their_personal_account(applicant):
    applicant = Applicant(staff("recruiter", EntityFactory()), applicant.vacancy)
    assert applicant.post().status_code == 403


def test_entries_are_changed_and_removed_each_on_its_page(applicant):
    applicant.post()
    applicant.post("experience/new/", EXPERIENCE)
    entry_id = applicant.application.draft_data["experience"]["entries"][0]["id"]
    page = applicant.get(f"experience/{entry_id}/").content.decode()
    assert made.EXPERIENCE["duties"] in page
    assert 'value="2019"' in page
    applicant.post(f"experience/{entry_id}/", {**EXPERIENCE, "position": "كبير المهندسين"})
    assert "كبير المهندسين" in applicant.get("experience/").content.decode()
    assert "كبير المهندسين" in applicant.get(f"experience/{entry_id}/remove/").content.decode()
    assert applicant.application.draft_data["experience"]["entries"], "asking removes nothing"
    applicant.post(f"experience/{entry_id}/remove/")
    assert applicant.application.draft_data["experience"]["entries"] == []


@pytest.mark.promise("REC-1.11")
def test_overlapping_periods_are_allowed_and_warned_of(applicant):
    applicant.post()
    applicant.post("experience/new/", EXPERIENCE)
    assert not applicant.get("experience/").context["overlapping"]
    applicant.post("experience/new/", {**EXPERIENCE, "ended_on_day": "", "ended_on_month": "", "ended_on_year": ""})
    assert "تتداخل فترتان" in text(applicant.get("experience/"))
    applicant.post("experience/", {"continue": "1"})
    assert "experience" in applicant.application.completed_steps


def test_education_is_needed_and_experience_is_not(applicant):
    applicant.post()
    refused = applicant.post("education/", {"continue": "1"})
    assert refused.status_code == 422
    assert errors(refused) == {"__all__"}
    applicant.post("experience/", {"continue": "1"})
    assert "experience" in applicant.application.completed_steps


@pytest.mark.promise("REC-1.11", "REL-1.7")
@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ program", "PDF أو DOCX"), (b"", "الملف فارغ"), (pdf(password="x"), "كلمة مرور"), (b"%PDF-1.7" + b"0" * 5_000_001, "5")],
)  # fmt: skip
def test_a_refused_file_is_said_beside_its_field_and_the_one_before_stays(applicant, content, words):
    applicant.post()
    applicant.upload(name="الأولى.pdf")
    answer = applicant.upload(content, "cv.pdf")
    assert answer.status_code == 422
    assert words in answer.context["failed"].errors["file"][0]
    assert 'id="id_cv_file_error"' in answer.content.decode()
    assert applicant.application.documents.get().file.given_name == "الأولى.pdf"


def test_documents_need_a_cv_take_others_and_lose_what_is_removed(applicant):
    applicant.post()
    assert applicant.post("documents/", {"continue": "1"}).status_code == 422
    assert applicant.post("documents/", {"kind": "cv"}).status_code == 422
    assert applicant.post("documents/", {"kind": "virus"}).status_code == 400
    applicant.upload()
    applicant.upload(name="شهادة.pdf", kind="supporting")
    assert "شهادة.pdf" in applicant.get("documents/").content.decode()
    paper = applicant.application.documents.get(kind="supporting")
    assert "شهادة.pdf" in applicant.get(f"documents/{paper.pk}/remove/").content.decode()
    applicant.post(f"documents/{paper.pk}/remove/")
    assert applicant.get(f"documents/{paper.pk}/remove/").status_code == 404
    assert [each.kind for each in applicant.application.documents.all()] == ["cv"]


def test_after_submission_the_steps_lead_to_where_it_stands():
    application = made.submitted()
    applicant = Applicant(made.owner(application), application.vacancy)
    detail = f"/ar/account/applications/{application.pk}/"
    for page in ("", "personal/", "experience/new/", "documents/", "check/"):
        assert applicant.get(page).url == detail
    assert applicant.post("personal/", PERSONAL).status_code == 409
    assert applicant.post().url == applicant.url(), "starting again leads back to the one that is there"


@pytest.mark.promise("REC-1.11")
def test_anothers_application_document_and_receipt_are_not_found():
    application = made.submitted()
    draft = made.filled(by=PersonFactory())
    stranger = Client()
    stranger.force_login(PersonFactory())
    for one in (application, draft):
        for page in (f"applications/{one.pk}/", f"applications/{one.pk}/withdraw/"):
            assert stranger.get(f"/ar/account/{page}").status_code == 404
            assert stranger.post(f"/ar/account/{page}").status_code in (404, 405)
        assert stranger.get(f"/ar/files/{one.documents.get().file_id}/").status_code == 404
    receipt = f"/ar/receipts/{application.snapshot.receipt_id}/"
    shown = stranger.get(receipt).content.decode()
    assert "استلمنا طلبك" not in shown, "who has the link learns no state"
    assert str(application.pk) not in shown
    assert application.reference not in stranger.get("/ar/account/applications/").content.decode()


def test_a_file_is_read_by_its_owner_and_by_staff_of_the_entity_once_submitted():
    application = made.filled()
    recruiter = staff(Role.RECRUITER, application.vacancy.entity)
    readers = {
        person: Client() for person in (made.owner(application), recruiter, staff(Role.RECRUITER, EntityFactory()))
    }
    for person, client in readers.items():
        client.force_login(person)
    address = f"/ar/files/{application.documents.get().file_id}/"
    assert [status(client, address) for client in readers.values()] == [200, 404, 404]
    made.submit(application)
    assert [status(client, address) for client in readers.values()] == [200, 200, 404]
    [entry] = audit.history(application).filter(action="recruitment:application:read")
    assert (entry.actor_id, entry.entity_id) == (recruiter.pk, str(application.vacancy.entity_id))


def test_a_recruiter_who_applied_reads_no_rival():
    application = made.submitted()
    rival = staff(Role.RECRUITER, application.vacancy.entity)
    rival.kind = "citizen"
    rival.save()
    made.submitted(application.vacancy, by=rival)
    client = Client()
    client.force_login(rival)
    assert client.get(f"/ar/files/{application.documents.get().file_id}/").status_code == 404


@pytest.mark.promise("REC-1.12")
@pytest.mark.parametrize(
    ("state", "words", "withdrawable"),
    [
        ("submitted", "استلمنا طلبك", True),
        ("screening", "قيد الدراسة", True),
        ("shortlisted", "ضمن القائمة المختصرة", True),
        ("rejected", "لم يقع الاختيار على طلبك لهذه الوظيفة", False),
        ("withdrawn", "سحبت طلبك", False),
    ],
)
def test_every_state_is_said_in_the_applicants_words(state, words, withdrawable):
    application = made.submitted()
    Application.objects.filter(pk=application.pk).update(
        state=state, reason_code="education", moved_at=application.submitted_at
    )
    client = Client()
    client.force_login(made.owner(application))
    for page in ("/ar/account/applications/", "/ar/account/", f"/ar/account/applications/{application.pk}/"):
        assert words in text(client.get(page))
    detail = client.get(f"/ar/account/applications/{application.pk}/")
    assert detail.context["may_withdraw"] is withdrawable
    assert ("لا تتوافق المؤهلات" in text(detail)) is (state == "rejected")
    assert application.vacancy.title_ar in text(client.get(f"/ar/jobs/{application.vacancy.reference}/"))


@pytest.mark.promise("REC-1.12")
def test_a_draft_shows_the_time_left_and_an_expired_one_that_it_came_too_late(behind_the_clock):
    application = made.begun()
    applicant = Applicant(made.owner(application), application.vacancy, "en")
    assert "Time remaining: 19 days" in text(applicant.client.get("/en/account/applications/"))
    behind_the_clock(application.vacancy, closes_at=timedelta(seconds=-1))
    assert "closed before you submitted" in text(applicant.client.get("/en/account/applications/"))


@pytest.mark.promise("REC-1.12")
def test_withdrawing_asks_first_takes_a_reason_and_tells_it(mailoutbox):
    application = made.submitted()
    applicant = Applicant(made.owner(application), application.vacancy)
    page = f"/ar/account/applications/{application.pk}/withdraw/"
    assert "ولا يمكن التراجع" in text(applicant.client.get(page))
    too_long = applicant.client.post(page, {"reason": "س" * 1001})
    assert (too_long.status_code, errors(too_long)) == (422, {"reason"})
    applicant.client.post(page, {"reason": "وجدت عملًا آخر"})
    assert (applicant.application.state, applicant.application.withdrawal_reason) == ("withdrawn", "وجدت عملًا آخر")
    assert applicant.client.get(page).status_code == 302
    assert applicant.client.post(page).status_code == 409
    outbox.deliver_all()
    assert "سحبت طلبك" in mailoutbox[-1].subject


def test_what_was_sent_is_shown_from_the_snapshot():
    application = made.submitted()
    made.owner(application).candidate.name_ar = "اسم آخر"
    made.owner(application).candidate.save()
    client = Client()
    client.force_login(made.owner(application))
    page = client.get(f"/ar/account/applications/{application.pk}/").content.decode()
    assert made.PERSONAL["name_ar"] in page
    assert "السيرة الذاتية.pdf" in page


def test_the_profile_is_what_the_next_application_begins_with(applicant):
    page = "/ar/account/applications/profile/"
    assert applicant.client.get(page).status_code == 200
    assert not Candidate.objects.exists(), "looking writes nothing"
    assert applicant.client.post(page, {**PERSONAL, "nationality": ""}).status_code == 422
    for elsewhere in ("", "?vacancy=VAC-2026-999999", "?vacancy=https://elsewhere.example/", "?vacancy=%00"):
        assert applicant.client.post(f"{page}{elsewhere}", PERSONAL).url == page
    applicant.post()
    assert applicant.application.draft_data["personal"] == made.PERSONAL


@pytest.mark.parametrize("state", ["none", "draft", "submitted", "withdrawn"])
def test_the_vacancy_says_what_the_visitor_may_do(state):
    vacancy, person = published_vacancy(), PersonFactory()
    if state != "none":
        application = made.begun(vacancy, by=person) if state == "draft" else made.submitted(vacancy, by=person)
    if state == "withdrawn":
        applying.withdraw_application(application.pk, by=person)
    client = Client()
    client.force_login(person)
    shown = text(client.get(f"/en/jobs/{vacancy.reference}/"))
    words = {"draft": "Continue the application", "submitted": "You have applied for this vacancy"}
    assert words.get(state, "Start the application") in shown


def test_lists_ask_the_database_as_often_for_many_as_for_one():
    person = PersonFactory()
    client = Client()
    client.force_login(person)

    def count(path):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    made.submitted(by=person)
    client.get("/ar/account/")  # what a process asks once and then knows
    few = {path: count(path) for path in ("/ar/account/applications/", "/ar/account/")}
    for _ in range(4):
        made.begun(published_vacancy(), by=person)
    assert {path: count(path) for path in few} == few
    assert few["/ar/account/applications/"] <= 12


@pytest.mark.promise("REC-1.12")
@pytest.mark.parametrize(("language", "name"), [("ar", "مريم سالم"), ("en", "Maryam Salem")])
def test_the_account_page_names_the_applicant_in_the_readers_language(client, language, name):
    person = PersonFactory(full_name_ar="مريم سالم", full_name_en="Maryam Salem")
    made.begun(by=person)
    client.force_login(person)
    [block] = [each for each in client.get(f"/{language}/account/").context["blocks"] if "profile" in each.url]
    assert [title for title, _url, _state in block.lines] == [name]


@pytest.mark.promise("REC-1.12")
@pytest.mark.parametrize(("language", "day"), [("ar", "21 فبراير 1992"), ("en", "21 February 1992")])
def test_a_birthday_is_shown_without_the_day_of_the_week(client, language, day):
    application = made.submitted(personal={**made.PERSONAL, "date_of_birth": "1992-02-21"})
    client.force_login(made.owner(application))
    shown = client.get(f"/{language}/account/applications/{application.pk}/").content.decode()
    assert f"<bdi>{day}</bdi>" in shown
