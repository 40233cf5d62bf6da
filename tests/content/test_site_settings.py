"""Navigation, settings and footer come from the admin, in both languages."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content.models import ContactPage, NavigationItem, NewsIndexPage, Place, SiteSettings
from entities.models import Role
from portal.tree import publish_pair
from tests.factories import content
from tests.factories.people import EntityFactory, staff
from tests.standing import standing_world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("CON-1.8")]
SETTINGS = {
    "name_ar": "بوابة مدينة النخيل", "name_en": "Palm City Portal", "phone": "+97125550123", "email": "info@palm.example",
    "phone_abroad": "+97125550100", "security_email": "security@palm.example",
    "hours_ar": "من الاثنين إلى الجمعة", "hours_en": "Monday to Friday", "address_ar": "شارع السوق", "address_en": "Market Street",
}  # fmt: skip
SOCIAL = {
    "name_ar": "مدينة النخيل على شبكة التواصل",
    "name_en": "Palm City on the network",
    "url": "https://social.example/palm",
}


@pytest.fixture(scope="module")
def tree(django_db_setup, django_db_blocker):
    with standing_world(django_db_blocker):
        yield content.tree()


@pytest.fixture
def site(tree, db):
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def administrator(site):
    client = Client()
    client.force_login(staff(Role.PLATFORM_ADMIN))
    return client


def save_settings(administrator, site, **changes):
    door = reverse("wagtailsettings:edit", args=["content", "sitesettings", site.pk])
    accounts = {"social_links": inline_formset([SOCIAL])}
    return administrator.post(door, {**SETTINGS, **nested_form_data(accounts), **changes})


def header_and_footer(language, path=""):
    page = Client().get(f"/{language}/{path}").content.decode()
    return page.partition("<main")[0], page.partition("<footer")[2]


def test_name_and_contact_are_what_the_administrator_wrote(administrator, site):
    assert save_settings(administrator, site).status_code == 302
    for language, own, other in (("ar", "ar", "en"), ("en", "en", "ar")):
        header, footer = header_and_footer(language, "verify/")
        assert header.count(SETTINGS[f"name_{own}"]) == 2, "in the title and beside the emblem"
        assert SETTINGS[f"name_{other}"] not in header
        assert all(SETTINGS[f"{name}_{own}"] in footer for name in ("hours", "address"))
        assert all(part in footer for part in ("tel:+97125550123", "mailto:info@palm.example", "+971 2 555 0123"))


@pytest.mark.promise("CON-1.9")
def test_the_contact_page_says_what_the_administrator_wrote(administrator, site):
    titles = {"ar": {"title": "تواصل معنا"}, "en": {"title": "Contact us"}}
    publish_pair(ContactPage, content.tree(), "contact", titles)
    assert save_settings(administrator, site).status_code == 302
    for language, other in (("ar", "en"), ("en", "ar")):
        page = Client().get(f"/{language}/contact/").content.decode()
        main = page.partition("<main")[2].partition("</main>")[0]
        assert all(SETTINGS[f"{name}_{language}"] in main for name in ("hours", "address"))
        for part in (
            "tel:+97125550123",
            "tel:+97125550100",
            "mailto:info@palm.example",
            "mailto:security@palm.example",
        ):
            assert part in main
        assert f'href="https://social.example/palm" rel="me noopener">{SOCIAL[f"name_{language}"]}</a>' in main
        assert SOCIAL[f"name_{other}"] not in main


@pytest.mark.parametrize("address", ["http://social.example/palm", "javascript:alert(1)", "palm"])
def test_an_account_elsewhere_has_a_safe_address(address, administrator, site):
    wrong = nested_form_data({"social_links": inline_formset([{**SOCIAL, "url": address}])})
    response = save_settings(administrator, site, **wrong)
    assert response.status_code == 200
    assert "url" in response.context["form"].formsets["social_links"].errors[0]


@pytest.mark.parametrize(
    ("change", "beside"), [({"name_en": ""}, "name_en"), ({"hours_ar": ""}, "hours_ar"), ({"email": "palm"}, "email")]
)
def test_both_languages_are_required(administrator, site, change, beside):
    response = save_settings(administrator, site, **change)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [beside]
    assert SiteSettings.for_site(site).name_en == "Oasis City Government Portal"


def test_an_entry_of_the_navigation_is_added_in_both_languages(administrator, site):
    door = reverse("wagtailsnippets_content_navigationitem:add")
    entry = {
        "site": site.pk,
        "place": "main",
        "order": 5,
        "label_ar": "ابدأ هنا",
        "label_en": "Start here",
        "page": "",
        "path": "help/",
    }
    assert administrator.post(door, entry).status_code == 302
    assert '<a href="/ar/help/">ابدأ هنا</a>' in header_and_footer("ar")[0]
    assert '<a href="/en/help/">Start here</a>' in header_and_footer("en")[0]


@pytest.mark.parametrize("path", ["", "news/"])
def test_an_entry_leads_to_a_page_or_an_address_one_of_the_two(administrator, site, path):
    door = reverse("wagtailsnippets_content_navigationitem:add")
    page = content.in_language(NewsIndexPage, "ar").pk if path else ""
    entry = {"site": site.pk, "place": "main", "order": 5, "label_ar": "أ", "label_en": "a", "page": page, "path": path}
    response = administrator.post(door, entry)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["page"]


def test_the_entry_of_a_page_follows_it_into_each_language_and_goes_with_it(site):
    news = content.in_language(NewsIndexPage, "ar")
    NavigationItem.objects.create(
        site=site, place=Place.FOOTER, label_ar="كل الأخبار", label_en="All the news", page=news
    )
    assert '<a href="/ar/news/">كل الأخبار</a>' in header_and_footer("ar")[1]
    assert '<a href="/en/news/">All the news</a>' in header_and_footer("en")[1]
    news.get_translation(content.locale("en")).unpublish()
    assert "All the news" not in header_and_footer("en")[1]
    assert "كل الأخبار" in header_and_footer("ar")[1]


def test_the_page_one_is_on_is_marked(site):
    assert '<a href="/ar/news/" aria-current="page">' in header_and_footer("ar", "news/")[0]
    assert "aria-current" not in header_and_footer("ar", "news/")[0].replace(
        '<a href="/ar/news/" aria-current="page">', ""
    )


def test_an_editor_of_an_entity_may_change_neither(site):
    editor = Client()
    editor.force_login(content.editor_of(EntityFactory()))
    assert save_settings(editor, site).status_code == 302
    assert SiteSettings.for_site(site).name_en != "Palm City Portal"
    assert editor.get(reverse("wagtailsnippets_content_navigationitem:add")).status_code == 302
