"""One small world with every kind of public page in it, made by factories and deeds."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from accounts.models import User
from content.models import ContactPage, InformationPage, SectionPage, SiteSettings, SocialLink
from portal.demo import components
from portal.tree import publish_pair
from search import terms
from shared import outbox
from shared.models import Receipt
from tests.factories import applications, bids, content
from tests.factories.alerts import watch
from tests.factories.people import EntityFactory, PersonFactory
from tests.factories.recruitment import published_vacancy

BODY = {
    "ar": [
        ("heading", "ما يمكنك فعله"),
        ("text", "<p>أنشئ حسابًا، ثم ابدأ طلبك.</p>"),
        ("steps", {"steps": ["<p>أدخل بريدك</p>"]}),
    ],
    "en": [
        ("heading", "What you can do"),
        ("text", "<p>Make an account, then start.</p>"),
        ("steps", {"steps": ["<p>Enter your e-mail</p>"]}),
    ],
}


@dataclass
class World:
    """Paths below the language prefix: for everyone, for the applicant, for the supplier."""

    everyone: list[str] = field(default_factory=list)
    applicant: tuple[User, list[str]] | None = None
    supplier: tuple[User, list[str]] | None = None


def build() -> World:
    home = content.tree()
    entity = EntityFactory(
        code="MUN",
        name_ar="بلدية مدينة الواحة",
        name_en="Oasis City Municipality",
        phone="+97125550100",
        email="info@mun.oasis.example",
    )
    content.entity_page(entity)
    for number in (1, 2):
        content.news(number, entity=entity)
    services = [content.published_service(entity=entity) for _each in (1, 2)]
    section = publish_pair(SectionPage, home, "help", _page("المساعدة", "Help"))
    publish_pair(InformationPage, section, "guide", _page("دليل استخدام البوابة", "How to use the portal"))
    publish_pair(ContactPage, home, "contact", _page("تواصل معنا", "Contact us"))
    _how_to_reach_us()
    vacancy = published_vacancy(entity=entity)
    closed = published_vacancy(entity=entity)
    tender = bids.open_tender(entity=entity)
    applicant = _applicant(vacancy)
    supplier = _supplier(tender)
    components.publish(home)
    index(vacancy, closed, tender)
    receipt = Receipt.objects.first()
    assert receipt
    return World(
        everyone=[
            "", "services/", f"services/{services[0].slug}/", "news/", "news/news-1/", "entities/", "entities/mun/",
            "help/", "help/guide/", "contact/", f"{components.SLUG}/", "site-map/", "news/?year=2026&page=1", "jobs/", f"jobs/{vacancy.reference}/", f"jobs/{closed.reference}/", "tenders/",
            f"tenders/{tender.reference}/", "search/", "search/?q=رخصة", "search/?q=licence&kind=service", "search/?q=xyzzy",
            "services/?q=xyzzy", "jobs/?q=xyzzy", "tenders/?q=xyzzy", f"receipts/{receipt.pk}/", "verify/",
            f"verify/?number={receipt.number}", "verify/?number=RCP-0000-0000-0", "account/sign-in/", "account/sign-up/",
            "account/password/reset/", "suppliers/register/", "no-such-page/",
        ],
        applicant=applicant,
        supplier=supplier,
    )  # fmt: skip


def index(*records: Any) -> None:
    """What the factories published without a deed is told to search as the deed would tell it."""
    with transaction.atomic():
        for record in records:
            app, name = record._meta.app_label, record._meta.model_name
            outbox.post(f"{app}.{name}.published", **{name: record.pk})
    outbox.deliver_all()
    terms.refresh()


def _page(ar: str, en: str) -> dict[str, dict[str, Any]]:
    return {
        "ar": {"title": ar, "summary": "خطوات واضحة من البداية إلى الإيصال.", "body": BODY["ar"]},
        "en": {"title": en, "summary": "Clear steps from start to receipt.", "body": BODY["en"]},
    }


def _how_to_reach_us() -> None:
    told = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    told.phone, told.phone_abroad = "8002345", "+97125550100"
    told.email, told.security_email = "help@oasis.example", "security@oasis.example"
    told.hours_ar, told.hours_en = "من الاثنين إلى الجمعة", "Monday to Friday"
    told.address_ar, told.address_en = "شارع النخيل", "Palm Street"
    told.social_links = [SocialLink(name_ar="قناة المدينة", name_en="City channel", url="https://video.example/city")]
    told.save()


def _applicant(vacancy: Any) -> tuple[User, list[str]]:
    person = PersonFactory(full_name_ar="سلمى أحمد المنصوري", full_name_en="Salma Ahmed Al Mansoori")
    sent = applications.submitted(vacancy, by=person)
    draft = applications.begun(by=person)
    watch("kind=vacancy&q=مهندس", by=person)
    steps = [
        f"jobs/{draft.vacancy.reference}/apply/{step}/"
        for step in ("personal", "education", "documents", "declaration")
    ]
    own = [
        "account/",
        "account/applications/profile/",
        "account/applications/profile/entries/",
        f"account/applications/{sent.pk}/",
        f"account/applications/{sent.pk}/keep/",
        "account/profile/",
        "account/password/",
        "account/sign-out/",
        "account/sessions/",
        "account/second-step/",
        "account/messages/",
        "account/alerts/",
        "account/alerts/new/?kind=vacancy&q=engineer",
    ]
    with translation.override("ar"):
        listed = reverse("recruitment:applications").removeprefix("/ar/")
    return person, [*own, listed, f"jobs/{vacancy.reference}/", f"jobs/{draft.vacancy.reference}/apply/", *steps]


def _supplier(tender: Any) -> tuple[User, list[str]]:
    supplier = bids.firm(legal_name_ar="شركة النخيل للمقاولات", legal_name_en="Al Nakheel Contracting")
    bids.drafted(tender, supplier)
    steps = [
        f"tenders/{tender.reference}/bid/{step}/"
        for step in ("company", "price", "answers", "files", "declaration", "check", "seal", "load", "withdraw")
    ]
    return bids.person_of(supplier), [
        "account/company/",
        "account/company/bids/",
        f"tenders/{tender.reference}/bid/",
        *steps,
    ]
