"""The site tree that every portal has: home, services, news, entities, in Arabic and in English."""

from typing import TypeVar

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from catalogue.models import ServiceIndexPage
from catalogue.workflow import ensure_workflow
from content.models import NavigationItem, NewsIndexPage, Place, PortalPage
from content.permissions import give_administration
from portal.models import EntityIndexPage, HomePage

AnyPage = TypeVar("AnyPage", bound=PortalPage)
Texts = dict[str, dict[str, str]]

HOME: Texts = {
    "ar": {
        "title": "الرئيسية",
        "hero_title": "خدمات حكومة مدينة الواحة في مكان واحد",
        "hero_lead": "ابحث عن خدمة أو وظيفة أو مناقصة، وقدّم طلبك واحتفظ بإيصاله.",
        "summary": "الخدمات والوظائف والمناقصات لجميع الجهات الحكومية في مدينة الواحة.",
        "popular": "رخصة تجارية\nتجديد مركبة\nشهادة ميلاد\nبطاقة صحية",
    },
    "en": {
        "title": "Home",
        "hero_title": "The services of Oasis City in one place",
        "hero_lead": "Find a service, a job or a tender, apply, and keep your receipt.",
        "summary": "Services, jobs and tenders of all government entities of Oasis City.",
        "popular": "trade licence\nvehicle renewal\nbirth certificate\nhealth card",
    },
}
SECTIONS: list[tuple[type[PortalPage], str, Texts]] = [
    (
        ServiceIndexPage,
        "services",
        {
            "ar": {"title": "الخدمات", "summary": "خدمات الجهات الحكومية: شروطها ورسومها ومدة إنجازها وأين تبدأ."},
            "en": {
                "title": "Services",
                "summary": "What the government offers: conditions, fees, time, and where to start.",
            },
        },
    ),
    (
        NewsIndexPage,
        "news",
        {
            "ar": {"title": "الأخبار", "summary": "أخبار الجهات الحكومية."},
            "en": {"title": "News", "summary": "News of the government."},
        },
    ),
    (
        EntityIndexPage,
        "entities",
        {
            "ar": {"title": "الجهات الحكومية", "summary": "الجهات التي تقدم خدماتها عبر هذه البوابة."},
            "en": {"title": "Government entities", "summary": "The entities that serve you through this portal."},
        },
    ),
]
# (place, address below the language, Arabic, English): where the administrator begins.
NAVIGATION = [
    (Place.MAIN, "services/", "الخدمات", "Services"),
    (Place.MAIN, "jobs/", "الوظائف", "Jobs"),
    (Place.MAIN, "tenders/", "المناقصات", "Tenders"),
    (Place.MAIN, "news/", "الأخبار", "News"),
    (Place.MAIN, "entities/", "الجهات الحكومية", "Government entities"),
    (Place.MAIN, "search/", "بحث", "Search"),
    (Place.FOOTER, "site-map/", "خريطة الموقع", "Site map"),
    (Place.FOOTER, "verify/", "التحقق من إيصال", "Check a receipt"),
]


@transaction.atomic
def ensure_site_tree() -> HomePage:
    """Make what is missing; the Arabic home page is returned. Running it again changes nothing."""
    arabic = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    home = HomePage.objects.filter(locale=arabic).first()
    if home is None:
        home = publish_pair(HomePage, root, "portal", HOME)
        _point_site_at(home)
    for model, slug, texts in SECTIONS:
        if not model.objects.filter(locale=arabic).exists():
            publish_pair(model, home, slug, texts)
    _begin_navigation(Site.objects.get(is_default_site=True), home)
    give_administration()
    ensure_workflow()
    return home


def _begin_navigation(site: Site, home: HomePage) -> None:
    if NavigationItem.objects.filter(site=site).exists():
        return
    pages = {f"{page.slug}/": page for page in home.get_children()}
    for order, (place, path, label_ar, label_en) in enumerate(NAVIGATION, start=1):
        page = pages.get(path)
        target: dict[str, object] = {"page": page} if page else {"path": path}
        NavigationItem.objects.create(
            site=site, place=place, order=order * 10, label_ar=label_ar, label_en=label_en, **target
        )


def publish_pair(model: type[AnyPage], parent: Page, slug: str, texts: Texts, **facts: object) -> AnyPage:
    """Publish a page in Arabic below `parent`, and its English translation in its place of the English tree."""
    arabic = Locale.objects.get(language_code="ar")
    page = model(slug=slug, locale=arabic, live=False, **texts["ar"], **facts)
    parent.add_child(instance=page)
    page.save_revision().publish()
    twin = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, text in {**texts["en"], "slug": slug if parent.depth > 1 else f"{slug}-en"}.items():
        setattr(twin, name, text)
    twin.save_revision().publish()
    return page


def _point_site_at(home: HomePage) -> None:
    """Wagtail's own welcome page makes room."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost", port=80
    )
    welcome = site.root_page if site.pk else None
    site.root_page, site.site_name = home, "Oasis City"
    site.save()
    if welcome and not isinstance(welcome.specific, PortalPage):
        welcome.delete()
