"""Steps are kept as they are typed, entry by entry and file by file, until the draft is submitted."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from recruitment import answering
from recruitment.application_refusals import ApplicationChanged, TooManyEntries, VacancyClosed
from recruitment.forms import application as forms
from recruitment.models import Application, ApplicationDocument
from shared.drafts import StaleDraft
from shared.files import FileRefused
from shared.models import StoredFile
from tests.factories import applications as made
from tests.factories.files import pdf, upload
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def short_of_eighteen(days):
    """The birthday of somebody who is eighteen in so many days."""
    today = timezone.localdate()
    leap_day = (today.month, today.day) == (2, 29)
    born = today.replace(year=today.year - 18, day=28 if leap_day else today.day) + timedelta(days=days)
    return born.isoformat()


def entries(application, step="experience"):
    application.refresh_from_db()
    return application.draft_data[step]["entries"]


def put(application, values, step="experience", **more):
    return answering.put_entry(
        application.pk, step, values, by=made.owner(application), version=made.version(application), **more
    )


@pytest.mark.promise("REC-1.11")
@pytest.mark.parametrize(
    ("born", "refused"),
    [
        ("2099-01-01", "past"),
        (["٣١", "٠٢", "١٩٩٠"], "valid date"),
        ("٣١/٠٢/١٩٩٠", "valid date"),
        ("tomorrow", "valid date"),
        (1, "at least 18"),
        (-1, None),
        (["٢٣", "١١", "١٩٩٦"], None),
    ],
)
def test_birth_dates(born, refused):
    typed = short_of_eighteen(born) if isinstance(born, int) else born
    with translation.override("en"):
        form = forms.PersonalForm(data={**made.PERSONAL, "date_of_birth": typed})
        assert form.is_valid() is (refused is None)
        assert refused is None or refused in form.errors["date_of_birth"][0]


@pytest.mark.parametrize(
    ("names", "refused"), [(("", ""), True), (("سلمى", ""), False), (("", "Salma"), False), (("  ", "\u202e"), True)]
)
def test_one_name_is_enough_and_one_is_needed(names, refused):
    data = {**made.PERSONAL, "name_ar": names[0], "name_en": names[1], "date_of_birth": ""}
    assert ("name_ar" in forms.PersonalForm(data=data).errors) is refused


@pytest.mark.promise("REC-1.11")
def test_overlapping_and_open_ended_experience_is_allowed():
    application = made.filled()
    put(application, {**made.EXPERIENCE, "started_on": "2022-01-01", "ended_on": ""})
    assert "experience" in Application.objects.get(pk=application.pk).completed_steps
    assert made.submit(application).number
    application.refresh_from_db()
    assert application.experience_years >= 7, "a day counts once"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ended_on": "2018-01-01"}, "ended_on"),
        ({"started_on": "2099-01-01"}, "started_on"),
        ({"duties": "م" * 2001}, "duties"),
        ({"employer": ""}, "employer"),
        ({"country": "Atlantis"}, "country"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(changes, field):
    form = forms.ExperienceForm(data={**made.EXPERIENCE, **changes})
    assert list(form.errors) == [field]


def test_entries_are_added_changed_and_removed_by_their_id():
    application = made.begun()
    put(application, made.EXPERIENCE)
    put(application, {**made.EXPERIENCE, "position": "مدير مشروع"})
    first, second = entries(application)
    put(application, {**made.EXPERIENCE, "position": "كبير المهندسين"}, entry_id=first["id"])
    assert [each["position"] for each in entries(application)] == ["كبير المهندسين", "مدير مشروع"]
    answering.remove_entry(
        application.pk, "experience", first["id"], by=made.owner(application), version=made.version(application)
    )
    assert entries(application) == [second]


def test_an_entry_that_does_not_hold_is_kept_and_leaves_the_step_open():
    application = made.begun()
    put(application, {**made.EDUCATION, "subject": ""}, "education")
    assert entries(application, "education")[0]["subject"] == ""
    assert "education" not in application.completed_steps


def test_there_is_an_end_to_entries():
    application = made.begun()
    most = [{**made.EXPERIENCE, "id": str(number)} for number in range(forms.MOST_ENTRIES)]
    made.save(application, "experience", {"entries": most})
    with pytest.raises(TooManyEntries):
        put(application, made.EXPERIENCE)
    assert len(entries(application)) == forms.MOST_ENTRIES


@pytest.mark.promise("FND-1.9", "REC-1.11")
def test_of_two_tabs_the_second_learns_both_texts_and_loses_neither():
    application = made.begun()
    seen, person = made.version(application), made.owner(application)
    first = {**made.PERSONAL, "phone": "+971501111111"}
    second = {**made.PERSONAL, "phone": "+971502222222"}
    answering.save(application.pk, "personal", first, by=person, version=seen)
    with pytest.raises(StaleDraft) as stale:
        answering.save(application.pk, "personal", second, by=person, version=seen)
    assert (stale.value.stored, stale.value.typed) == (first, second)
    application.refresh_from_db()
    assert application.draft_data["personal"] == first


@pytest.mark.promise("REC-1.11")
def test_a_step_saved_after_the_closing_is_kept_and_the_lateness_told(behind_the_clock):
    application = made.begun()
    behind_the_clock(application.vacancy, closes_at=timedelta(seconds=-1))
    with pytest.raises(VacancyClosed) as refused:
        made.save(application, "personal", made.PERSONAL)
    assert refused.value.context["application"] == application
    application.refresh_from_db()
    assert application.draft_data["personal"] == made.PERSONAL


def test_a_new_cv_replaces_the_one_before_and_others_stay():
    application = made.begun()
    made.attach(application)
    made.attach(application, kind="supporting", name="شهادة.pdf")
    made.attach(application, name="السيرة الجديدة.pdf")
    names = sorted(application.documents.values_list("kind", "file__given_name"))
    assert names == [("cv", "السيرة الجديدة.pdf"), ("supporting", "شهادة.pdf")]
    assert StoredFile.objects.count() == 2, "the replaced file is gone"


@pytest.mark.promise("REC-1.11", "REL-1.7")
@pytest.mark.parametrize(
    "content", [b"", b"MZ nothing of the kind", pdf(password="secret"), pdf()[:100], b"%PDF-1.7 " + b"0" * 6_000_000]
)
def test_a_file_that_is_refused_leaves_nothing_behind(content):
    application = made.begun()
    with pytest.raises(FileRefused):
        answering.add_document(
            application.pk,
            upload(content, "cv.pdf"),
            kind="cv",
            by=made.owner(application),
            version=made.version(application),
        )
    assert not ApplicationDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_from_a_stale_page_is_refused_and_gone():
    application = made.begun()
    seen = made.version(application)
    made.attach(application)
    with pytest.raises(ApplicationChanged):
        answering.add_document(application.pk, upload(pdf()), kind="cv", by=made.owner(application), version=seen)
    assert StoredFile.objects.count() == 1


def test_without_a_cv_the_documents_are_not_complete():
    application = made.begun()
    answering.save(application.pk, "documents", {}, by=made.owner(application), version=made.version(application))
    assert "documents" not in Application.objects.get(pk=application.pk).completed_steps
    document = made.attach(application)
    assert "documents" in Application.objects.get(pk=application.pk).completed_steps
    answering.remove_document(
        application.pk, document.pk, by=made.owner(application), version=made.version(application)
    )
    assert "documents" not in Application.objects.get(pk=application.pk).completed_steps


def test_a_stranger_writes_nothing_in_it():
    application, stranger = made.begun(), PersonFactory()
    for deed in (
        lambda: answering.save(application.pk, "personal", {}, by=stranger, version=0),
        lambda: answering.put_entry(application.pk, "education", {}, by=stranger, version=0),
        lambda: answering.remove_entry(application.pk, "education", "x", by=stranger, version=0),
        lambda: answering.add_document(application.pk, upload(pdf()), kind="cv", by=stranger, version=0),
    ):
        with pytest.raises(Application.DoesNotExist):
            deed()
    assert not StoredFile.objects.exists()
