"""What a page saves by itself goes through the step's own door: quietly, never over somebody else's text."""

from datetime import timedelta

import pytest
from django.test import Client

from recruitment.models import Application
from tests.factories import applications as made
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy

pytestmark = [pytest.mark.django_db, pytest.mark.promise("FND-1.9")]


@pytest.fixture
def application():
    return made.begun(published_vacancy())


@pytest.fixture
def typing(client, application):
    """Send what stands on a page, as it does by itself."""
    client.force_login(made.owner(application))

    def send(page, data, *, version=None, language="en", **more):
        seen = made.version(application) if version is None else version
        address = f"/{language}/jobs/{application.vacancy.reference}/apply/{page}"
        return client.post(address, {"autosave": "1", "version": seen, **data}, **more)

    return send


def stored(application):
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize(("language", "words"), [("ar", "حُفظت البيانات الساعة"), ("en", "Saved at")])
def test_half_a_form_is_kept_and_the_page_goes_on_with_the_new_version(typing, application, language, words):
    answer = typing("personal/", {"name_en": "Salma", "date_of_birth_day": "٣١"}, language=language)
    assert answer.status_code == 200
    assert answer.json()["words"].startswith(words)
    assert answer.json()["version"] == stored(application).row_version
    kept = stored(application)
    assert (kept.draft_data["personal"]["name_en"], kept.draft_data["personal"]["date_of_birth"][0]) == ("Salma", "٣١")
    assert typing("personal/", {"name_en": "Salma A"}, version=answer.json()["version"]).status_code == 200


@pytest.mark.promise("REL-1.6")
@pytest.mark.parametrize("button", ["autosave", "leave"])
@pytest.mark.parametrize(("door", "step"), [("personal/", "personal"), ("experience/new/", "experience")])
def test_what_no_store_can_keep_is_left_out_of_what_is_kept(typing, application, client, button, door, step):
    seen, text = made.version(application), "Sal\x00ma"
    address = f"/en/jobs/{application.vacancy.reference}/apply/{door}"
    field = "name_en" if step == "personal" else "employer"
    sent = client.post(address, {button: "1", "version": seen, field: text, "date_of_birth_day": "3\x00"})
    assert sent.status_code in (200, 302)
    kept = stored(application).draft_data[step]
    assert (kept if step == "personal" else kept["entries"][-1])[field] == "Salma"


def test_a_whole_form_is_not_said_to_be_complete_before_its_writer_says_so(typing, application):
    day = dict(zip(("date_of_birth_day", "date_of_birth_month", "date_of_birth_year"), (23, 11, 1996), strict=True))
    whole = {name: value for name, value in made.PERSONAL.items() if name != "date_of_birth"} | day
    assert typing("personal/", whole).status_code == 200
    assert stored(application).draft_data["personal"] == made.PERSONAL
    assert "personal" not in stored(application).completed_steps


def test_a_second_tab_is_told_and_overwrites_nothing_and_its_own_save_shows_both_texts(typing, client, application):
    seen = made.version(application)
    typing("personal/", {"name_en": "First"}, version=seen)
    late = typing("personal/", {"name_en": "Second"}, version=seen)
    assert late.status_code == 409
    assert "version" not in late.json()
    assert stored(application).draft_data["personal"]["name_en"] == "First"
    address = f"/en/jobs/{application.vacancy.reference}/apply/personal/"
    page = client.post(address, {"version": seen, "leave": "1", "name_en": "Second"})
    assert (page.status_code, page.templates[0].name) == (409, "shared/draft_conflict.html")
    assert "First" in page.content.decode()
    assert "Second" in page.content.decode()


def test_a_new_entry_is_added_once_and_then_saved_at_its_own_address(typing, client, application):
    first = typing("experience/new/", {"position": "Road"}).json()
    assert first["address"].startswith(f"/en/jobs/{application.vacancy.reference}/apply/experience/")
    again = client.post(first["address"], {"autosave": "1", "version": first["version"], "position": "Road engineer"})
    assert again.json()["address"] == first["address"]
    [entry] = stored(application).draft_data["experience"]["entries"]
    assert entry["position"] == "Road engineer"
    assert "experience" not in stored(application).completed_steps


def test_after_the_closing_the_text_is_kept_and_the_page_says_why_it_can_go_no_further(
    typing, application, behind_the_clock
):
    behind_the_clock(application.vacancy, closes_at=timedelta(seconds=-1))
    answer = typing("personal/", {"name_en": "Late"})
    assert answer.status_code == 409
    assert answer.json() == {
        "words": "This vacancy takes no more applications.",
        "version": stored(application).row_version,
    }
    assert stored(application).draft_data["personal"]["name_en"] == "Late"


def test_a_stranger_and_a_visitor_save_nothing(application):
    address = f"/en/jobs/{application.vacancy.reference}/apply/personal/"
    stranger, visitor = Client(), Client()
    stranger.force_login(PersonFactory())
    for browser in (stranger, visitor):
        assert browser.post(address, {"autosave": "1", "version": 0, "name_en": "X"}).status_code == 302
    assert stored(application).row_version == application.row_version
