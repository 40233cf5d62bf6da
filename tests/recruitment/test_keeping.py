"""Education and work experience go from a submitted application into the profile, as far as their owner wants."""

import pytest

from recruitment import applying, keeping
from recruitment.models import Application, Candidate, Education, Experience
from shared import audit
from tests.factories import applications as made
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REC-1.19")]
PROFILE = "/en/account/applications/profile/entries/"


@pytest.fixture
def application():
    return made.submitted()


@pytest.fixture
def owner(client, application):
    client.force_login(made.owner(application))
    return client


def page_of(application, language="en"):
    return f"/{language}/account/applications/{application.pk}/keep/"


def ticked(page):
    return {name: [key for key, _words in field.choices] for name, field in page.context["form"].fields.items()}


def test_what_is_ticked_after_the_submission_is_what_the_next_application_begins_with(owner, application):
    person, own_page = made.owner(application), f"/en/account/applications/{application.pk}/"
    assert page_of(application) in owner.get(own_page).content.decode()
    page = owner.get(page_of(application))
    for words in ("هندسة مدنية", "مهندسة طرق", "بلدية الواحة"):
        assert words in page.content.decode()
    assert owner.post(page_of(application), ticked(page)).url == own_page
    assert page_of(application) not in owner.get(own_page).content.decode()

    next_one = applying.start_application(published_vacancy().pk, by=person)
    for step, expected in (("education", made.EDUCATION), ("experience", made.EXPERIENCE)):
        [entry] = next_one.read_draft()[step]["entries"]
        assert entry.pop("id")
        assert entry == expected
        assert step not in next_one.completed_steps
    assert made.filled(next_one.vacancy, by=person).completed_steps
    assert audit.history(Candidate.objects.get()).filter(action="recruitment:candidate:keep_entries").count() == 1


def test_what_is_not_ticked_is_not_kept_and_what_was_kept_can_go_again(owner, application):
    page = owner.get(page_of(application))
    owner.post(page_of(application), {"education": ticked(page)["education"]})
    assert (Education.objects.count(), Experience.objects.count()) == (1, 0)
    assert list(ticked(owner.get(PROFILE))) == ["education"]
    assert owner.post(PROFILE, {}).status_code == 302
    assert not Education.objects.exists()
    assert "form" in owner.get(PROFILE).context
    assert "Nothing is kept yet" in owner.get(PROFILE).content.decode()


def test_two_clicks_keep_it_once_and_a_second_application_adds_only_what_is_new(owner, application):
    chosen = ticked(owner.get(page_of(application)))
    owner.post(page_of(application), chosen)
    owner.post(page_of(application), chosen)
    assert (Education.objects.count(), Experience.objects.count()) == (1, 1)
    person = made.owner(application)
    second = made.filled(by=person)
    made.save(
        second, "education", {"entries": [{**made.EDUCATION, "id": "1"}, {**made.EDUCATION, "id": "2", "level": "7"}]}
    )
    made.submit(second)
    offered = keeping.offers(person, Application.objects.get(pk=second.pk).snapshot)
    assert [offer.is_kept for offer in offered["education"]] == [True, False]
    assert [offer.is_kept for offer in offered["experience"]] == [True]


def test_a_box_that_was_never_on_the_page_is_refused_and_nothing_is_lost(owner, application):
    owner.post(page_of(application), ticked(owner.get(page_of(application))))
    refused = owner.post(PROFILE, {"education": ["0123456789abcdef"]})
    assert refused.status_code == 422
    assert "changed after you opened this page" in refused.content.decode()
    assert Education.objects.count() == 1


def test_strangers_and_drafts_have_no_such_page(client, application):
    client.force_login(PersonFactory())
    assert client.get(page_of(application)).status_code == 404
    draft = made.begun()
    client.force_login(made.owner(draft))
    assert client.get(page_of(draft)).status_code == 404
    assert client.get(PROFILE).status_code == 200
