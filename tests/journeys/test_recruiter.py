"""Journey 4: a vacancy is drafted, approved and found; people apply; one is shortlisted, one is not; both are told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories.files import pdf
from tests.journeys.test_job_seeker import LETTER, add_education, add_experience, attach_cv, fill_day, letter_about

pytestmark = pytest.mark.journey
ZONE = ZoneInfo("Asia/Dubai")


def in_days(days: int) -> str:
    return (datetime.now(ZONE) + timedelta(days=days)).strftime("%Y-%m-%dT14:00")


def draft_vacancy(recruiter, title_ar: str, title_en: str) -> None:
    recruiter.go(f"{recruiter.portal}/admin/recruitment/vacancies/new/")
    page = recruiter.page
    texts = {
        "title_ar": title_ar,
        "title_en": title_en,
        "summary_ar": "يعمل مع فريق البنية الرقمية على خدمات البلدية.",
        "summary_en": "Works with the digital infrastructure team on the municipality's services.",
        "duties_ar": "تشغيل الأنظمة\nمتابعة الأعطال",
        "duties_en": "Operate the systems\nFollow up faults",
        "requirements_ar": "شهادة جامعية في الحاسوب\nخبرة ثلاث سنوات",
        "requirements_en": "A degree in computing\nThree years of experience",
        "openings": "١",
        "grade": "8",
    }
    for name, value in texts.items():
        page.locator(f"[name={name}]").fill(value)
    for name in ("occupation", "location"):
        page.locator(f"select[name={name}]").select_option(index=1)
    for name, value in {"policy": "open", "employment_type": "full_time"}.items():
        page.locator(f"[name={name}][value={value}]").check()
    fill_instant(page, "closes_at", in_days(20))
    recruiter.press("Save")


def fill_instant(page, name: str, value: str) -> None:
    page.locator(f"[name={name}]").fill(value)


def publish(someone, title_ar: str, title_en: str):
    """By two people: one writes, the other answers for it. Returns the recruiter on the vacancy's own page."""
    recruiter = someone("ar", scripts=True, email="recruiter@demo.example")
    draft_vacancy(recruiter, title_ar, title_en)
    recruiter.press("Send for approval")
    approver = someone("ar", scripts=True, email="recruitment.approver@demo.example")
    approver.go(recruiter.page.url)
    approver.press("Approve and publish")
    recruiter.page.reload()
    return recruiter


def apply(someone, address: str, language: str, email: str) -> None:
    """On a telephone, without JavaScript."""
    seeker = someone(language, width=390, email=email)
    seeker.go(address.replace("/ar/", f"/{language}/"))
    seeker.follow("Start the application")
    seeker.press("Start the application")
    seeker.follow("Continue")
    fill_day(seeker, "date_of_birth", "21 2 1992")
    seeker.page.locator("[name=nationality]").select_option("AE")
    seeker.page.locator("[name=phone]").fill("050 123 4567")
    seeker.press("Save and continue")
    add_education(seeker)
    for _step in ("the entry", "the list"):
        seeker.press("Save and continue")
    add_experience(seeker)
    seeker.press("Save and continue")
    attach_cv(seeker, pdf(), "السيرة الذاتية.pdf")
    seeker.press("Save and continue")
    seeker.page.locator("[name=confirmed]").check()
    seeker.press("Save and continue")
    seeker.press("Submit the application")
    assert "/receipts/" in seeker.page.url


def open_file(recruiter, list_address: str, number: int) -> None:
    recruiter.go(list_address)
    recruiter.page.locator("tbody th a").nth(number).click()


@pytest.mark.promise("REC-1.1")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_vacancy_is_drafted_approved_and_found(someone, until, language):
    number = datetime.now(ZONE).strftime("%H%M%S%f")
    words = {"ar": f"مهندس نظم {number}", "en": f"Systems engineer {number}"}
    publish(someone, words["ar"], words["en"])
    visitor = someone(language)

    def found() -> bool:
        visitor.go(f"search/?q={number}")
        return visitor.page.get_by_role("link", name=words[language]).count() == 1

    until(found, seconds=LETTER)
    visitor.page.get_by_role("link", name=words[language]).click()
    assert visitor.page.locator("h1").inner_text() == words[language]


@pytest.mark.promise("REC-1.8", "REC-1.2")
def test_two_apply_one_is_shortlisted_one_is_not_and_both_are_told(someone, until):
    number = datetime.now(ZONE).strftime("%H%M%S%f")
    recruiter = publish(someone, f"محلل أعمال {number}", f"Business analyst {number}")
    public = recruiter.link("See the public page").get_attribute("href")
    apply(someone, f"{recruiter.portal}{public}", "ar", "seeker@demo.example")
    apply(someone, f"{recruiter.portal}{public}", "en", "seeker2@demo.example")

    recruiter.page.reload()
    recruiter.follow("Read the applications")
    recruiter.page.locator("tbody tr").nth(1).wait_for()
    list_address = recruiter.page.url
    open_file(recruiter, list_address, 0)
    recruiter.page.get_by_text("الجامعة الأردنية").first.wait_for()  # what was sent
    with recruiter.page.expect_download() as read:
        recruiter.page.get_by_role("link", name="السيرة الذاتية.pdf").click()
    assert read.value.suggested_filename == "السيرة الذاتية.pdf"
    recruiter.press("Start screening")
    recruiter.press("Put on the shortlist")
    recruiter.page.get_by_text("ضمن القائمة المختصرة").first.wait_for()

    open_file(recruiter, list_address, 1)
    recruiter.follow("Do not select")
    recruiter.press("Do not select")
    recruiter.page.locator(".error-summary a").wait_for()
    recruiter.page.locator("[name=reason_code][value=experience]").check()
    recruiter.page.locator("[name=public_reason_ar]").fill("المطلوب خبرة في القطاع الحكومي.")
    recruiter.page.locator("[name=public_reason_en]").fill("Experience in government is asked for.")
    recruiter.page.locator("[name=note]").fill("للاطلاع الداخلي فقط")
    recruiter.press("Do not select")
    recruiter.page.locator(".note").get_by_text("للاطلاع الداخلي فقط").wait_for()

    until(lambda: letter_about(recruiter, "seeker@demo.example", f"محلل أعمال {number}» لدى"), seconds=LETTER)
    until(
        lambda: letter_about(recruiter, "seeker2@demo.example", "Experience in government is asked for."),
        seconds=LETTER,
    )
    assert not letter_about(recruiter, "seeker2@demo.example", "للاطلاع الداخلي فقط")
    seeker = someone("en", email="seeker2@demo.example")
    seeker.go("account/applications/")
    assert seeker.sees("Your application was not selected for this vacancy")
