"""Which site answers to an address: as Wagtail chooses, in fewer questions."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Site

from content import navigation
from content.models import NavigationItem, Place, SiteSettings
from content.sites import settings_of, site_of

ADDRESSES = (
    "portal.example",
    "portal.example:8443",
    "elsewhere.example",
    "other.example",
    "other.example:8000",
    "[::1]:80",
)
STANDING = {
    "none": [],
    "one, the default": [("portal.example", 80, True)],
    "one that is no default": [("portal.example", 80, False)],
    "a second name": [("portal.example", 80, True), ("other.example", 80, False)],
    "one name at two ports": [
        ("portal.example", 80, True),
        ("other.example", 80, False),
        ("other.example", 8000, False),
    ],
    "the default at another port": [("other.example", 9000, True), ("other.example", 8000, False)],
}


@pytest.mark.parametrize("standing", STANDING)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_site_is_the_one_that_wagtail_would_choose(db, standing, address):
    root = Site.objects.first().root_page
    Site.objects.all().delete()
    for hostname, port, is_default in STANDING[standing]:
        Site.objects.create(hostname=hostname, port=port, is_default_site=is_default, root_page=root)

    def asked():
        return RequestFactory().get("/ar/", headers={"host": address})

    assert site_of(asked()) == Site.find_for_request(asked())
    assert settings_of(asked()).pk == (SiteSettings.for_site(site).pk if (site := site_of(asked())) else None)


def test_one_query_brings_the_site_and_its_settings(db, django_assert_num_queries):
    site = Site.objects.get(is_default_site=True)
    told = SiteSettings.for_site(site)
    asked = RequestFactory().get("/ar/", headers={"host": "portal.example"})
    with django_assert_num_queries(1):
        assert (site_of(asked), settings_of(asked)) == (site, told)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("address", ["portal.example", "elsewhere.example"])
def test_where_the_site_leads_comes_with_it(db, django_assert_num_queries, language, address):
    site = Site.objects.get(is_default_site=True)
    NavigationItem.objects.all().delete()
    for number, place in enumerate((Place.MAIN, Place.FOOTER, Place.MAIN)):
        NavigationItem.objects.create(
            site=site, place=place, label_ar=f"قسم {number}", label_en=f"Part {number}", path=f"part{number}/"
        )
    asked = RequestFactory().get(f"/{language}/part2/", headers={"host": address})
    with translation.override(language):
        site_of(asked), Site.get_site_root_paths()  # the latter is kept by Wagtail
        with django_assert_num_queries(0):
            main, footer = navigation.items(asked, "main"), navigation.items(asked, "footer")
    named = "قسم" if language == "ar" else "Part"
    assert [(each["label"], each["url"], each["is_current"]) for each in main] == [
        (f"{named} 0", f"/{language}/part0/", False),
        (f"{named} 2", f"/{language}/part2/", True),
    ]
    assert [each["label"] for each in footer] == [f"{named} 1"]
