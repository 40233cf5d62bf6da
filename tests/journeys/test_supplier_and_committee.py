"""Journey 5: two firms register, an entity advertises, both seal a bid, a committee opens them together.

One firm reads Arabic, the other English; both work without scripts. The closing is real, so the journey waits for it.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories.files import pdf

pytestmark = pytest.mark.journey
ZONE = ZoneInfo("Asia/Dubai")
# Enough for two people to fill in a bid; the browser's control knows whole minutes.
OPEN_FOR = timedelta(minutes=4)
COMMITTEE = {"chair": "chair@demo.example", "member1": "member@demo.example", "secretary": "secretary@demo.example"}
NEW_PASSWORD = "a long palm by the well"
FIRMS = {
    "ar": ("شركة السدرة للصيانة", "Al Sidra Maintenance", "12,500.50", "١٢٬٥٠٠٫٥٠", "٦٢٥٫٠٣", "١٣١٢٥٫٥٣"),
    "en": ("شركة الغاف للخدمات", "Al Ghaf Services", "11,900", "11,900", "595", "12495.00"),
}


@pytest.mark.waits
@pytest.mark.promise("SUP-1.1", "SUP-1.2", "SUP-1.3", "SUP-1.8", "SUP-1.12")
def test_two_firms_bid_and_a_committee_opens_both_at_once(someone, until, code_for):
    number = datetime.now(ZONE).strftime("%H%M%S")
    firms = {language: register_firm(someone(language), code_for, number) for language in FIRMS}
    verifier = someone("ar", scripts=True, email="verifier@demo.example")
    for language in FIRMS:
        accept(verifier, FIRMS[language][0], number)

    buyer = someone("ar", scripts=True, email="buyer@demo.example")
    room = advertise(buyer, number)
    approver = someone("en", scripts=True, email="tender.approver@demo.example")
    approver.go(room.replace("opening/", ""))
    submit(approver, "Approve and publish")
    reference = re.search(r"TND-\d+-\d+", approver.page.content())[0]

    receipts = {language: bid(firm, someone, reference) for language, firm in firms.items()}
    assert all(re.fullmatch(r"RCP(-[0-9A-Z]+)+", receipt) for receipt in receipts.values())

    committee = {office: someone("ar", scripts=True, email=email) for office, email in COMMITTEE.items()}
    chair = committee["chair"]
    chair.go(room)
    assert chair.sees(chair.say("The committee can be called after the deadline."))
    for secret in (*receipts.values(), *(name for firm in FIRMS.values() for name in firm[:3])):
        assert secret not in chair.page.content()

    until(lambda: closed(buyer, room), seconds=OPEN_FOR.total_seconds() + 60)
    late(firms["en"], reference)
    submit(buyer, "Call the committee")
    for office in ("chair", "member1"):
        committee[office].go(room)
        submit(committee[office], "I confirm that I am present")
    chair.go(room)
    submit(chair, "Open all bids")
    until(lambda: opened(chair, room), seconds=60)

    for language in FIRMS:
        visitor = someone(language)
        visitor.go(f"tenders/{reference}/")
        record = visitor.page.locator("section", has=visitor.page.locator("#opening-record")).inner_text()
        for arabic, english, price, *_typed in FIRMS.values():
            assert f"{arabic} {number}" in record
            assert f"{english} {number}" in record
            assert price in record
        firms[language].go("account/company/bids/")
        assert firms[language].sees(firms[language].say("Envelope opened", "bid"))


def register_firm(person, code_for, number):
    """A new person signs up with a code, and registers a firm in four steps."""
    arabic, english = FIRMS[person.language][:2]
    email = f"firm{person.language}{number}@demo.example"  # no number of its own, which would look like the code
    person.go("account/sign-up/?next=/" + person.language + "/suppliers/register/")
    for name, value in {"full_name_ar": "نورة العامري", "email": email, "password1": NEW_PASSWORD}.items():
        person.page.locator(f"[name={name}]").fill(value)
    with person.page.expect_navigation():
        person.page.locator("main form button").first.click()
    person.page.locator("[name=code]").fill(code_for(email))
    submit(person, "Confirm")
    submit(person, "Register a new supplier")
    fill(
        person, legal_name_ar=f"{arabic} {number}", legal_name_en=f"{english} {number}", address="مدينة الواحة، شارع 5"
    )
    person.page.locator("[name=scale]").first.check()
    submit(person, "Save and continue")
    person.page.locator("[name=licence_authority]").select_option(index=1)
    fill(person, licence_no=f"CN-{number}{person.language}")
    year = str(datetime.now(ZONE).year + 1)
    fill(person, licence_expires_on_day="31", licence_expires_on_month="12", licence_expires_on_year=year)
    attach(person, "licence_file", "licence.pdf")
    submit(person, "Save and continue")
    fill(person, contact_name="نورة العامري", email=email, phone="٠٥٠١٢٣٤٥٦٧")
    submit(person, "Save and continue")
    person.page.locator("[name=categories]").first.check()
    submit(person, "Save and continue")
    submit(person, "Submit the registration")
    return person


def submit(person, button):
    """Press and see the answer, before anything else is asked for."""
    with person.page.expect_navigation():
        person.press(button)


def fill(person, **values):
    for name, value in values.items():
        person.page.locator(f"main [name={name}]").fill(value)


def attach(person, field, name):
    file = {"name": name, "mimeType": "application/pdf", "buffer": pdf()}
    person.page.locator(f"main [name={field}]").set_input_files(file)


def accept(verifier, firm, number):
    verifier.go(f"{verifier.portal}/admin/supply/suppliers/")
    verifier.page.get_by_role("link", name=f"{firm} {number}").click()
    submit(verifier, "Accept the firm")


def advertise(buyer, number):
    """A bilingual tender with its committee, sent for approval; returns the address of its opening room."""
    page = buyer.page
    buyer.go(f"{buyer.portal}/admin/supply/tenders/new/")
    fill(
        buyer,
        title_ar=f"صيانة أنظمة الري {number}",
        title_en=f"Maintenance of irrigation systems {number}",
        description_ar="صيانة أنظمة الري في حدائق المدينة مدة سنة.",
        description_en="Maintenance of irrigation systems in the city's parks for one year.",
        criteria_ar="السعر الأقل بين العروض المستوفية للشروط.",
        criteria_en="The lowest price among responsive bids.",
        closes_at=(datetime.now(ZONE) + OPEN_FOR).strftime("%Y-%m-%dT%H:%M"),
        closing_reason="موعد قصير لتجربة الرحلة كاملة",
    )
    page.locator("main [name=category]").select_option(index=1)
    submit(buyer, "Save")
    address = page.url
    buyer.follow("Opening committee")
    fill(buyer, **COMMITTEE)
    submit(buyer, "Save")
    submit(buyer, "Send for approval")
    return f"{address}opening/"


def bid(person, someone, reference):
    """Prepared in two sessions, on two devices; returns the number of the receipt."""
    _arabic, _english, shown, net, vat, gross = FIRMS[person.language]
    person.go(f"tenders/{reference}/")
    person.follow("Prepare a bid")
    submit(person, "Prepare a bid")
    person.follow("Company data")
    person.page.locator("[name=confirmed]").check()
    submit(person, "Save and continue")
    fill(person, net=net, vat=vat, gross="1")
    submit(person, "Save and continue")
    assert person.page.locator(".error-summary").count() == 1
    fill(person, gross=gross)
    submit(person, "Save and come back later")

    again = someone(person.language, width=390)
    again.page.context.add_cookies(person.page.context.cookies())
    again.go("account/company/bids/")
    again.follow("Continue with the bid")
    again.follow("Technical answers")
    fill(again, approach="فريقان ومعدات حديثة.", duration_days="٣٦٥")
    submit(again, "Save and continue")
    attach(again, "file", "offer.pdf")
    submit(again, "Attach file")
    assert again.sees("offer.pdf")
    submit(again, "Save and continue")
    for name in ("no_collusion", "no_conflict", "correct"):
        again.page.locator(f"[name={name}]").check()
    submit(again, "Save and continue")
    assert shown in again.main
    again.follow("Continue to the seal")
    submit(again, "Seal the envelope and submit the bid")
    receipt = re.search(r"RCP(-[0-9A-Z]+)+", again.main)[0]
    with again.page.expect_navigation():
        again.page.go_back()
    assert again.sees(receipt)
    return receipt


def late(person, reference):
    """After the closing nothing can be submitted or withdrawn."""
    person.go(f"tenders/{reference}/bid/")
    assert not person.link("Withdraw the bid").count()


def closed(buyer, room):
    buyer.go(room)
    return buyer.button("Call the committee").count()


def opened(chair, room):
    chair.go(room)
    return chair.page.locator("#opening-record").count()
