"""Journey 3: a job seeker signs up, applies over two devices, holds a receipt that can be checked, and withdraws."""

import json
import subprocess
import sys
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from tests.factories.files import pdf

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a-garden-of-dates"
# A task that the queue forgot is sent again after a minute.
LETTER = 90
VACANCY = {"ar": "محاسب أول", "en": "Senior accountant"}
# On an Arabic keyboard the digits are Arabic.
DIGITS = {"ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), "en": {}}


def sign_up(seeker, email: str, code_for) -> None:
    """Where the person wanted to go before, he is afterwards."""
    page = seeker.page
    page.locator("[name=full_name_ar]").fill("عبير يوسف الراشد")
    page.locator("[name=full_name_en]").fill("Abeer Youssef Al Rashid")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.locator("[name=code]").fill(code_for(email))
    page.locator("main form button").first.click()


def fill_day(seeker, name: str, day: str) -> None:
    for part, value in zip(("day", "month", "year"), day.split(), strict=True):
        seeker.page.locator(f"[name={name}_{part}]").fill(value.translate(DIGITS[seeker.language]))


def find_vacancy(seeker) -> None:
    seeker.go("jobs/")
    seeker.page.locator("#q").fill(VACANCY[seeker.language])
    seeker.press("Search")
    seeker.page.locator("ol.hits a, ul.hits a").filter(has_text=VACANCY[seeker.language]).first.click()


def fill_personal(seeker) -> None:
    page = seeker.page
    fill_day(seeker, "date_of_birth", "31 2 1992")
    page.locator("[name=nationality]").select_option("JO")
    page.locator("[name=emirate]").select_option("AE-DU")
    page.locator("[name=phone]").fill("050 123 4567".translate(DIGITS[seeker.language]))
    seeker.press("Save and continue")
    assert page.locator(".error-summary a").inner_text() == seeker.say("Enter a valid date, such as 23 11 2026")
    fill_day(seeker, "date_of_birth", "21 2 1992")
    seeker.press("Save and continue")


def add_education(seeker) -> None:
    page = seeker.page
    seeker.follow("Add a level of education")
    page.locator("[name=level]").select_option("6")
    page.locator("[name=subject]").fill("محاسبة")
    page.locator("[name=institution]").fill("الجامعة الأردنية")
    page.locator("[name=country]").select_option("JO")
    page.locator("[name=completed_in]").fill("2014".translate(DIGITS[seeker.language]))


def add_experience(seeker) -> None:
    page = seeker.page
    seeker.follow("Add a post")
    page.locator("[name=position]").fill("محاسبة")
    page.locator("[name=employer]").fill("مجموعة النخيل")
    page.locator("[name=country]").select_option("AE")
    fill_day(seeker, "started_on", "1 9 2014")
    seeker.press("Save and continue")


def attach_cv(seeker, content: bytes, name: str) -> None:
    form = seeker.page.locator("form").filter(has=seeker.page.locator("[name=kind][value=cv]"))
    form.locator("[type=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    form.locator("button").click()


@pytest.mark.promise("REC-1.2", "REC-1.12")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_sign_up_to_withdrawal_over_two_devices(someone, code_for, until, portal, tmp_path, language):
    email = f"seeker-{language}-{datetime.now():%H%M%S%f}@example.org"
    seeker = someone(language)
    find_vacancy(seeker)
    seeker.follow("Start the application")
    seeker.follow("Create account")
    sign_up(seeker, email, code_for)
    assert seeker.page.url.endswith("/apply/"), "back where he was before he signed up"
    seeker.press("Start the application")
    seeker.follow("Continue")
    fill_personal(seeker)
    add_education(seeker)
    seeker.press("Save and come back later")

    seeker = someone(language, width=390)
    seeker.sign_in(email, PASSWORD)
    seeker.go("account/applications/")
    seeker.page.locator("main article a").filter(has_text=seeker.say("Continue the application")).click()
    seeker.follow("Continue")
    seeker.follow("Previous")
    assert "الجامعة الأردنية" in seeker.main, "what he had left"
    seeker.press("Save and continue")
    add_experience(seeker)
    seeker.press("Save and continue")
    attach_cv(seeker, b"MZ no document at all", "cv.pdf")
    assert seeker.page.locator("#id_cv_file_error").count() == 1, "refused beside its field"
    attach_cv(seeker, pdf(), "السيرة الذاتية.pdf")
    seeker.press("Save and continue")
    seeker.page.locator("[name=confirmed]").check()
    seeker.press("Save and continue")

    assert seeker.page.locator("h1").inner_text() == seeker.say("Check your answers")
    assert seeker.sees("السيرة الذاتية.pdf")
    assert seeker.sees(seeker.say("The application counts as submitted only once the receipt is shown."))
    seeker.press("Submit the application")
    receipt_url = seeker.page.url
    assert "/receipts/" in receipt_url

    check_receipt(seeker, portal, tmp_path)
    until(lambda: letter_about(seeker, email, receipt_url), seconds=LETTER)
    withdraw(seeker)
    withdrawn = seeker.say("You withdrew your application %(reference)s").split("%")[0]
    until(lambda: letter_about(seeker, email, withdrawn), seconds=LETTER)


def check_receipt(seeker, portal: str, folder: Path) -> None:
    """By the portal's own page, and by a script that needs no portal."""
    download = seeker.link("Download the receipt (JSON)").get_attribute("href")
    content = seeker.page.request.get(f"{portal}{download}").body()
    file = folder / "receipt.json"
    file.write_bytes(content)
    number = json.loads(content)["number"]
    seeker.go(f"verify/?number={number}")
    assert seeker.sees(seeker.say("The receipt is valid"))

    keys = folder / "keys.json"
    with urllib.request.urlopen(f"{portal}/.well-known/receipt-keys.json") as answer:
        keys.write_bytes(answer.read())
    script = [sys.executable, "docs/verify_receipt.py", str(file), "--keys", str(keys)]
    checked = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def letter_about(seeker, email: str, words: str) -> bool:
    """In his own language, with what it has to say."""
    seeker.page.goto(f"{seeker.portal}/dev/letters/")
    letters = seeker.page.locator("article").filter(has_text=email).filter(has_text=words)
    return letters.count() > 0


def withdraw(seeker) -> None:
    seeker.go("account/applications/")
    assert seeker.sees(seeker.say("We received your application"))
    seeker.page.locator("main article h2 a").first.click()
    assert "مجموعة النخيل" in seeker.main, "what he sent"
    seeker.follow("Withdraw the application")
    seeker.page.locator("[name=reason]").fill("وجدت عملًا آخر")
    seeker.press("Withdraw the application")
    seeker.page.get_by_text(seeker.say("You withdrew your application")).first.wait_for()
