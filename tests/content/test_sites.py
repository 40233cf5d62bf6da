"""Which site answers to an address: as Wagtail chooses, in fewer questions."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from content.models import SiteSettings
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
